/**
 * Models and the specifications that they are built from.
 *
 * <p>A {@link Model} is surjections, a bijector and a base: a bound that can be traced, and a way to sample. It is put together from
 * {@code surjection}, {@code bijector}, {@code transformer} and {@code distribution}; {@code train} trains it, {@code evaluation} evaluates
 * it. Start with {@link Model} and {@link RowSpec}.
 */
package io.github.vflow.flow;

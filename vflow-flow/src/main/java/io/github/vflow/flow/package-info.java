/**
 * Models: {@link Flow}, {@link VFlow} and {@link ImageVFlow}, and the specifications that they are built from.
 *
 * <p>A {@link Model} is a bound that can be traced and a way to sample. It is assembled from {@code bijector}, {@code transformer} and
 * {@code distribution}; {@code train} trains it, {@code bound} evaluates it. Start with {@link ModelSpec} and {@link VFlow}.
 */
package io.github.vflow.flow;

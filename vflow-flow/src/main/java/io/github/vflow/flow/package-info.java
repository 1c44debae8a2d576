/**
 * Density models: a bound that can be traced, and a way to sample.
 *
 * <p>A {@link Model} is a {@link FlowModel}, which is surjections, a bijector and a base, or a {@linkplain Model#mixture mixture} of such flows.
 * {@code architecture} builds one from a specification in {@code spec}, {@link ModelBuilder} one from {@link Parts} and custom parts, which
 * implement the interfaces of {@code part}. {@code train} trains it, {@code evaluation} evaluates it.
 */
package io.github.vflow.flow;

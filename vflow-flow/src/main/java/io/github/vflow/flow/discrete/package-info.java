/**
 * The exact density of discrete columns: a chain of conditional probabilities.
 *
 * <p>{@link io.github.vflow.flow.discrete.Chain} has the probabilities, {@link io.github.vflow.flow.discrete.DiscretePart} the places of the
 * columns in a row. They are made of {@code distribution.mixing} and a network that {@code architecture} builds.
 */
package io.github.vflow.flow.discrete;

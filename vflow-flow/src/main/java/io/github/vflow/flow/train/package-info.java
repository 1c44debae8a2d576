/**
 * Training: the loop, its state, batches, data-dependent initialisation, and the diagnosis when it diverges.
 *
 * <p>{@link Trainer} is the loop; {@code plan} says how it trains, {@code step} traces one step as one program. A state determines the rest of
 * a run bit by bit.
 */
package io.github.vflow.flow.train;

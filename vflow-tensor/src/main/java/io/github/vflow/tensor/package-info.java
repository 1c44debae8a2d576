/**
 * The tracing vocabulary: {@link Tensor} and {@link Trace}.
 *
 * <p>Model code calls operations on tensors, and the trace records them as a program. Nothing is computed here. Start with
 * {@link Trace}, then see {@code ir} for what is recorded and {@code run.Engines} for who computes it.
 */
package io.github.vflow.tensor;

/**
 * Gradients as operations in the same trace, and recomputation that saves memory.
 *
 * <p>{@link Gradient} walks a program backwards by the rules of each operation. {@link Segment} and {@link InverseError} concern values that
 * are computed again. Uses {@code tensor} and {@code ir}.
 */
package io.github.vflow.tensor.autodiff;

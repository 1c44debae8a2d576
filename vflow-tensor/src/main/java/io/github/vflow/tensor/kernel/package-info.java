/**
 * The loops that the vector engine is made of, as interfaces, and their scalar form.
 *
 * <p>Each interface states which elements of the array it reads and writes. {@link Kernels} gathers them. The implementation with vectors is in
 * {@code vector}; both give the same bits.
 */
package io.github.vflow.tensor.kernel;

/**
 * Matrix products in register tiles. {@link VectorMatrices} chooses a tile by shape, and its Javadoc has the measurements.
 *
 * <p>In row tiles a is contiguous along the contraction, in column tiles along its rows. A kernel is a small method with a fixed number of
 * rows and vectors, so that the compiler keeps all accumulators in registers.
 */
package io.github.vflow.tensor.vector.matrix;

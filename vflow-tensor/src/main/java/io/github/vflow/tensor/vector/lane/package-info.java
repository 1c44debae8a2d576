/**
 * The common parts of vector kernels: {@link Lanes} fixes the lane width, {@link VectorMath} has the elementary functions, {@link RowSum} sums along
 * rows, {@link Transposition} exchanges rows and lanes.
 */
package io.github.vflow.tensor.vector.lane;

package io.github.vflow.tensor.kernel;

/** Products and transposition of matrices. */
public interface MatrixKernels {
    /** Rows [from, to) of a product. */
    void multiply(float[] m, Gemm g, int from, int to);

    /** y [columns, rows] = xᵀ for x [rows, columns], both contiguous and disjoint. */
    void transpose(float[] m, int x, int y, int rows, int columns);
}

package io.github.vflow.tensor.kernel;

/** Products and transposition of matrices. */
public interface MatrixKernels {
    /** Kernels may read this many floats past the end of an operand; what they find there does not matter. */
    int SLACK = 64;

    /** Rows [from, to) of a product of the matrices at a and b, to c. */
    void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to);

    /**
     * c [rows, columns] = a · bᵀ for a [rows, n] and b [columns, n], n a multiple of {@link ReductionKernels#LANES}: a dot product
     * for each element, by fused multiply-adds into {@link ReductionKernels#LANES} running sums that are added in halves. Worth it
     * where the result is small.
     */
    void dots(float[] m, int a, int b, int c, int rows, int columns, int n);

    /** y = xᵀ, disjoint. */
    void transpose(float[] m, int x, int y, Turn t);
}

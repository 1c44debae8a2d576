package io.github.vflow.tensor.kernel;

/** Products and transposition of matrices. */
public interface MatrixKernels {
    /** Kernels may read this many floats past the end of an operand; what they find there does not matter. */
    int SLACK = 64;

    /** The longest contraction of one product; longer ones are sums of several. */
    int DEPTH = 1024;

    /**
     * Rows [from, to) of a product of the matrices at a and b, to c.
     *
     * @param free where the kernel has {@link Gemm#room} for itself
     */
    void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to, int free);

    /** c += x for some rows of the result c of a product, and x contiguous. */
    void add(float[] m, Gemm g, int x, int c, int rows);

    /**
     * A product of the matrices at a and b, to c, by dot products: fused multiply-adds into {@link ReductionKernels#LANES} running sums
     * that are added in halves. Worth it where the result is small.
     *
     * @param free where the kernel has {@link Dots#ROOM} for itself
     */
    void dots(float[] m, Dots d, int a, int b, int c, int free);

    /** y = xᵀ, disjoint. */
    void transpose(float[] m, int x, int y, Turn t);
}

package io.github.vflow.tensor.kernel;

/** Products and transposition of matrices. */
public interface MatrixKernels {
    /**
     * Kernels may read this many floats past the end of an operand; what they find there does not matter. At the end of the array
     * there are as many zeros.
     */
    int SLACK = 64;

    /** The longest contraction of one product; longer ones are sums of several. */
    int DEPTH = 512;

    /**
     * Rows [from, to) of a product of the matrices at a and b, to c.
     *
     * @param free where the kernel has {@link Gemm#room} for itself
     */
    void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to, int free);

    /**
     * A product of the matrices at a and b, to c, by dot products: fused multiply-adds into {@link ReductionKernels#LANES} running sums
     * that are added in halves. Worth it where the result is small.
     */
    void dots(float[] m, Dots d, int a, int b, int c);

    /** y = xᵀ, disjoint. */
    void transpose(float[] m, int x, int y, Turn t);
}

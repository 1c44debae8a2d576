package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.Transpose;

/** Products and transposition of matrices. */
public interface MatrixKernels {
    /**
     * Rows [from, to) of a product of the matrices at a and b, to c.
     *
     * @param free where the kernel has {@link Gemm#room} for itself
     */
    void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to, int free);

    /** c += x for some rows of the result c of a product, and x contiguous. */
    void add(float[] m, Gemm g, int x, int c, int rows);

    /**
     * A product of the matrices at a and b, to c, by dot products: fused multiply-adds into {@link Limits#LANES} running sums
     * that are added in halves. Worth it where the result is small.
     *
     * @param free where the kernel has {@link Dots#ROOM} for itself
     */
    void dots(float[] m, Dots d, int a, int b, int c, int free);

    /** y = xᵀ, disjoint. */
    void transpose(float[] m, int x, int y, Transpose t);
}

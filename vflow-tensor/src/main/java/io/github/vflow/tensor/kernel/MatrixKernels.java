package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.Transpose;

/** Products and transposition of matrices. */
public interface MatrixKernels {
    /**
     * Computes rows [from, to) of a product of the matrices at a and b, to c.
     *
     * @param free offset of {@link Gemm#room} floats of working memory
     */
    void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to, int free);

    /** Adds a contiguous x to some rows of the result c of a product. */
    void add(float[] m, Gemm g, int x, int c, int rows);

    /**
     * Computes a product by dot products, each of {@link Limits#LANES} running sums that are added in halves. Fast where the result
     * is small.
     *
     * @param free offset of {@link Dots#ROOM} floats of working memory
     */
    void dots(float[] m, Dots d, int a, int b, int c, int free);

    /** y = xᵀ; x and y are disjoint. */
    void transpose(float[] m, int x, int y, Transpose t);
}

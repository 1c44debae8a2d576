package io.github.vflow.tensor.kernel;

/**
 * A matrix product c = a · b inside one array: element (i, k) of a at a + i·aRow + k·aColumn, (k, j) of b at b + k·bRow + j,
 * (i, j) of c at c + i·n + j. Each element of c is one chain of fused multiply-adds in the order of k, from zero: the
 * result does not depend on tiles, lanes or threads.
 */
public record Gemm(int m, int n, int k, int a, int aRow, int aColumn, int b, int bRow, int c) {
    /** The product with all offsets moved: the next one of a batch. */
    public Gemm at(int a, int b, int c) {
        return new Gemm(m, n, k, a, aRow, aColumn, b, bRow, c);
    }

    /** Multiplications. */
    public long multiplications() {
        return (long) m * n * k;
    }
}

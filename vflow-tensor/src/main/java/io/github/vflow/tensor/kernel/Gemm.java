package io.github.vflow.tensor.kernel;

/**
 * A matrix product c = a · b inside one array: element (i, k) of a at a + rows.at(i) + columns.at(k), (k, j) of b at
 * b + k·bRow + j, (i, j) of c at c + i·cRow + j. Each element of c is one chain of fused multiply-adds in the order of k,
 * from zero: the result does not depend on tiles, lanes or threads. Of a, either rows or columns are contiguous: one of the
 * two has step one, the rows in a single run if it is they.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the contraction
 */
public record Gemm(int m, int n, int k, int a, Axis rows, Axis columns, int b, int bRow, int c, int cRow) {
    /** Of plain matrices, the result contiguous. */
    public static Gemm plain(int m, int n, int k, int a, int aRow, int aColumn, int b, int bRow, int c) {
        return new Gemm(m, n, k, a, Axis.plain(aRow, m), Axis.plain(aColumn, k), b, bRow, c, n);
    }

    /** The product with all offsets moved: the next one of a batch. */
    public Gemm at(int a, int b, int c) {
        return new Gemm(m, n, k, a, rows, columns, b, bRow, c, cRow);
    }

    /** Multiplications. */
    public long multiplications() {
        return (long) m * n * k;
    }
}

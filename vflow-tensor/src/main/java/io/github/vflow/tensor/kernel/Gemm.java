package io.github.vflow.tensor.kernel;

/**
 * A matrix product c = a · b inside one array, or c += a · b: element (i, k) of a at a + rows.at(i) + columns.at(k), (k, j) of b at
 * b + k·bRow + j, (i, j) of c at c + i·cRow + j. Each element of c is one chain of fused multiply-adds in the order of k, from zero
 * or from what it was: the result does not depend on tiles, lanes or threads, nor on how k is cut. Of a, either rows or
 * columns are contiguous: one of the two has step one, the rows in a single run if it is they.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the contraction
 * @param adds whether the product is added to c
 */
public record Gemm(int m, int n, int k, Axis rows, Axis columns, int bRow, int cRow, boolean adds) {
    /** Of plain matrices, the result contiguous. */
    public static Gemm plain(int m, int n, int k, int aRow, int aColumn, int bRow) {
        return new Gemm(m, n, k, Axis.plain(aRow, m), Axis.plain(aColumn, k), bRow, n, false);
    }

    /** The part of the contraction from an index on that has some columns of a; it begins where these do. */
    public Gemm part(int first, Axis its, int size) {
        return new Gemm(m, n, size, rows, its, bRow, cRow, adds || first > 0);
    }

    /** The floats that a kernel may use for itself. */
    public int room() {
        return k * MatrixKernels.SLACK;
    }

    /** Multiplications. */
    public long multiplications() {
        return (long) m * n * k;
    }
}

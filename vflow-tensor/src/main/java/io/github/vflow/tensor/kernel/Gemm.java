package io.github.vflow.tensor.kernel;

/**
 * A matrix product c = a · b inside one array: element (i, k) of a at a + rows.at(i) + columns.at(k), (k, j) of b at
 * b + {@link #bAt bAt}(k) + j, (i, j) of c at c + i·cRow + j. Each element of c is one chain of fused multiply-adds in the order of k,
 * from zero: the result does not depend on tiles, lanes or threads. Of a, either rows or columns are contiguous: one of the
 * two has step one, the rows in a single run if it is they.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the contraction, at most {@link MatrixKernels#DEPTH} where the rows of a are contiguous
 * @param bRow from row to row of b
 * @param bSkip what b goes on by besides where a run of columns of a ends
 */
public record Gemm(int m, int n, int k, Axis rows, Axis columns, int bRow, int bSkip, int cRow) {
    /** The rows of b equally far apart. */
    public Gemm(int m, int n, int k, Axis rows, Axis columns, int bRow, int cRow) {
        this(m, n, k, rows, columns, bRow, 0, cRow);
    }

    /** Of plain matrices, the result contiguous. */
    public static Gemm plain(int m, int n, int k, int aRow, int aColumn, int bRow) {
        return new Gemm(m, n, k, Axis.plain(aRow, m), Axis.plain(aColumn, k), bRow, n);
    }

    /** Where row k of b lies from the first on. */
    public int bAt(int k) {
        return k * bRow + k / columns.run() * bSkip;
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

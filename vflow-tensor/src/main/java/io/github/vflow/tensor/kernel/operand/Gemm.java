package io.github.vflow.tensor.kernel.operand;

/**
 * A matrix product c = a · b inside one array: element (i, k) of a at a + rows.at(i) + columns.at(k), (k, j) of b at
 * b + bRows.at(k) + j, (i, j) of c at c + i·cRow + j. Each element of c is one chain of fused multiply-adds in the order of k,
 * from zero: the result does not depend on tiles, lanes or threads. Of a, either rows or columns are contiguous: one of the
 * two has step one, the rows in a single run if it is they.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the contraction, for a kernel at most {@link Limits#DEPTH}
 * @param bRows rows of b; if rows of a are contiguous, in runs as long as those of columns, and one block
 */
public record Gemm(int m, int n, int k, Axis rows, Axis columns, Axis bRows, int cRow) {
    /** With equally distant rows of b. */
    public Gemm(int m, int n, int k, Axis rows, Axis columns, int bRow, int cRow) {
        this(m, n, k, rows, columns, Axis.plain(bRow, k), cRow);
    }

    /** A product of plain matrices with a contiguous result. */
    public static Gemm plain(int m, int n, int k, int aRow, int aColumn, int bRow) {
        return new Gemm(m, n, k, Axis.plain(aRow, m), Axis.plain(aColumn, k), bRow, n);
    }

    /** The distance between the first rows of b. */
    public int bRow() {
        return bRows.step();
    }

    /** Floats of working memory. */
    public int room() {
        return k * Limits.SLACK;
    }

    /** The number of multiplications, m·n·k. */
    public long multiplications() {
        return (long) m * n * k;
    }
}

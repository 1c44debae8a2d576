package io.github.vflow.tensor.kernel.operand;

/**
 * A matrix product c = a · bᵀ by dot products: of row i at a + i·aRow with row j at b + j·bRow, to c + i·cRow + j. Rows are runs of
 * numbers that may lie apart.
 *
 * @param rows of a and of the result
 * @param columns of the result, rows of b
 * @param n a multiple of {@link Limits#LANES}
 * @param run numbers of a run, a multiple of the lanes too
 * @param runStep from run to run of a
 * @param bRunStep from run to run of b
 */
public record Dots(int rows, int columns, int n, int aRow, int bRow, int cRow, int run, int runStep, int bRunStep) {
    /** Floats of working memory. */
    public static final int ROOM = 256;

    /** With contiguous rows of b. */
    public Dots(int rows, int columns, int n, int aRow, int bRow, int cRow, int run, int runStep) {
        this(rows, columns, n, aRow, bRow, cRow, run, runStep, run);
    }

    /** A product of contiguous matrices. */
    public static Dots plain(int rows, int columns, int n) {
        return new Dots(rows, columns, n, n, n, columns, n, n);
    }

    /** The offset of number k in a row of a. */
    public int at(int k) {
        return k / run * runStep + k % run;
    }

    /** The offset of number k in a row of b. */
    public int bAt(int k) {
        return k / run * bRunStep + k % run;
    }

    /** The same with fewer rows. */
    public Dots rows(int count) {
        return new Dots(count, columns, n, aRow, bRow, cRow, run, runStep, bRunStep);
    }
}

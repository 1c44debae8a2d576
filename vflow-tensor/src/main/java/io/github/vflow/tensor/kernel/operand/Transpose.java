package io.github.vflow.tensor.kernel.operand;

/**
 * A transposition: element (i, j) of x at x + i·xRow + j goes to y + j·yRow + i.
 *
 * @param rows of x
 * @param columns of x
 */
public record Transpose(int rows, int columns, int xRow, int yRow) {
    /** The transposition of a contiguous matrix. */
    public static Transpose plain(int rows, int columns) {
        return new Transpose(rows, columns, columns, rows);
    }
}

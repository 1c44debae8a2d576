package io.github.vflow.tensor.kernel.operand;

/**
 * A copy of rows: element (i, j) of x at x + i·xRow + j goes to y + i·yRow + j.
 *
 * @param count how many rows
 * @param width elements of a row
 */
public record RowCopy(int count, int width, int xRow, int yRow) {
    /** The same for fewer rows. */
    public RowCopy count(int some) {
        return new RowCopy(some, width, xRow, yRow);
    }
}

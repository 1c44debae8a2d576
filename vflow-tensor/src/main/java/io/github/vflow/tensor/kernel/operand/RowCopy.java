package io.github.vflow.tensor.kernel.operand;

/**
 * Rows to be copied: element (i, j) of x at x + i·xRow + j goes to y + i·yRow + j.
 *
 * @param count how many
 * @param width elements of a row
 */
public record RowCopy(int count, int width, int xRow, int yRow) {
    /** Some of them. */
    public RowCopy count(int some) {
        return new RowCopy(some, width, xRow, yRow);
    }
}

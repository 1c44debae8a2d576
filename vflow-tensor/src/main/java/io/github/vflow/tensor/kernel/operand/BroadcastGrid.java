package io.github.vflow.tensor.kernel.operand;

/**
 * The index space of an elementwise function with broadcasting: rows × columns. A column step is 1, or 0 for an operand that is
 * constant along a row. Rows of the result are contiguous.
 *
 * @param rows how many rows
 * @param columns elements of a row
 * @param yRow from row to row in the result
 * @param aRow from row to row in the first operand
 * @param aColumn 0 or 1
 * @param bRow from row to row in the second operand
 * @param bColumn 0 or 1
 */
public record BroadcastGrid(int rows, int columns, int yRow, int aRow, int aColumn, int bRow, int bColumn) {
    /** The same for fewer rows. */
    public BroadcastGrid rows(int count) {
        return new BroadcastGrid(count, columns, yRow, aRow, aColumn, bRow, bColumn);
    }
}

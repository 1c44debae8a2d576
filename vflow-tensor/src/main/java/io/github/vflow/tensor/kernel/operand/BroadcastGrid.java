package io.github.vflow.tensor.kernel.operand;

/**
 * Where an elementwise function with broadcasting reads and writes: rows × columns, where column steps are 1, or 0 for
 * an operand that is constant along a row. The result is contiguous in a row.
 *
 * @param rows the number of rows
 * @param columns the length of a row
 * @param yRow from row to row in the result
 * @param aRow from row to row in the first operand
 * @param aColumn 0 or 1
 * @param bRow from row to row in the second operand
 * @param bColumn 0 or 1
 */
public record BroadcastGrid(int rows, int columns, int yRow, int aRow, int aColumn, int bRow, int bColumn) {
    /** Some of its rows. */
    public BroadcastGrid rows(int count) {
        return new BroadcastGrid(count, columns, yRow, aRow, aColumn, bRow, bColumn);
    }
}

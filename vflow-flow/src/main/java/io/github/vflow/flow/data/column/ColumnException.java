package io.github.vflow.flow.data.column;

/**
 * Thrown if a column of a table has no density that can be learned. The message names the number of the column, the
 * values and a remedy.
 */
public final class ColumnException extends IllegalArgumentException {
    private final int column;
    private final String reason;

    /** Names the column and its fault. */
    public ColumnException(int column, String reason) {
        super("column " + column + " (counted from 0) " + reason);
        this.column = column;
        this.reason = reason;
    }

    /** The number of the column, counted from 0. */
    public int column() {
        return column;
    }

    /**
     * The fault and the remedy, as a sentence without its subject, so that a caller can begin it with the name of the
     * column.
     */
    public String reason() {
        return reason;
    }
}

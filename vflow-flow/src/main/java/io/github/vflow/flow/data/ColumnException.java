package io.github.vflow.flow.data;

/** A column of a table that no density can be learned of. The message names the column by its number, the values and a remedy. */
public final class ColumnException extends IllegalArgumentException {
    private final int column;
    private final String reason;

    ColumnException(int column, String reason) {
        super("column " + column + " (counted from 0) " + reason);
        this.column = column;
        this.reason = reason;
    }

    /** The column, counted from 0. */
    public int column() {
        return column;
    }

    /** What is wrong with it and what to do, as a sentence without its subject: for a caller that knows the name of the column. */
    public String reason() {
        return reason;
    }
}

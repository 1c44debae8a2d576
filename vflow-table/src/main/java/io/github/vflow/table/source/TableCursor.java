package io.github.vflow.table.source;

import io.github.vflow.table.source.text.Numerals;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over the records of a source. Mutable and not thread-safe. */
public interface TableCursor extends AutoCloseable {
    /** The names as the source has them: they may be empty, or the same twice. */
    List<String> columns();

    /** Whether the source has names; otherwise they are made up. */
    default boolean isNamed() {
        return true;
    }

    /** The findings of the source itself. */
    default List<Finding> findings() {
        return List.of();
    }

    /**
     * Moves to the next record, first to the first.
     *
     * @return whether there is one
     * @throws io.github.vflow.nn.io.FileFormatException if the source is damaged from there on
     * @throws IOException if it cannot be read
     */
    boolean next() throws IOException;

    /** The line on which this record begins, or its number, counted from 1. */
    long line();

    /** The unit that {@link #line} counts. */
    default String unit() {
        return "line";
    }

    /** The number of cells of this record; it may differ from the number of columns. */
    default int width() {
        return columns().size();
    }

    /** A cell of this record: a text, a number, a truth value, or null if it is missing. */
    @Nullable
    Object cell(int column);

    /** The text of a cell as the source has it; empty if it is missing. */
    default String text(int column) {
        Object cell = cell(column);
        return cell == null ? "" : cell.toString();
    }

    /** The number of a cell, infinite if double cannot hold it; NaN if the cell is missing or no number. */
    default double number(int column) {
        return switch (cell(column)) {
            case Number number -> number.doubleValue();
            case String text -> Numerals.parse(text);
            case null, default -> Double.NaN;
        };
    }

    @Override
    void close() throws IOException;
}

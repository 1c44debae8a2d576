package io.github.vflow.table.source;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Records of named cells that can be read more than once. Immutable, so any number of threads may open it. */
public interface TableSource {
    /**
     * A file in the format that its first bytes show: Parquet, else CSV.
     *
     * @throws IOException as {@link CsvSource#of(Path)} and {@link #ofParquet}
     */
    static TableSource of(Path file) throws IOException {
        return ParquetSource.isParquet(file) ? ParquetSource.of(file) : CsvSource.of(file);
    }

    /**
     * A Parquet file without nested columns. It needs {@code dev.hardwood:hardwood-core}, an optional dependency, and for some compressions the
     * libraries that Hardwood names. On the module path, where Hardwood is an automatic module, start Java with {@code --add-modules
     * dev.hardwood.core}. If Hardwood is absent, {@link #open} throws an {@link IllegalStateException}.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    static TableSource ofParquet(Path file) throws IOException {
        return ParquetSource.of(file);
    }

    /**
     * The result of a query, which is run again for each pass, such as {@code TableSource.ofQuery("sales", statement::executeQuery)}. It must
     * give the same records each time. An application on the module path that uses this method requires {@code java.sql}.
     *
     * @param name of the source in messages
     * @param query begins a new pass over the result, which the reader closes
     */
    static TableSource ofQuery(String name, Callable<ResultSet> query) {
        return new JdbcSource(name, query);
    }

    /** The name of the source in messages, such as the name of a file. */
    String name();

    /**
     * Begins a pass over the records, which are the same in each pass.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if it is not such a source; the message names the remedy
     * @throws IOException if it cannot be read
     */
    Cursor open() throws IOException;

    /** One pass over the records of a source. Mutable and not thread-safe. */
    interface Cursor extends AutoCloseable {
        /** The names as the source has them: they may be empty, or the same twice. */
        List<String> columns();

        /** Whether the source has names; otherwise they are made up. */
        default boolean isNamed() {
            return true;
        }

        /** Whether all cells are texts. */
        default boolean isText() {
            return false;
        }

        /** Whether commas separate the cells, so that a comma in a cell is no usual decimal sign. */
        default boolean hasCommas() {
            return false;
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
            return "row";
        }

        /** The number of cells of this record; it may differ from the number of columns. */
        default int width() {
            return columns().size();
        }

        /** The number of cells before this record ended; {@link #width} also counts the empty ones with which it is filled up. */
        default int found() {
            return width();
        }

        /** A cell of this record: a text, a number, a truth value, or null if it is missing. */
        @Nullable
        Object cell(int column);

        /** The text of a cell as the source has it; empty if it is missing. */
        default String text(int column) {
            Object cell = cell(column);
            return cell == null ? "" : cell.toString();
        }

        @Override
        void close() throws IOException;
    }
}

package io.github.vflow.table.source;

import java.io.IOException;
import java.nio.file.Path;

/** Records of named cells that can be read more than once. Immutable, so any number of threads may open it. */
public interface TableSource {
    /**
     * A file in the format that its first bytes show: Parquet, else CSV.
     *
     * @throws IOException as {@link CsvSource#of(Path)} and {@link ParquetSource#of}
     */
    static TableSource of(Path file) throws IOException {
        return ParquetSource.isParquet(file) ? ParquetSource.of(file) : CsvSource.of(file);
    }

    /** The name of the source in messages, such as the name of a file. */
    String name();

    /**
     * Begins a pass over the records, which are the same in each pass.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if it is not such a source; the message says what to do
     * @throws IOException if it cannot be read
     */
    TableCursor open() throws IOException;
}

package io.github.vflow.table.source;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnSchema;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over a Parquet file; the only class that sees Hardwood. */
final class ParquetCursor implements TableSource.Cursor {
    private final Path file;
    private final ParquetFileReader reader;
    private final RowReader rows;
    private final List<String> columns;
    private long row;

    private ParquetCursor(Path file, ParquetFileReader reader, RowReader rows) {
        this.file = file;
        this.reader = reader;
        this.rows = rows;
        this.columns = reader.getFileSchema().getColumns().stream()
                .map(ColumnSchema::name)
                .toList();
    }

    static ParquetCursor open(Path file) throws IOException {
        ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
        if (!reader.getFileSchema().isFlatSchema()) {
            reader.close();
            throw new FileFormatException(
                    file + ": its columns must not be nested; write a file of plain columns of numbers and text");
        }
        return new ParquetCursor(file, reader, reader.rowReader());
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (!rows.hasNext()) {
                return false;
            }
            rows.next();
        } catch (UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        row++;
        return true;
    }

    @Override
    public long line() {
        return row;
    }

    @Override
    public @Nullable Object cell(int column) {
        return rows.isNull(column) ? null : rows.getValue(column);
    }

    @Override
    public void close() throws IOException {
        rows.close();
        reader.close();
    }
}

package io.github.vflow.table.source;

import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file of cells that are separated by commas, semicolons, tabs, bars or spaces, with quotes as in RFC 4180; also compressed by gzip.
 *
 * <p>The source detects the separator, the line of names and the encoding: UTF-8, UTF-16 with a byte order mark, or otherwise Windows-1252,
 * the larger Latin-1. Where semicolons separate, numbers may have a decimal comma. Blank lines at the end are skipped.
 * Spaces around the cells of a line separated by spaces do not count.
 */
public final class CsvSource implements TableSource {
    private final Path file;
    private final CsvFormat format;
    private final CsvDialect dialect;

    private CsvSource(Path file, CsvFormat format, CsvDialect dialect) {
        this.file = file;
        this.format = format;
        this.dialect = dialect;
    }

    /**
     * A file whose format is detected.
     *
     * @throws IOException as {@link #of(Path, CsvFormat)}
     */
    public static CsvSource of(Path file) throws IOException {
        return of(file, CsvFormat.detect());
    }

    /**
     * A file in a format. Reads it once to detect its encoding.
     *
     * @throws NoSuchFileException if there is none
     * @throws FileFormatException if it is empty or no text
     * @throws IOException if it cannot be read
     */
    public static CsvSource of(Path file, CsvFormat format) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; check the path");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot read " + file + ": it is a directory; give the name of a CSV file");
        }
        return new CsvSource(file, format, CsvDialect.detect(file, format));
    }

    /** The separator in use. */
    public char separator() {
        return dialect.separator();
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public TableCursor open() throws IOException {
        return CsvCursor.open(file, format, dialect);
    }
}

package io.github.vflow.table.source;

import io.github.vflow.nn.io.FileFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of cells that are separated by commas, semicolons, tabs, bars or spaces, with quotes as in RFC 4180; also compressed by gzip.
 *
 * <p>The source detects the separator, the line of names and the encoding: UTF-8, UTF-16 with a byte order mark, or otherwise Windows-1252,
 * the larger Latin-1. Titles before the names and blank lines at the end are skipped.
 * Spaces around the cells of a line separated by spaces do not count.
 */
public final class CsvSource implements TableSource {
    private final CsvBytes file;
    private final Format format;
    private final CsvDialect dialect;

    /**
     * The format of a CSV file; an empty part is detected from the file.
     *
     * @param separator between cells: comma, semicolon, tab, bar or space
     * @param header whether the first line has names; detected: it has names if none of its cells is a number
     */
    public record Format(Optional<Character> separator, Optional<Boolean> header) {
        /** Detects everything. */
        public static Format detect() {
            return new Format(Optional.empty(), Optional.empty());
        }

        /** Returns a copy with this separator. */
        public Format withSeparator(char by) {
            return new Format(Optional.of(by), header);
        }

        /** Returns a copy with or without names in the first line. */
        public Format withHeader(boolean there) {
            return new Format(separator, Optional.of(there));
        }
    }

    private CsvSource(CsvBytes file, Format format, CsvDialect dialect) {
        this.file = file;
        this.format = format;
        this.dialect = dialect;
    }

    /**
     * A file whose format is detected.
     *
     * @throws IOException as {@link #of(Path, Format)}
     */
    public static CsvSource of(Path file) throws IOException {
        return of(file, Format.detect());
    }

    /**
     * A file in a format. Reads it once to detect its encoding.
     *
     * @throws NoSuchFileException if there is none
     * @throws FileFormatException if it is empty or no text
     * @throws IOException if it cannot be read
     */
    public static CsvSource of(Path file, Format format) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; check the path");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot read " + file + ": it is a directory; give the name of a CSV file");
        }
        return of(new CsvBytes(file.toString(), () -> Files.newInputStream(file)), format);
    }

    /**
     * Text in memory, in a format.
     *
     * @param name in messages
     * @param text not copied
     * @throws FileFormatException if it is empty or no text
     */
    public static CsvSource of(String name, byte[] text, Format format) throws IOException {
        return of(new CsvBytes(name, () -> new ByteArrayInputStream(text)), format);
    }

    private static CsvSource of(CsvBytes bytes, Format format) throws IOException {
        return new CsvSource(bytes, format, CsvDialect.detect(bytes, format));
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
    public TableSource.Cursor open() throws IOException {
        return CsvCursor.open(file, format, dialect);
    }
}

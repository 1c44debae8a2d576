package io.github.vflow.table.source;

import java.util.Optional;

/**
 * How a file is read; what is left open is found out from the file.
 *
 * @param separator between cells: comma, semicolon, tab, bar or space
 * @param header whether the first line has names; if left open, it has if none of its cells is a number
 */
public record CsvFormat(Optional<Character> separator, Optional<Boolean> header) {
    /** Finds out everything. */
    public static CsvFormat detect() {
        return new CsvFormat(Optional.empty(), Optional.empty());
    }

    /** With this separator. */
    public CsvFormat withSeparator(char by) {
        return new CsvFormat(Optional.of(by), header);
    }

    /** With names in the first line, or without. */
    public CsvFormat withHeader(boolean there) {
        return new CsvFormat(separator, Optional.of(there));
    }
}

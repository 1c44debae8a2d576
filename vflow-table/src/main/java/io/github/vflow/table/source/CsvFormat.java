package io.github.vflow.table.source;

import java.util.Optional;

/**
 * The format of a CSV file; an empty part is detected from the file.
 *
 * @param separator between cells: comma, semicolon, tab, bar or space
 * @param header whether the first line has names; detected: it has names if none of its cells is a number
 */
public record CsvFormat(Optional<Character> separator, Optional<Boolean> header) {
    /** Detects everything. */
    public static CsvFormat detect() {
        return new CsvFormat(Optional.empty(), Optional.empty());
    }

    /** Returns a copy with this separator. */
    public CsvFormat withSeparator(char by) {
        return new CsvFormat(Optional.of(by), header);
    }

    /** Returns a copy with or without names in the first line. */
    public CsvFormat withHeader(boolean there) {
        return new CsvFormat(separator, Optional.of(there));
    }
}

package io.github.vflow.cli.format;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import io.github.vflow.nn.io.AtomicFile;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes tables of numbers as CSV (RFC 4180) in UTF-8, with a decimal point in every locale. */
public final class Csv {
    /** Quotes values with any of the separators, not only the one in use. */
    private enum Quotes implements QuoteStrategy {
        OF_SEPARATORS;

        @Override
        public boolean quoteValue(int line, int column, String value) {
            return value.indexOf(';') >= 0 || value.indexOf('\t') >= 0;
        }
    }

    private Csv() {}

    /**
     * Reads a table of numbers; skips, guesses and fills in nothing. The separator is the first of tab, semicolon and comma that the first
     * line has. A first line without numbers names the columns; otherwise their names are x1, x2, …
     *
     * @throws FileFormatException if a row is malformed; the message says where, what was found and what to do
     * @throws IOException if the file cannot be read
     */
    public static Table read(Path file) throws IOException {
        return TableReader.read(file);
    }

    /**
     * Writes columns side by side, atomically; see {@link AtomicFile}.
     *
     * @throws IllegalArgumentException if there is no column, or their sizes differ
     * @throws IOException if writing fails; the file then stays as it was
     */
    public static void write(Path file, List<Column> columns) throws IOException {
        checkSizes(columns);
        AtomicFile.write(file, out -> print(out, columns));
    }

    /** Writes columns side by side to a stream, and flushes it. */
    public static void print(OutputStream out, List<Column> columns) throws IOException {
        int rows = checkSizes(columns);
        CsvWriter writer = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(Quotes.OF_SEPARATORS)
                .build(out, StandardCharsets.UTF_8);
        writer.writeRecord(columns.stream().map(Column::name).toList());
        String[] record = new String[columns.size()];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < record.length; j++) {
                record[j] = columns.get(j).text().apply(i);
            }
            writer.writeRecord(record);
        }
        writer.flush();
    }

    private static int checkSizes(List<Column> columns) {
        long sizes = columns.stream().mapToInt(Column::size).distinct().count();
        if (sizes != 1) {
            throw new IllegalArgumentException("Csv.write: columns must all have the same number of rows but have "
                    + columns.stream().map(c -> c.name() + ": " + c.size()).toList() + "; pass them complete");
        }
        return columns.getFirst().size();
    }
}

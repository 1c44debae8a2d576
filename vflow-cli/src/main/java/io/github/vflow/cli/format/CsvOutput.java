package io.github.vflow.cli.format;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import io.github.vflow.table.source.text.Numerals;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a table as CSV (RFC 4180) in UTF-8, record by record, with a decimal point in every locale. */
public final class CsvOutput {
    /** Quotes values with any of the usual separators, not only the one in use. */
    private enum Quotes implements QuoteStrategy {
        OF_SEPARATORS;

        @Override
        public boolean quoteValue(int line, int column, String value) {
            return value.indexOf(';') >= 0 || value.indexOf('\t') >= 0;
        }
    }

    private final CsvWriter writer;

    /**
     * Writes to a stream, which stays open.
     *
     * @param separator of the cells; a comma is written for a space, with which empty cells cannot be told
     */
    public CsvOutput(OutputStream out, char separator) {
        this.writer = CsvWriter.builder()
                .fieldSeparator(separator == ' ' ? ',' : separator)
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(Quotes.OF_SEPARATORS)
                .build(out, StandardCharsets.UTF_8);
    }

    /** Writes a record. */
    public void write(List<String> cells) {
        writer.writeRecord(cells);
    }

    /**
     * Writes the buffer to the stream.
     *
     * @throws IOException if that fails
     */
    public void flush() throws IOException {
        writer.flush();
    }

    /** The fewest digits that read back as the same number. */
    public static String text(double number) {
        return Numerals.plain(Double.toString(number));
    }
}

package io.github.vflow.table.source.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
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

    /**
     * The cells of a record, one for each column: a short record is filled up with empty ones, the last cell has the rest of a long one.
     *
     * @param width the number of columns
     * @param separator of the record
     */
    public static List<String> fitted(List<String> cells, int width, char separator) {
        List<String> texts = new ArrayList<>(cells);
        if (texts.size() > width) {
            List<String> rest = texts.subList(width - 1, texts.size());
            String joined = String.join(String.valueOf(separator), rest);
            rest.clear();
            texts.add(joined);
        }
        texts.addAll(Collections.nCopies(width - texts.size(), ""));
        return texts;
    }

    /** The fewest digits that read back as the same number. */
    public static String text(double number) {
        return Numerals.plain(Double.toString(number));
    }
}

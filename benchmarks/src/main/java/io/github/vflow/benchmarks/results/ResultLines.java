package io.github.vflow.benchmarks.results;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file with a line for each result. A line is written at once, so a run that was killed loses the result it worked on and no other.
 *
 * @param path of the file
 * @param header its columns
 */
public record ResultLines(Path path, List<String> header) {
    /** Copies the list. */
    public ResultLines {
        header = List.copyOf(header);
    }

    /** How a line becomes a result. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * The result of a line.
         *
         * @throws IllegalArgumentException if the line holds none
         */
        T read(NamedCsvRecord line);
    }

    /**
     * The results so far; none if there is no file. A last line without an end is left out.
     *
     * @throws IOException if the file cannot be read or holds something else
     */
    public <T> List<T> read(Reader<T> reader) throws IOException {
        List<T> all = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(whole())) {
            for (NamedCsvRecord line : lines) {
                if (!line.getHeader().equals(header)) {
                    throw new IOException(path + ": expected the columns " + header + " but found " + line.getHeader()
                            + "; name another file");
                }
                all.add(read(reader, line));
            }
        }
        return all;
    }

    private <T> T read(Reader<T> reader, NamedCsvRecord line) throws IOException {
        try {
            return reader.read(line);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    path + ", line " + line.getStartingLineNumber() + ": " + e.getMessage() + "; remove the line", e);
        }
    }

    private String whole() throws IOException {
        String text = Files.exists(path) ? Files.readString(path) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** Writes the header if there is no file, and removes a last line without an end, which a killed run began. */
    public void open() throws IOException {
        String text = whole();
        if (text.isEmpty()) {
            Files.writeString(path, String.join(",", header) + "\n");
        } else if (Files.size(path) > text.getBytes(StandardCharsets.UTF_8).length) {
            Files.writeString(path, text);
        }
    }

    /** Adds a line at the end of a file that is open. Several processes may do so at once. */
    public void add(List<String> fields) throws IOException {
        StringWriter line = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(line)) {
            csv.writeRecord(fields);
        }
        Files.writeString(path, line.toString(), StandardOpenOption.APPEND);
    }
}

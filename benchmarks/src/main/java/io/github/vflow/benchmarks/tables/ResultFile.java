package io.github.vflow.benchmarks.tables;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.flow.evaluation.Mean;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Results in a CSV file, a line for each. A line is written at once, so a run that was killed loses the result it worked on and no other.
 *
 * @param path of the file
 */
record ResultFile(Path path) {
    private static final List<String> HEADER = List.of(
            "table",
            "protocol",
            "seed",
            "method",
            "train_cap",
            "test_cap",
            "train_rows",
            "test_rows",
            "anomalies",
            "columns",
            "auroc",
            "auprc",
            "log_likelihood",
            "standard_error",
            "fit_seconds",
            "score_seconds",
            "about");

    /**
     * The results so far; none if there is no file. A last line without an end is left out.
     *
     * @throws IOException if the file cannot be read or holds something else
     */
    List<Result> read() throws IOException {
        List<Result> all = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(whole())) {
            for (NamedCsvRecord line : lines) {
                if (!line.getHeader().equals(HEADER)) {
                    throw new IOException(path + ": expected the columns " + HEADER + " but found " + line.getHeader()
                            + "; name another file");
                }
                all.add(result(line));
            }
        }
        return all;
    }

    private String whole() throws IOException {
        String text = Files.exists(path) ? Files.readString(path) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private Result result(NamedCsvRecord line) throws IOException {
        try {
            double auroc = number(line, "auroc");
            double logProb = number(line, "log_likelihood");
            int normal = whole(line, "test_rows") - whole(line, "anomalies");
            return new Result(
                    new Result.Key(
                            line.getField("table"),
                            Protocol.of(line.getField("protocol")),
                            Long.parseLong(line.getField("seed")),
                            line.getField("method")),
                    new Result.Size(
                            new Protocol.Caps(whole(line, "train_cap"), whole(line, "test_cap")),
                            whole(line, "train_rows"),
                            whole(line, "test_rows"),
                            whole(line, "anomalies"),
                            whole(line, "columns")),
                    Double.isNaN(auroc) ? Optional.empty() : Optional.of(new Detection(auroc, number(line, "auprc"))),
                    Double.isNaN(logProb)
                            ? Optional.empty()
                            : Optional.of(new Mean(logProb, number(line, "standard_error"), normal)),
                    number(line, "fit_seconds"),
                    number(line, "score_seconds"),
                    line.getField("about"));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    path + ", line " + line.getStartingLineNumber() + ": " + e.getMessage() + "; remove the line", e);
        }
    }

    private static int whole(NamedCsvRecord line, String column) {
        return Integer.parseInt(line.getField(column));
    }

    private static double number(NamedCsvRecord line, String column) {
        String text = line.getField(column);
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    /** Writes the header if there is no file, and removes a last line without an end, which a killed run began. */
    void open() throws IOException {
        String text = whole();
        if (text.isEmpty()) {
            Files.writeString(path, String.join(",", HEADER) + "\n");
        } else if (Files.size(path) > text.getBytes(StandardCharsets.UTF_8).length) {
            Files.writeString(path, text);
        }
    }

    /** Adds a result at the end of a file that is open. Several processes may do so at once. */
    void add(Result r) throws IOException {
        StringWriter line = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(line)) {
            csv.writeRecord(
                    r.key().table(),
                    r.key().protocol().word(),
                    String.valueOf(r.key().seed()),
                    r.key().method(),
                    String.valueOf(r.size().caps().train()),
                    String.valueOf(r.size().caps().test()),
                    String.valueOf(r.size().train()),
                    String.valueOf(r.size().test()),
                    String.valueOf(r.size().anomalies()),
                    String.valueOf(r.size().columns()),
                    r.detection().map(d -> String.valueOf(d.auroc())).orElse(""),
                    r.detection().map(d -> String.valueOf(d.auprc())).orElse(""),
                    r.logProb().map(m -> String.valueOf(m.value())).orElse(""),
                    r.logProb().map(m -> String.valueOf(m.standardError())).orElse(""),
                    String.valueOf(r.fitSeconds()),
                    String.valueOf(r.scoreSeconds()),
                    r.about());
        }
        Files.writeString(path, line.toString(), StandardOpenOption.APPEND);
    }
}

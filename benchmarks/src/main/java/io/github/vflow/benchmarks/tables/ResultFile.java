package io.github.vflow.benchmarks.tables;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.vflow.benchmarks.results.ResultLines;
import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.flow.evaluation.Mean;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Results in a CSV file; see {@link ResultLines}.
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

    private ResultLines lines() {
        return new ResultLines(path, HEADER);
    }

    /**
     * The results so far; none if there is no file. A last line without an end is left out.
     *
     * @throws IOException if the file cannot be read or holds something else
     */
    List<Result> read() throws IOException {
        return lines().read(ResultFile::result);
    }

    private static Result result(NamedCsvRecord line) {
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
        lines().open();
    }

    /** Adds a result at the end of a file that is open. Several processes may do so at once. */
    void add(Result r) throws IOException {
        lines().add(List.of(
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
                r.about()));
    }
}

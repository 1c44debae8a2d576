package io.github.vflow.benchmarks.paper;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.vflow.benchmarks.results.ResultLines;
import io.github.vflow.flow.evaluation.Mean;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Results of trainings in a CSV file; see {@link ResultLines}.
 *
 * @param path of the file
 */
record ToyResultFile(Path path) {
    private static final List<String> HEADER = List.of(
            "dimensions",
            "steps",
            "batch",
            "learning_rate",
            "iterations",
            "seed",
            "parameters",
            "test_rows",
            "log_likelihood",
            "standard_error",
            "elbo",
            "elbo_standard_error",
            "train_seconds",
            "test_seconds",
            "note");

    private ResultLines lines() {
        return new ResultLines(path, HEADER);
    }

    /**
     * The results so far, the first of each training; none if there is no file. Two commands that write one file may train the same.
     *
     * @throws IOException if the file cannot be read or holds something else
     */
    List<ToyResult> read() throws IOException {
        Map<ToyRun, ToyResult> first = new LinkedHashMap<>();
        lines().read(ToyResultFile::result).forEach(r -> first.putIfAbsent(r.run(), r));
        return List.copyOf(first.values());
    }

    /** Prepares the file for {@link #add}. */
    void open() throws IOException {
        lines().open();
    }

    /** Adds a result at the end of a file that is open. */
    void add(ToyResult r) throws IOException {
        ToyRun run = r.run();
        lines().add(List.of(
                String.valueOf(run.dimensions()),
                String.valueOf(run.steps()),
                String.valueOf(run.setting().batch()),
                String.valueOf(run.setting().rate()),
                String.valueOf(run.setting().iterations()),
                String.valueOf(run.seed()),
                r.test().map(t -> String.valueOf(t.parameters())).orElse(""),
                r.test().map(t -> String.valueOf(t.logLikelihood().count())).orElse(""),
                r.test().map(t -> String.valueOf(t.logLikelihood().value())).orElse(""),
                r.test()
                        .map(t -> String.valueOf(t.logLikelihood().standardError()))
                        .orElse(""),
                r.test().map(t -> String.valueOf(t.elbo().value())).orElse(""),
                r.test().map(t -> String.valueOf(t.elbo().standardError())).orElse(""),
                String.valueOf(r.trainSeconds()),
                String.valueOf(r.testSeconds()),
                r.note()));
    }

    private static ToyResult result(NamedCsvRecord line) {
        ToyRun run = new ToyRun(
                whole(line, "dimensions"),
                whole(line, "steps"),
                new Setting(whole(line, "batch"), number(line, "learning_rate"), whole(line, "iterations")),
                Long.parseLong(line.getField("seed")));
        boolean tested = !line.getField("log_likelihood").isEmpty();
        return new ToyResult(
                run,
                tested ? Optional.of(test(line)) : Optional.empty(),
                number(line, "train_seconds"),
                number(line, "test_seconds"),
                line.getField("note"));
    }

    private static ToyResult.Test test(NamedCsvRecord line) {
        int rows = whole(line, "test_rows");
        return new ToyResult.Test(
                whole(line, "parameters"),
                new Mean(number(line, "log_likelihood"), number(line, "standard_error"), rows),
                new Mean(number(line, "elbo"), number(line, "elbo_standard_error"), rows));
    }

    private static int whole(NamedCsvRecord line, String column) {
        return Integer.parseInt(line.getField(column));
    }

    private static double number(NamedCsvRecord line, String column) {
        return Double.parseDouble(line.getField(column));
    }
}

package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.data.InputRows;
import io.github.vflow.cli.format.Column;
import io.github.vflow.cli.format.Csv;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImportanceOptions;
import io.github.vflow.cli.report.ScoreResult;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code score}. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = {
            "Add a column with the log-density of each row, in nats in the units of the file.",
            "",
            "Columns are found by their names, in any order; other columns are copied unchanged. A low"
                    + " log_prob marks a row that is unlike the training data. If anything is wrong with the table, nothing"
                    + " is written."
        },
        footer = {
            "",
            "Examples:",
            "  vflow score sensors.safetensors today.csv --out scored.csv",
            "  vflow score sensors.safetensors today.csv | sort -t, -k4 -g | head"
        })
public final class Score implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private ImportanceOptions importance;

    @Mixin
    private EngineOptions engines;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "IN.csv", description = "A table with the model's columns.")
    private Path in;

    @Option(names = "--out", paramLabel = "OUT.csv", description = "Write to this file. Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--elbo",
            description = "Write one-sample bounds, in a column elbo instead of log_prob: faster, noisier and lower.")
    private boolean elbo;

    @Override
    public Integer call() throws IOException {
        console.require(!console.isJson() || out != null, "--json needs --out: standard output cannot hold both");
        new OutputFiles()
                .reads("MODEL", modelFile)
                .reads("IN.csv", in)
                .writes("--out", out)
                .check();
        ModelFile file = ModelInput.load(console, modelFile);
        ModelInput.requireReal(modelFile, file.model());
        InputRows input = InputRows.read(in, file);
        String name = elbo && file.model().noise() > 0 ? "elbo" : "log_prob";
        if (input.table().columns().contains(name)) {
            throw new IllegalArgumentException(in + ": there is a column " + name + " already; rename or remove it");
        }
        double[] scores = ModelInput.apply(modelFile, () -> scores(file, input.rows()));
        List<Column> columns = new ArrayList<>(Column.of(input.table()));
        columns.add(Column.of(name, scores));
        write(columns);
        report(ScoreResult.of(modelFile, name, scores, out));
        return 0;
    }

    private double[] scores(ModelFile file, Rows rows) {
        Scoring scoring = importance.scoring(file.scoring());
        int samples = elbo ? 1 : scoring.samples();
        try (Evaluator evaluator = Evaluator.ofScores(file.model(), engines.sequential(), samples, scoring.seed())) {
            return evaluator.threads(engines.threads()).scores(rows);
        }
    }

    private void write(List<Column> columns) throws IOException {
        if (out != null) {
            Csv.write(out, columns);
        } else {
            console.print(stream -> Csv.print(stream, columns));
        }
    }

    /** Reports on standard error if the table is on standard output. */
    private void report(ScoreResult result) {
        if (result.notFinite() > 0) {
            console.note(
                    "%,d of %,d rows are so far from the training data that float32 has no number for their density",
                    result.notFinite(), result.rows());
        }
        if (out == null) {
            console.note("%s", result.text());
        } else {
            console.report(result);
        }
    }
}

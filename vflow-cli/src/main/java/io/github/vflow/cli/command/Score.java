package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.format.CsvOutput;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.model.RowAlarms;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.option.ImportanceOptions;
import io.github.vflow.cli.report.table.ScoreResult;
import io.github.vflow.cli.report.table.ScoreTally;
import io.github.vflow.cli.report.table.TableNotes;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.stacking.Mixtures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
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
            "Columns are found by their names, in any order. All cells are copied as they stand. A low log_prob marks a row"
                    + " that is unlike the training data. The smoothed_log_prob is that of the density of rows with noise; it"
                    + " finds anomalies better. Missing cells, and labels that the model does not know, are"
                    + " integrated out. The log_prob of a row that cannot be scored is empty. Standard output has control"
                    + " characters of cells as escapes; --out writes them as they are.",
            "",
            "With --alarms 0.01, at most one in a hundred normal rows is an alarm; the reason says which column is odd, and what"
                    + " was expected there.",
            "",
            "Rows are read, scored and written in blocks, so a table may have any number of them."
        },
        footer = {
            "",
            "Examples:",
            "  vflow score sensors.safetensors today.csv --out scored.csv",
            "  vflow score sensors.safetensors today.csv --smoothed | sort -t, -k4 -g | head",
            "  vflow score sensors.safetensors today.csv --alarms 0.001 | grep ,true,"
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:all rows have a score",
            "1:the model or the table cannot be read, or nothing can be written",
            "2:usage",
            "3:done, but some rows have no score; standard error says which and why"
        })
public final class Score implements Callable<Integer> {
    private static final Set<String> OTHER_SCORES = Set.of("--elbo", "--samples", "--seed");

    @Mixin
    private Console console;

    @Mixin
    private ImportanceOptions importance;

    @Mixin
    private EngineOptions engines;

    @Mixin
    private FormatOptions format;

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

    @Option(
            names = "--smoothed",
            description =
                    "Write smoothed_log_prob instead of log_prob. Both are the same for a model that was trained without"
                            + " noise.")
    private boolean smoothed;

    @Option(
            names = "--alarms",
            paramLabel = "RATE",
            description =
                    "Add the columns smoothed_log_prob, p_value, alarm (true or false) and reason: at most this part of normal rows are alarms."
                            + " The model needs calibration rows, at least 1/RATE − 1.")
    private @Nullable Double alarms;

    @Override
    public Integer call() throws IOException {
        requireRate();
        console.require(!console.isJson() || out != null, "--json needs --out: standard output cannot hold both");
        new OutputFiles()
                .reads("MODEL", modelFile)
                .reads("IN.csv", in)
                .writes("--out", out)
                .check();
        ModelFile file = ModelInput.load(console, modelFile);
        Model density = smoothed ? Mixtures.trainedWithNoise(file.model()) : file.model();
        String name = smoothed ? RowAlarms.SMOOTHED : elbo && density.noise() > 0 ? "elbo" : "log_prob";
        try (ModelTable table = ModelTable.open(in, format.format(), file, modelFile);
                Evaluator evaluator = evaluator(density, file.scoring());
                RowAlarms judge = alarms == null
                        ? null
                        : RowAlarms.of(RowAlarms.alarm(file, modelFile, OptionalDouble.of(alarms)), file, engines)) {
            List<String> added = new ArrayList<>(List.of(name));
            added.addAll(judge == null ? List.of() : RowAlarms.COLUMNS);
            for (String column : added) {
                if (table.columns().contains(column)) {
                    throw new IllegalArgumentException(
                            in + ": there is a column " + column + " already; rename or remove it");
                }
            }
            ScoreTally tally = new ScoreTally();
            console.write(out, stream -> score(table, evaluator, added, tally, judge, stream));
            TableNotes.say(console, in, table, "scored");
            report(tally.result(modelFile, name, table.records(), judge == null ? null : judge.alarms(), out));
            return TableNotes.code(table);
        }
    }

    private void requireRate() {
        console.require(
                alarms == null || (alarms > 0 && alarms < 1),
                "--alarms must be in (0, 1), such as 0.01 for one false alarm in a hundred, but is " + alarms);
        List<String> others =
                console.given().stream().filter(OTHER_SCORES::contains).toList();
        console.require(
                alarms == null || others.isEmpty(),
                "--alarms compares with scores as the model file says, so leave out " + String.join(", ", others));
        console.require(alarms == null || !smoothed, "--alarms writes smoothed_log_prob, too, so leave out --smoothed");
        console.require(!elbo || !smoothed, "--elbo and --smoothed write different scores, so leave out one of them");
    }

    private Evaluator evaluator(Model density, Scoring usual) {
        Scoring scoring = importance.scoring(usual);
        int samples = elbo && density.noise() > 0 ? 1 : scoring.samples();
        return ModelInput.apply(
                modelFile,
                () -> Evaluator.ofScores(density, engines.sequential(), samples, scoring.seed())
                        .threads(engines.threads()));
    }

    private void score(
            ModelTable table,
            Evaluator evaluator,
            List<String> added,
            ScoreTally tally,
            @Nullable RowAlarms judge,
            OutputStream stream)
            throws IOException {
        CsvOutput csv = new CsvOutput(stream, table.separator());
        List<String> header = new ArrayList<>(table.columns());
        header.addAll(added);
        csv.write(header);
        int width = table.columns().size();
        for (ModelTable.Block block = table.nextUnchecked();
                !block.entries().isEmpty();
                block = table.nextUnchecked()) {
            ModelTable.Block rows = block;
            double[] scores = rows.places().length == 0
                    ? new double[0]
                    : ModelInput.apply(modelFile, () -> evaluator.scores(rows.rows()));
            List<List<String>> judged = judge == null ? List.of() : judge.cells(table, block, scores);
            int k = 0;
            for (int i = 0; i < block.entries().size(); i++) {
                List<String> cells = new ArrayList<>(block.entries().get(i).cells());
                while (cells.size() < width) {
                    cells.add("");
                }
                boolean scored = k < scores.length && block.places()[k] == i;
                cells.add(scored ? CsvOutput.text(scores[k++]) : "");
                cells.addAll(judge == null ? List.of() : judged.get(i));
                csv.write(cells);
            }
            Arrays.stream(scores).forEach(tally::add);
        }
        csv.flush();
    }

    private void report(ScoreResult result) {
        if (result.notFinite() > 0) {
            console.note(
                    "%,d of %s %s so far from the training data that float32 has no number for the density; the mean is"
                            + " without",
                    result.notFinite(), Text.count(result.rows(), "row"), result.notFinite() == 1 ? "is" : "are");
        }
        console.report(out, result);
    }
}

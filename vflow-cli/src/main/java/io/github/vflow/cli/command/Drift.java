package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.model.DriftState;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.report.table.DriftResult;
import io.github.vflow.cli.report.table.TableNotes;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code drift}. */
@Command(
        name = "drift",
        description = {
            "Say whether the rows of a table still look like the training rows of a model: each column, and the"
                    + " log-density of the rows.",
            "",
            "Two answers stand side by side. A test compares the whole file with the training rows. A monitor reads the rows"
                    + " in their order and sees changes within the file, and with --state also from one file to the next.",
            "",
            "Rows are taken to be independent of each other, and are read in blocks, so a table may have any number of them."
        },
        footer = {
            "",
            "Examples:",
            "  vflow drift sensors.safetensors today.csv",
            "  vflow drift sensors.safetensors today.csv --rate 1 --state sensors-drift.json --json"
        },
        exitCodeList = {
            "0:no drift",
            "1:the model or the table cannot be read, or the state cannot be written",
            "2:usage",
            "3:no drift, but some rows have no score; standard error says which and why",
            "4:drift"
        })
public final class Drift implements Callable<Integer> {
    /** The exit code if rows drifted. */
    private static final int DRIFT = 4;

    private static final double MOST_RATE = 1e6;

    @Mixin
    private Console console;

    @Mixin
    private EngineOptions engines;

    @Mixin
    private FormatOptions format;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "IN.csv", description = "A table with the model's columns.")
    private Path in;

    @Option(
            names = "--rate",
            defaultValue = "0.1",
            paramLabel = "R",
            description = "False alarms of the monitor in a million rows, at most. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--level",
            defaultValue = "0.001",
            paramLabel = "ALPHA",
            description =
                    "Probability of a false alarm of the file's test, all columns together. Default: ${DEFAULT-VALUE}.")
    private double level;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "The state of the monitor: read if the file is there, and written at the end. After an alarm it starts"
                            + " anew.")
    private @Nullable Path state;

    @Option(
            names = "--baseline",
            paramLabel = "FILE.csv",
            description =
                    "Compare with the rows of this table, which the model was not trained on. Default: the training"
                            + " rows, as the model file has them.")
    private @Nullable Path other;

    @Override
    public Integer call() throws IOException {
        console.require(rate > 0 && rate < MOST_RATE, "--rate must be in (0, 1,000,000) but is " + rate);
        console.require(level > 0 && level < 1, "--level must be in (0, 1) but is " + level);
        new OutputFiles()
                .reads("MODEL", modelFile)
                .reads("IN.csv", in)
                .reads("--baseline", other)
                .writes("--state", state)
                .check();
        ModelFile file = ModelInput.load(console, modelFile);
        TableModel model = ModelInput.ofTable(modelFile, file);
        try (RecordScorer scorer = ModelInput.apply(
                        modelFile,
                        () -> RecordScorer.of(model)
                                .withEngine(engines.sequential(), engines.threads(), file.scoring()));
                ModelTable table = ModelTable.open(in, format.format(), file, modelFile, scorer)) {
            Baseline baseline = baseline(file, model);
            DriftMonitor monitor = DriftState.read(console, state, baseline, rate);
            Comparison.Window window = new Comparison.Window(baseline);
            watch(table.records(), scorer, monitor, window);
            TableNotes.say(console, in, table.records(), "compared");
            DriftResult result = DriftResult.of(modelFile, in, state, baseline, monitor, window.compare(), level);
            DriftState.write(console, state, monitor);
            console.report(result.facts());
            return result.drifted() ? DRIFT : TableNotes.code(table.records());
        }
    }

    private Baseline baseline(ModelFile file, TableModel model) throws IOException {
        if (other == null) {
            return model.baseline()
                    .orElseThrow(() -> new IllegalArgumentException(modelFile
                            + ": the model file does not say what training rows looked like, since it is a checkpoint;"
                            + " give --baseline FILE.csv, or train again"));
        }
        try (ModelTable table = ModelTable.open(other, format.format(), file, modelFile, RecordScorer.of(model))) {
            Table rows = table.records().rest();
            TableNotes.say(console, other, table.records(), "in the baseline");
            return ModelInput.apply(modelFile, () -> model.withBaseline(rows))
                    .baseline()
                    .orElseThrow();
        }
    }

    private void watch(RecordReader records, RecordScorer scorer, DriftMonitor monitor, Comparison.Window window)
            throws IOException {
        for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
            List<RecordReader.Entry> entries = block;
            for (RecordScorer.Judged row : ModelInput.apply(modelFile, () -> scorer.score(entries))) {
                row.logProb().ifPresent(score -> {
                    monitor.add(row.entry().row(), score);
                    window.add(row.entry().row(), score);
                });
            }
        }
        if (records.faults() == records.records()) {
            TableNotes.say(console, in, records, "compared");
            throw new IllegalArgumentException(in + ": there is no row that the model can score; give some rows");
        }
    }
}

package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.model.Alarms;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.AlarmOptions;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.report.table.TableNotes;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code calibrate}. */
@Command(
        name = "calibrate",
        description = {
            "Replace the scores that alarms compare new rows with, or group them; nothing is trained.",
            "",
            "NORMAL.csv has normal rows that did not train the model. 99 rows support a rate of false alarms of 0.01, 999 rows"
                    + " 0.001. The model file is written whole or not at all.",
            "",
            "With --by, a row is compared with rows of its group wherever the model is used from now on: a group with enough rows"
                    + " has the rate by itself, and small ones share theirs once their median scores are equal."
        },
        footer = {
            "",
            "Examples:",
            "  vflow calibrate sensors.safetensors last-month.csv",
            "  vflow calibrate sensors.safetensors site-b.csv --out site-b.safetensors",
            "  vflow calibrate sales.safetensors --by site"
        },
        exitCodeList = {
            "0:all rows calibrate",
            "1:the model or the table cannot be read, or nothing can be written",
            "2:usage",
            "3:done, but some rows have no score; standard error says which and why"
        })
public final class Calibrate implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private FormatOptions format;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file; a checkpoint needs --out.")
    private Path modelFile;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NORMAL.csv",
            description =
                    "A table of normal rows with the model's columns. Default, with --by: the rows that calibrate now.")
    private @Nullable Path in;

    @Mixin
    private AlarmOptions.Groups groups;

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file. Default: MODEL.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Path rows = in;
        console.require(
                rows != null || groups.isGiven(),
                "calibrate needs NORMAL.csv, or --by to group the rows that calibrate now");
        OutputFiles files = new OutputFiles().reads("MODEL", modelFile);
        (rows == null ? files : files.reads("NORMAL.csv", rows))
                .writes("--out", out)
                .check();
        ModelFile file = ModelInput.load(console, modelFile);
        if (out == null && Files.exists(modelFile) && Checkpoint.isIn(modelFile)) {
            throw new FileFormatException(
                    modelFile + ": a checkpoint has no calibration; give --out FILE for a calibrated model");
        }
        Alarms.requireJoint(modelFile, file);
        TableModel model = ModelInput.ofTable(modelFile, file);
        if (rows == null) {
            save(file, model);
            return 0;
        }
        try (ModelTable table = ModelTable.open(rows, format.format(), file, modelFile, RecordScorer.of(model))) {
            Table normal = table.records().rest();
            TableModel calibrated = ModelInput.apply(modelFile, () -> model.calibrated(normal));
            TableNotes.say(console, rows, table.records(), "used");
            save(file, calibrated);
            return TableNotes.code(table.records());
        }
    }

    private void save(ModelFile file, TableModel model) throws IOException {
        TableModel grouped = ModelInput.apply(modelFile, () -> groups.of(model, model::calibratedBy));
        Calibration scores = grouped.calibration().orElseThrow();
        Path to = out != null ? out : modelFile;
        file.withCalibration(scores).save(to);
        double leastRate = 1 / (scores.size() + 1.0);
        List<String> by =
                Arrays.stream(scores.by()).mapToObj(j -> model.columns().get(j)).toList();
        console.report(new Facts()
                .put("model", modelFile)
                .put("rows", scores.size())
                .put("by", by)
                .put("median", scores.median())
                .put("least_rate", leastRate)
                .put("out", to)
                .line(
                        "%s, median alarm score %s; alarms at rates of %.2g and more%s",
                        Text.count(scores.size(), "calibration row"),
                        Text.nats(scores.median()),
                        leastRate,
                        by.isEmpty() ? "" : ", beside rows of the same " + String.join(", ", by))
                .wrote(to));
    }
}

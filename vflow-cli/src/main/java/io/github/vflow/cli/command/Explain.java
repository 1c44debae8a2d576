package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.model.RowAlarms;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.report.table.ExplainedRow;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.RowModel;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Say whether a row is normal, which columns make it odd, and what was expected there.",
            "",
            "The cost of a column, in nats, is how much less likely its value is than what the model expects, given the other"
                    + " columns. The first column costs most given all others, the second most given the others without the"
                    + " first, and so on; with the rest, they sum to how much less likely the row is than a typical one.",
        },
        footer = {
            "",
            "Examples:",
            "  vflow explain sensors.safetensors today.csv --row 17",
            "  vflow explain sensors.safetensors today.csv --row 17 --alarms 0.001 --json"
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:the row is explained, whether it is an alarm or not",
            "1:the model or the table cannot be read, there is no such row, or the model has no calibration",
            "2:usage",
            "3:the row has no score; standard error says why"
        })
public final class Explain implements Callable<Integer> {
    private static final OptionRange ROWS = new OptionRange("--row", 1, Long.MAX_VALUE);

    @Mixin
    private Console console;

    @Mixin
    private FormatOptions format;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A calibrated model file.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "IN.csv", description = "A table with the model's columns.")
    private Path in;

    @Option(
            names = "--row",
            required = true,
            paramLabel = "N",
            description = "The row to explain; the first under the header is 1.")
    private long number;

    @Option(
            names = "--alarms",
            paramLabel = "RATE",
            description = "The rate of false alarms. Default: 0.01, or the least that the calibration supports.")
    private @Nullable Double rate;

    @Override
    public Integer call() throws IOException {
        console.require(ROWS, number);
        console.require(
                rate == null || (rate > 0 && rate < 1),
                "--alarms must be in (0, 1), such as 0.01 for one false alarm in a hundred, but is " + rate);
        ModelFile file = ModelInput.load(console, modelFile);
        Alarm alarm = RowAlarms.alarm(file, modelFile, rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate));
        if (!RowAlarms.canExplain(file)) {
            throw new IllegalArgumentException(modelFile
                    + ": the model knows no missing cells, so it cannot say what a column costs; train it again");
        }
        try (ModelTable table = ModelTable.open(in, format.format(), file, modelFile)) {
            ModelTable.Block block = table.next();
            long first = 1;
            while (!block.entries().isEmpty() && first + block.entries().size() <= number) {
                first += block.entries().size();
                block = table.next();
            }
            if (block.entries().isEmpty()) {
                throw new IllegalArgumentException(Text.format(
                        "%s: there is no row %,d; it has %s", in, number, Text.count(table.records(), "row")));
            }
            return explain(table, alarm, block, (int) (number - first));
        }
    }

    private int explain(ModelTable table, Alarm alarm, ModelTable.Block block, int place) {
        RecordReader.Entry entry = block.entries().get(place);
        if (IntStream.of(block.places()).noneMatch(p -> p == place)) {
            console.note(
                    "%s: row %,d has no score: %s",
                    in,
                    number,
                    entry.isScorable() ? "cells are missing, which the model cannot integrate out" : entry.fault());
            return Console.SOME_ROWS;
        }
        RowModel.Observed row = table.observed(entry);
        Verdict verdict = ModelInput.apply(modelFile, () -> alarm.explain(row));
        console.report(ExplainedRow.of(modelFile, in, number, alarm.rate(), verdict));
        return 0;
    }
}

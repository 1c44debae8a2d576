package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.model.Alarms;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.AlarmOptions;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.report.table.ExplainedRow;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code explain}. */
@Command(
        name = "explain",
        description = {
            "Say whether a row is normal, which columns make it odd, and what was expected there.",
            "",
            "The cost of a column is how much odder its value makes the row than what the model expects there, given the other"
                    + " columns, in nats. The first column costs most given all others, the second"
                    + " most given the others without the first, and so on; with the rest, they sum to how far the row is below a"
                    + " typical one.",
        },
        footer = {
            "",
            "Examples:",
            "  vflow explain sensors.safetensors today.csv --row 17",
            "  vflow explain sensors.safetensors today.csv --row 17 --alarms 0.001 --json"
        },
        exitCodeList = {
            "0:the row is explained, whether it is an alarm or not",
            "1:the model or the table cannot be read, there is no such row, or the model has no calibration",
            "2:usage",
            "3:the row has no score; standard error says why"
        })
public final class Explain implements Callable<Integer> {
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
    @Range(least = 1)
    private long number;

    @Option(
            names = "--alarms",
            paramLabel = "RATE",
            description = "The rate of false alarms. Default: 0.01, or the least that the calibration supports.")
    private @Nullable String alarms;

    @Mixin
    private AlarmOptions.Groups groups;

    @Override
    public Integer call() throws IOException {
        OptionalDouble rate = Alarms.rate(console, alarms);
        ModelFile file = ModelInput.load(console, modelFile);
        TableModel model = ModelInput.ofTable(modelFile, file);
        Alarm all = Alarms.of(modelFile, file, model, rate);
        Alarm alarm = groups.of(all, all::by);
        try (RecordScorer scorer = RecordScorer.of(model).withAlarm(alarm);
                ModelTable table = ModelTable.open(in, format.format(), file, modelFile, scorer)) {
            if (!scorer.canExplain()) {
                throw new IllegalArgumentException(modelFile
                        + ": the model knows no missing cells, so it cannot say what a column costs; train it again");
            }
            RecordReader.Entry entry = find(table.records());
            if (!entry.isScorable()) {
                console.note("%s: row %,d has no score: %s", in, number, entry.fault());
                return Console.SOME_ROWS;
            }
            Verdict verdict = ModelInput.apply(modelFile, () -> scorer.explain(entry.observed()));
            console.report(ExplainedRow.of(modelFile, in, number, alarm.rate(), verdict));
            return 0;
        }
    }

    private RecordReader.Entry find(RecordReader records) throws IOException {
        for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
            if (records.records() >= number) {
                return block.get((int) (block.size() + number - records.records() - 1));
            }
        }
        throw new IllegalArgumentException(
                Text.format("%s: there is no row %,d; it has %s", in, number, Text.count(records.records(), "row")));
    }
}

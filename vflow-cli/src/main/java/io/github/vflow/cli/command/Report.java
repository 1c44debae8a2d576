package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.model.ModelFacts;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.report.ReportResult;
import io.github.vflow.cli.report.TableNotes;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.Table;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableReading;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Write a page about a model of a table, for those who decide whether to use it.",
            "",
            "The page has samples of the model beside the rows of a table, column by column and pair by pair, the scores of the"
                    + " rows, the missing cells, the course of the training, and a model card. It is one HTML file of at most 500 KB,"
                    + " which loads nothing, runs nothing and sends nothing; it can be printed."
        },
        footer = {"", "Examples:", "  vflow report sensors.safetensors --data sensors.csv --out report.html"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:the page was written",
            "1:the model or a table cannot be read, or the page cannot be written",
            "2:usage",
            "3:done, but cells of the table are no values of the model's columns, and count as missing; standard error says which"
        })
public final class Report implements Callable<Integer> {
    private static final OptionRange ROWS = new OptionRange("--rows", 1, 1 << 24);

    @Mixin
    private Console console;

    @Mixin
    private FormatOptions format;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file of p(row), or a checkpoint.")
    private Path modelFile;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "A table with the model's columns.")
    private Path data;

    @Option(
            names = "--out",
            paramLabel = "REPORT.html",
            description = "Write to this file. Default: MODEL's name with -report.html, here.")
    private @Nullable Path out;

    @Option(
            names = "--rows",
            defaultValue = "20000",
            paramLabel = "N",
            description = "Look at so many rows at most, chosen at random. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Override
    public Integer call() throws IOException {
        console.require(ROWS, rows);
        Path file = out != null ? out : Path.of(OutputFiles.stem(modelFile.toString()) + "-report.html");
        new OutputFiles()
                .reads("MODEL", modelFile)
                .reads("--data", data)
                .writes("--out", file)
                .check();
        ModelFile loaded = ModelInput.load(console, modelFile);
        TableModel model = TableModel.of(loaded, modelFile.toString());
        CellFormat used = format.format().orMissingOf(loaded.notes(), modelFile.toString());
        TableReading reading = Table.read(used.source(data), model.schema(), used.options());
        TableNotes.say(console, data, reading.findings());
        ModelFacts facts = new ModelFacts(loaded.notes(), console.version());
        var report = facts.on(page(model, reading), modelFile, data, file);
        byte[] page = ModelInput.apply(modelFile, report::html).getBytes(StandardCharsets.UTF_8);
        console.write(file, stream -> stream.write(page));
        console.report(new ReportResult(modelFile, data, reading.table().size(), file, page.length));
        return reading.problems().isEmpty() ? 0 : Console.SOME_ROWS;
    }

    private io.github.vflow.table.report.Report page(TableModel model, TableReading reading) {
        var report = io.github.vflow.table.report.Report.of(model, reading.table())
                .named(modelFile.toString(), data.toString())
                .rows(rows);
        for (Finding f : reading.findings()) {
            report = report.remark(f.toString());
        }
        return report;
    }
}

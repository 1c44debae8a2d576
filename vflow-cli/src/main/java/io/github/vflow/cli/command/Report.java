package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.model.ModelFacts;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.report.table.TableNotes;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code report}. */
@Command(
        name = "report",
        description = {
            "Write a page about a model of a table, for people who decide whether to use it.",
            "",
            "The page has samples of the model beside the rows of a table, column by column, the scores, alarms and least"
                    + " likely rows, the course of the training, and a model card. It is one HTML file of at most 500 KB,"
                    + " which loads nothing, runs nothing and sends nothing; it can be printed."
        },
        footer = {
            "",
            "Examples:",
            "  vflow report sensors.safetensors --data sensors.csv --out report.html",
            "  vflow report sensors.safetensors --data sensors.csv --compare today.csv"
        },
        exitCodeList = {
            "0:the page was written",
            "1:the model or a table cannot be read, or the page cannot be written",
            "2:usage",
            "3:done, but cells of the table are no values of the model's columns, and count as missing; standard error says which"
        })
public final class Report implements Callable<Integer> {
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
            names = "--compare",
            paramLabel = "FILE2",
            description = "Show the drift of this table against the training rows.")
    private @Nullable Path later;

    @Option(
            names = "--rows",
            defaultValue = "20000",
            paramLabel = "N",
            description = "Limit the page to a random sample of this many rows. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1 << 24)
    private int rows;

    @Override
    public Integer call() throws IOException {
        Path file = out != null ? out : Path.of(OutputFiles.stem(modelFile.toString()) + "-report.html");
        new OutputFiles()
                .reads("MODEL", modelFile)
                .reads("--data", data)
                .reads("--compare", later)
                .writes("--out", file)
                .check();
        ModelFile loaded = ModelInput.load(console, modelFile);
        if (loaded.model().given() > 0) {
            throw new IllegalArgumentException(modelFile
                    + ": a report is about p(row) but the model is one of p(y | x); train one without --given");
        }
        TableModel model = ModelInput.ofTable(modelFile, loaded);
        CellFormat used = format.format().orMissingOf(loaded.notes(), modelFile.toString());
        Table.Reading reading = read(data, used, model);
        Table.Reading compared = later == null ? null : read(later, used, model);
        var report = report(model, reading);
        if (later != null && compared != null) {
            report = report.compare(compared.table(), later.toString());
        }
        ModelFacts facts = new ModelFacts(loaded.notes(), console.version());
        byte[] page = ModelInput.apply(modelFile, facts.on(report, command(file))::html)
                .getBytes(StandardCharsets.UTF_8);
        console.write(file, stream -> stream.write(page));
        console.report(new Facts()
                .put("model", modelFile)
                .put("data", data)
                .put("rows", reading.table().size())
                .put("later", later)
                .put("out", file)
                .put("bytes", page.length)
                .line("wrote %s, %,d KB", file, Math.ceilDiv(page.length, 1000)));
        boolean isClean = reading.problems().isEmpty()
                && (compared == null || compared.problems().isEmpty());
        return isClean ? 0 : Console.SOME_ROWS;
    }

    private Table.Reading read(Path file, CellFormat used, TableModel model) throws IOException {
        Table.Reading reading = Table.read(used.source(file), model.schema(), used.options());
        TableNotes.say(console, file, reading.findings());
        return reading;
    }

    private io.github.vflow.table.report.Report report(TableModel model, Table.Reading reading) {
        var report = io.github.vflow.table.report.Report.of(model, reading.table())
                .named(modelFile.toString(), data.toString())
                .rows(rows);
        for (Finding f : reading.findings()) {
            report = report.remark(f.toString());
        }
        return report;
    }

    private List<String> command(Path file) {
        List<String> words = new ArrayList<>(List.of("report", modelFile.toString(), "--data", data.toString()));
        if (later != null) {
            words.addAll(List.of("--compare", later.toString()));
        }
        words.addAll(List.of("--out", file.toString()));
        return words;
    }
}

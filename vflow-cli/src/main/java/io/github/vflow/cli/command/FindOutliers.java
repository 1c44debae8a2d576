package io.github.vflow.cli.command;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.option.TableOptions;
import io.github.vflow.cli.option.ThreadOptions;
import io.github.vflow.cli.report.table.JudgedTally;
import io.github.vflow.cli.report.table.SchemaResult;
import io.github.vflow.cli.training.OddRowSearch;
import io.github.vflow.cli.training.StopSignal;
import io.github.vflow.cli.training.TableSession;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code outliers}. */
@Command(
        name = "outliers",
        description = {
            "Find the odd rows of a table, without clean rows to learn from.",
            "",
            "Writes the rows as they stand with five more columns: score (lower is odder, below zero are the odd rows),"
                    + " p_value (against the rows that are not odd), outlier (true or false), found_by (\"y alone\", or \"the"
                    + " combination of x, y\" that do not fit together) and reason (the column that is most out of place, and what"
                    + " was expected there). A table without odd rows has next to no outliers.",
            "",
            "The rows are cut into folds, five or, above 10,000 rows, three. A model of each fold learns from the rows of the others,"
                    + " so no row judges itself."
        },
        footer = {
            "",
            "Examples:",
            "  vflow outliers sensors.csv --out checked.csv",
            "  vflow outliers sensors.csv | grep ,true,",
            "  vflow outliers sensors.csv --view combination --out checked.csv",
            "  vflow outliers sensors.csv --out checked.csv --model clean.safetensors"
        },
        exitCodeList = {
            "0:all rows have a score",
            "1:the table cannot be read or learned, nothing can be written, or a signal stopped the search",
            "2:usage",
            "3:done, but some rows have no score; standard error says which and why"
        })
public final class FindOutliers implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private TableOptions table;

    @Mixin
    private ThreadOptions machine;

    @Parameters(index = "0", paramLabel = "DATA.csv", description = "A table with normal and odd rows.")
    private Path in;

    @Option(names = "--out", paramLabel = "OUT.csv", description = "Write to this file. Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Also learn a model from the rows that are not odd, and write it to this file.")
    private @Nullable Path modelFile;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description =
                    "Look by one view only: combination (how well the cells of a row fit together), column (each column by"
                            + " itself), neighbours (how far the nearest rows are) or gaps (which cells are empty beside the"
                            + " others). Default: a row is odd by all views together.")
    private @Nullable View by;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Write at each evaluation all that --resume needs.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--resume",
            description = "Continue from the checkpoint of a search that was stopped; the result is the same.")
    private boolean resume;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the folds, parameters, batches and noise. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        console.require(!resume || checkpoint != null, "--resume needs --checkpoint FILE");
        console.require(!console.isJson() || out != null, "--json needs --out: standard output cannot hold both");
        Path stopped = checkpoint != null
                ? checkpoint
                : OutputFiles.beside(Path.of(OutputFiles.stem(in.toString())), "-outliers-checkpoint.safetensors");
        new OutputFiles()
                .reads("DATA.csv", in)
                .writes("--out", out)
                .writes("--model", modelFile)
                .writes(checkpoint == null ? "the checkpoint" : "--checkpoint", stopped)
                .check();
        CellFormat format = table.format();
        Table rows = SchemaResult.require(console, in, Table.read(format.source(in), table.options()));
        List<String> added = ModelTable.newNames(console, in, rows.schema().names(), JudgedTally.OF_OUTLIERS);
        try (StopSignal stop = new StopSignal()) {
            Optional<Outliers> found = new OddRowSearch(console, stop, in.toString(), stopped, checkpoint != null)
                    .run(rows, recipe(), Optional.ofNullable(by), resume);
            if (found.isEmpty()) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            return write(format, found.orElseThrow(), added, stop);
        }
    }

    private Recipe recipe() {
        return Recipe.standard().withSeed(seed).withThreads(machine.threads());
    }

    private int write(CellFormat format, Outliers found, List<String> added, StopSignal stop) throws IOException {
        try (ModelTable records = ModelTable.open(in, format, table.options(), found)) {
            JudgedTally tally = new JudgedTally();
            Iterator<Optional<Verdict>> verdicts = found.verdicts().iterator();
            Iterator<Optional<Found>> views = found.found().iterator();
            console.write(
                    out,
                    stream -> records.write(
                            stream,
                            added,
                            (block, csv) -> block.forEach(entry -> {
                                RecordScorer.Judged row = new RecordScorer.Judged(
                                        entry,
                                        Optional.empty(),
                                        entry.isScorable() ? verdicts.next() : Optional.empty());
                                List<String> cells = new ArrayList<>(records.cells(entry));
                                Optional<Found> view = entry.isScorable() ? views.next() : Optional.empty();
                                cells.addAll(JudgedTally.cells(row, view));
                                csv.write(cells);
                                tally.add(row, view);
                            })));
            long rows = records.records().records();
            long without = rows - tally.scored();
            if (without > 0) {
                console.note(
                        "%s: %,d of %s %s no known cell, so %s no score",
                        in,
                        without,
                        Text.count(rows, "row"),
                        without == 1 ? "has" : "have",
                        without == 1 ? "it has" : "they have");
            }
            Path learned = modelFile != null && learn(format, found, modelFile, stop) ? modelFile : null;
            console.report(out, tally.ofOutliers(in, rows, out, learned));
            if (modelFile != null && learned == null) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            return without > 0 ? Console.SOME_ROWS : CommandLine.ExitCode.OK;
        }
    }

    /** Learns a model from the rows that are not odd; false if a signal stopped the training. */
    private boolean learn(CellFormat format, Outliers found, Path file, StopSignal stop) throws IOException {
        TableTraining training;
        try {
            training = TableTraining.of(found, recipe());
        } catch (IllegalArgumentException e) {
            throw TableSession.refused(in.toString(), e);
        }
        Map<String, String> notes = new LinkedHashMap<>(format.notes());
        notes.put("data", in + ", without its odd rows: " + training.rows());
        notes.put("command", CommandLines.of(console.words()));
        notes.put("version", console.version());
        return new TableSession(console, stop, in.toString(), file, null)
                .train(training.withNotes(notes))
                .isPresent();
    }
}

package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.report.table.TableNotes;
import io.github.vflow.cli.report.table.UnknownCells;
import io.github.vflow.cli.report.table.WrittenCells;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordFiller;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.source.text.CsvOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code impute}. */
@Command(
        name = "impute",
        description = {
            "Fill the missing cells of a table from the distribution that the model has for them, given the known cells.",
            "",
            "Where an exact relation between columns gives the value, it is that. Else it is the mean for real columns, the median for whole numbers and heavy tails, the most probable category. All other cells"
                    + " are copied as they stand: only an empty cell is filled, and one whose text --missing names, here or at the training. With --draws N, each row comes N times, with values drawn at random, for"
                    + " multiple imputation. A cell is not known, and stays missing, if fewer than five of its weighted samples are effective."
        },
        footer = {
            "",
            "Examples:",
            "  vflow impute sensors.safetensors today.csv --out complete.csv",
            "  vflow impute sensors.safetensors today.csv --draws 20 > draws.csv"
        },
        exitCodeList = {
            "0:all missing cells are filled",
            "1:the model or the table cannot be read, or nothing can be written",
            "2:usage",
            "3:done, but some rows stay as they were, or have cells that are not known; standard error says which and why"
        })
public final class Impute implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private FormatOptions format;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "IN.csv", description = "A table with the model's columns.")
    private Path in;

    @Option(names = "--out", paramLabel = "OUT.csv", description = "Write to this file. Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--draws",
            paramLabel = "N",
            description = "Write N completed copies of each row, numbered from 1 in a column draw.")
    @Range(least = 1, most = 100_000)
    private @Nullable Integer draws;

    @Option(
            names = "--samples",
            defaultValue = "1000",
            paramLabel = "S",
            description =
                    "Weighted samples behind the values of a row; up to 16 times as many if too few are effective. Default: ${DEFAULT-VALUE}.")
    @Range(least = 5, most = 1_000_000)
    private int samples;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** Records of a thread that are begun before the first of them is written. With one, threads wait for a row that takes long. */
    private static final int AHEAD = 2;

    private long read;
    private long filled;
    private final UnknownCells unknown = new UnknownCells();
    private final WrittenCells written = new WrittenCells();

    @Override
    public Integer call() throws IOException {
        console.require(!console.isJson() || out != null, "--json needs --out: standard output cannot hold both");
        new OutputFiles()
                .reads("MODEL", modelFile)
                .reads("IN.csv", in)
                .writes("--out", out)
                .check();
        ModelFile file = ModelInput.load(console, modelFile);
        if (file.model().forMissing().isEmpty()) {
            throw new IllegalArgumentException(modelFile + ": the model knows no missing cells; "
                    + (file.model().given() > 0
                            ? "train one of all columns, without --given"
                            : "train it again, on two columns or more"));
        }
        TableModel model = ModelInput.ofTable(modelFile, file);
        try (ModelTable table = ModelTable.open(in, format.format(), file, modelFile, RecordScorer.of(model))) {
            RecordReader records = table.records();
            List<String> added =
                    ModelTable.newNames(console, in, records.columns(), draws == null ? List.of() : List.of("draw"));
            console.write(out, stream -> table.write(stream, added, (block, csv) -> write(csv, table, model, block)));
            TableNotes.say(console, in, records, "filled");
            unknown.say(console, in);
            written.say(console, in);
            console.report(out, facts());
            return unknown.cells() > 0 || written.areSome() ? Console.SOME_ROWS : TableNotes.code(records);
        }
    }

    private Facts facts() {
        return new Facts()
                .put("model", modelFile)
                .put("rows", read)
                .put("cells", filled)
                .put("unknown", unknown.cells())
                .put("draws", draws)
                .put("out", out)
                .line(
                        "%s, %s filled%s%s",
                        Text.count(read, "row"),
                        Text.count(filled, "missing cell"),
                        unknown.cells() == 0 ? "" : Text.format(", %,d not known", unknown.cells()),
                        draws == null ? "" : Text.format(", %s of each row", Text.count(draws, "draw")))
                .wrote(out);
    }

    /** A record with its number in the table, from 1 on. */
    private record Numbered(RecordReader.Entry entry, long number) {}

    /** A record, and the missing cells of its copies with their values. */
    private record Copies(Numbered record, List<List<RecordFiller.Filled>> cells) {}

    /** Writes the copies of records in their order. Threads fill those of several records at once. */
    private void write(CsvOutput csv, ModelTable table, TableModel model, List<RecordReader.Entry> block) {
        RecordFiller filler = new RecordFiller(model, table.records());
        block.stream()
                .map(entry -> new Numbered(entry, ++read))
                .gather(Gatherers.mapConcurrent(atOnce(block), record -> copies(filler, model, record)))
                .forEachOrdered(copies -> write(csv, table, filler, copies));
    }

    /** The number of records to fill at once: one if they are too few for a second thread, since each thread compiles programs of its own. */
    private static int atOnce(List<RecordReader.Entry> block) {
        long gaps = block.stream()
                .filter(entry ->
                        entry.isScorable() && Arrays.stream(entry.row()).anyMatch(Double::isNaN))
                .count();
        int threads = Math.clamp(
                gaps / AnswerDefaults.ROWS_WITH_GAPS_OF_A_THREAD,
                1,
                Runtime.getRuntime().availableProcessors());
        return threads == 1 ? 1 : AHEAD * threads;
    }

    private Copies copies(RecordFiller filler, TableModel model, Numbered record) {
        long rowSeed = seed + record.number - 1;
        return new Copies(
                record,
                ModelInput.apply(
                        modelFile,
                        () -> filler.fill(
                                record.entry, draws == null ? 1 : draws, row -> values(model, row, rowSeed))));
    }

    /** Writes the copies of a record, with values in its missing cells. */
    private void write(CsvOutput csv, ModelTable table, RecordFiller filler, Copies of) {
        Numbered record = of.record;
        List<List<RecordFiller.Filled>> copies = of.cells;
        RecordReader.Entry entry = record.entry;
        filler.kept(entry).forEach(text -> written.add(entry.line(), text));
        Set<String> left = new TreeSet<>();
        for (int c = 0; c < copies.size(); c++) {
            List<String> cells = new ArrayList<>(table.cells(entry));
            for (RecordFiller.Filled cell : copies.get(c)) {
                if (cell.isUnknown()) {
                    left.add(cell.column().name());
                } else {
                    cells.set(cell.place(), table.records().schema().text(cell.column(), cell.number()));
                }
            }
            if (draws != null) {
                cells.add(Integer.toString(c + 1));
            }
            csv.write(cells);
        }
        filled += copies.getFirst().size() - left.size();
        unknown.add(record.number, left);
    }

    /** The values of the copies of a row; cells that are not known stay missing. */
    private double[][] values(TableModel model, double[] row, long rowSeed) {
        if (draws == null) {
            return new double[][] {model.fill(row, samples, rowSeed)};
        }
        Imputation imputed = model.impute(row, Math.max(samples, 4 * draws), rowSeed);
        return imputed.isKnown()
                ? Arrays.stream(imputed.draws(draws, rowSeed)).map(model::drawn).toArray(double[][]::new)
                : Collections.nCopies(draws, row).toArray(double[][]::new);
    }
}

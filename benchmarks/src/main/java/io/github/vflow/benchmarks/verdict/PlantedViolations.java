package io.github.vflow.benchmarks.verdict;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.data.TableFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;

/** Breaks the exact relations of tables in one cell each, and asks whether the relation is the first reason of an alarm. */
@CommandLine.Command(
        name = "planted-violations",
        mixinStandardHelpOptions = true,
        description =
                "Trains a model on the normal rows of each table that has exact relations, as a CSV file, changes the derived cell"
                        + " of some rows to that of another row, and counts the rows whose first reason is the broken relation.")
public final class PlantedViolations implements Callable<Integer> {
    private static final double RATE = 0.05;

    @CommandLine.Parameters(paramLabel = "FOLDER", description = "Of tables: .npz with X [n, d] and y [n].")
    private Path folder = Path.of(".");

    @CommandLine.Option(names = "--tables", description = "The most tables with relations. Default: ${DEFAULT-VALUE}.")
    private int tables = 50;

    @CommandLine.Option(names = "--rows", description = "The most rows of a table. Default: ${DEFAULT-VALUE}.")
    private int rows = 1_000;

    @CommandLine.Option(
            names = "--faults",
            description = "Broken rows of each derived column. Default: ${DEFAULT-VALUE}.")
    private int faults = 20;

    @CommandLine.Option(names = "--steps", description = "Of each training. Default: ${DEFAULT-VALUE}.")
    private long steps = 200;

    private PlantedViolations() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new PlantedViolations(), args);
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("table | derived columns | broken rows | alarms | first reason is the relation");
        int found = 0;
        Counts all = new Counts(0, 0, 0, 0);
        for (Path file : LabelledTable.files(folder)) {
            if (found == tables) {
                break;
            }
            LabelledTable table = LabelledTable.read(file);
            double[][] normal = IntStream.range(0, table.rows().length)
                    .filter(i -> !table.anomaly()[i])
                    .limit(rows)
                    .mapToObj(i -> table.rows()[i])
                    .toArray(double[][]::new);
            Counts counts = counts(normal);
            if (counts.derived > 0) {
                System.out.println(table.name() + " | " + counts);
                found++;
                all = all.plus(counts);
            }
        }
        System.out.println(found + " tables | " + all);
        return 0;
    }

    /**
     * The counts of a table.
     *
     * @param derived columns
     * @param broken rows
     * @param alarms among them
     * @param named those whose first reason is the relation of the column that was changed
     */
    private record Counts(int derived, int broken, int alarms, int named) {
        Counts plus(Counts o) {
            return new Counts(derived + o.derived, broken + o.broken, alarms + o.alarms, named + o.named);
        }

        @Override
        public String toString() {
            return derived + " | " + broken + " | " + alarms + " | " + named;
        }
    }

    private Counts counts(double[][] normal) throws IOException {
        Table table = TableFile.read(normal);
        List<String> derived = table.schema().columns().stream()
                .filter(c -> c.relation().isPresent())
                .map(Column::name)
                .toList();
        if (derived.isEmpty() || table.columns().isEmpty()) {
            return new Counts(0, 0, 0, 0);
        }
        Recipe recipe = Recipe.standard()
                .withSteps(steps)
                .withNoise(0.0)
                .withFillSteps(10)
                .withThreads(1);
        TableModel model = TableModel.fit(table, recipe);
        List<double[]> broken = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (String column : derived) {
            int j = Integer.parseInt(column.substring(1));
            for (int k = 0; k < faults; k++) {
                double[] row = normal[random.nextInt(normal.length)].clone();
                double[] others = Arrays.stream(normal)
                        .mapToDouble(r -> r[j])
                        .filter(x -> x != row[j])
                        .toArray();
                row[j] = others[random.nextInt(others.length)];
                broken.add(row);
            }
        }
        List<Verdict> verdicts = verdicts(model, broken);
        int alarms = (int) verdicts.stream().filter(Verdict::isAlarm).count();
        int named = (int) IntStream.range(0, broken.size())
                .filter(i -> isNamed(verdicts.get(i), derived.get(i / faults)))
                .count();
        return new Counts(derived.size(), broken.size(), alarms, named);
    }

    private static boolean isNamed(Verdict verdict, String column) {
        return verdict.isAlarm()
                && verdict.reasons().getFirst() instanceof Verdict.Reason.Breach reason
                && reason.column().equals(column);
    }

    private static List<Verdict> verdicts(TableModel model, List<double[]> rows) throws IOException {
        Path file = TableFile.write(rows.toArray(double[][]::new));
        List<Verdict> verdicts = new ArrayList<>();
        try (RecordScorer scorer = RecordScorer.of(model).withAlarm(model.alarm(RATE));
                RecordReader records = scorer.open(TableSource.of(file), ReadOptions.standard())) {
            for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
                for (RecordScorer.Judged row : scorer.score(block)) {
                    verdicts.add(row.verdict().orElseThrow());
                }
            }
        } finally {
            Files.delete(file);
        }
        return verdicts;
    }
}

package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.table.OutlierSearch;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Trains on normal rows with odd ones among them, as they are and without the rows that the search finds odd, as {@code vflow train --robust} does. Both
 * models score other normal rows and the anomalies of the table.
 */
@CommandLine.Command(name = "robust-training", mixinStandardHelpOptions = true)
final class RobustTraining implements Callable<Integer> {
    private static final int OTHER_NORMAL = 1_000;
    private static final int ANOMALIES = 500;

    @CommandLine.Parameters(description = "A folder of tables, as for TableDensities.")
    private Path folder = Path.of("");

    @CommandLine.Option(names = "--tables", split = ",", description = "Names of tables. Default: all of the folder.")
    private List<String> tables = List.of();

    @CommandLine.Option(names = "--rows", description = "The rows to train on. Default: ${DEFAULT-VALUE}.")
    private int trained = 600;

    @CommandLine.Option(
            names = "--kinds",
            split = ",",
            description = "Kinds of odd rows: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private List<OddKind> kinds = List.of(OddKind.UNITS, OddKind.GLOBAL);

    @CommandLine.Option(names = "--share", description = "The share of odd rows. Default: ${DEFAULT-VALUE}.")
    private double share = 0.01;

    @CommandLine.Option(names = "--seed", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    private RobustTraining() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new RobustTraining(), args);
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("table,kind,share,left_out,auroc,auroc_robust,mean_log_prob,mean_log_prob_robust");
        for (Path file : LabelledTable.files(folder)) {
            if (tables.isEmpty() || tables.contains(LabelledTable.nameOf(file))) {
                table(LabelledTable.read(file));
            }
        }
        return 0;
    }

    private void table(LabelledTable table) throws IOException {
        RandomGenerator random = new SplittableRandom(seed);
        long[] order = random.longs(table.rows().length).toArray();
        double[][] normal = table.some(false, order, trained + OTHER_NORMAL);
        double[][] anomalies = table.some(true, order, ANOMALIES);
        double[][] clean = Arrays.copyOf(normal, trained);
        double[][] scored = Stream.concat(Arrays.stream(normal).skip(trained), Arrays.stream(anomalies))
                .toArray(double[][]::new);
        boolean[] isAnomaly = new boolean[scored.length];
        Arrays.fill(isAnomaly, scored.length - anomalies.length, scored.length, true);
        Recipe recipe = Recipe.standard().withSeed(seed).withCalibration(0).withFillSteps(1);
        for (OddKind kind : kinds) {
            double[][] rows = clean.clone();
            int odd = (int) Math.ceil(share * rows.length);
            for (int i = 0; i < odd; i++) {
                rows[i] = kind.odd(clean, clean[i], random);
            }
            Table dirty = Table.of(rows);
            Table without = OutlierSearch.of(dirty)
                    .withRecipe(recipe)
                    .run()
                    .orElseThrow()
                    .clean();
            Scores plain = Scores.of(TableModel.fit(dirty, recipe), scored, isAnomaly);
            Scores robust = Scores.of(TableModel.fit(without, recipe), scored, isAnomaly);
            System.out.printf(
                    Locale.ROOT,
                    "%s,%s,%s,%d,%.1f,%.1f,%.2f,%.2f%n",
                    table.name(),
                    kind.name().toLowerCase(Locale.ROOT),
                    share,
                    dirty.size() - without.size(),
                    plain.auroc,
                    robust.auroc,
                    plain.logProb,
                    robust.logProb);
        }
    }

    /**
     * The scores that a model gives to rows that it was not trained on.
     *
     * @param auroc in percent
     * @param logProb the mean of ln p of the normal rows, in nats
     */
    private record Scores(double auroc, double logProb) {
        static Scores of(TableModel model, double[][] rows, boolean[] isAnomaly) {
            double[] logs = model.logProb(rows);
            Detection detection = Detection.of(Arrays.stream(logs).map(l -> -l).toArray(), isAnomaly);
            double normal = IntStream.range(0, logs.length)
                    .filter(i -> !isAnomaly[i])
                    .mapToDouble(i -> logs[i])
                    .average()
                    .orElseThrow();
            return new Scores(100 * detection.auroc(), normal);
        }
    }
}

package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.method.Detector;
import io.github.vflow.benchmarks.tables.method.MethodName;
import io.github.vflow.table.OutlierSearch;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import picocli.CommandLine;

/**
 * Plants odd rows among normal ones, and counts how many of them the search for odd rows flags, and how many others. Other methods get the true number
 * of odd rows, and flag the oddest.
 */
@CommandLine.Command(name = "planted-rows", mixinStandardHelpOptions = true)
final class PlantedRows implements Callable<Integer> {
    private static final List<Double> SHARES = List.of(0.0, 0.01, 0.05, 0.1);
    private static final List<MethodName> OTHERS =
            List.of(MethodName.NEIGHBOURS, MethodName.ISOLATION_FOREST, MethodName.MIXTURE_RIDGED);

    @CommandLine.Parameters(description = "A folder of tables, as for TableDensities; only their normal rows are used.")
    private Path folder = Path.of("");

    @CommandLine.Option(names = "--tables", split = ",", description = "Names of tables. Default: all of the folder.")
    private List<String> tables = List.of();

    @CommandLine.Option(names = "--rows", description = "The most rows of a table. Default: ${DEFAULT-VALUE}.")
    private int most = 600;

    @CommandLine.Option(names = "--seed", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    /** What a method flags: the part of the odd rows, and the part of the others. */
    private record Flags(double found, double others) {}

    private PlantedRows() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new PlantedRows(), args);
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("table,rows,columns,kind,share,method,found_percent,false_percent");
        for (Path file : LabelledTable.files(folder)) {
            if (tables.isEmpty() || tables.contains(LabelledTable.nameOf(file))) {
                table(LabelledTable.read(file));
            }
        }
        return 0;
    }

    private void table(LabelledTable table) throws IOException {
        RandomGenerator random = new SplittableRandom(seed);
        double[][] normal =
                varied(table.some(false, random.longs(table.rows().length).toArray(), most));
        UnaryOperator<double[]> standard = standardization(normal);
        for (double share : SHARES) {
            for (OddKind kind : share == 0 ? new OddKind[] {OddKind.GLOBAL} : OddKind.values()) {
                int odd = (int) Math.ceil(share * normal.length);
                double[][] rows = normal.clone();
                // the first rows are as random as any
                for (int i = 0; i < odd; i++) {
                    rows[i] = kind.odd(normal, normal[i], random);
                }
                rows = Arrays.stream(rows).map(standard).toArray(double[][]::new);
                print(table, rows, kind, share, "outliers", flags(rows, odd, search(rows)));
                for (MethodName method : share == 0 ? List.<MethodName>of() : OTHERS) {
                    Detector.Learned learned = method.detector().fit(rows, seed);
                    print(table, rows, kind, share, method.word(), flags(rows, odd, oddest(learned, rows, odd)));
                }
            }
        }
    }

    private boolean[] search(double[][] rows) throws IOException {
        Outliers found = OutlierSearch.of(Table.of(rows))
                .withRecipe(Recipe.standard().withSeed(seed).withFillSteps(1))
                .run()
                .orElseThrow();
        boolean[] flags = new boolean[rows.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = found.isOdd(i);
        }
        return flags;
    }

    private static boolean[] oddest(Detector.Learned learned, double[][] rows, int odd) {
        double[] normality = learned.normality(rows);
        boolean[] flags = new boolean[rows.length];
        IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> normality[i]))
                .limit(odd)
                .forEach(i -> flags[i] = true);
        return flags;
    }

    private static Flags flags(double[][] rows, int odd, boolean[] flags) {
        long found = IntStream.range(0, odd).filter(i -> flags[i]).count();
        long others = IntStream.range(odd, rows.length).filter(i -> flags[i]).count();
        return new Flags(odd == 0 ? Double.NaN : 100.0 * found / odd, 100.0 * others / (rows.length - odd));
    }

    private static void print(
            LabelledTable table, double[][] rows, OddKind kind, double share, String method, Flags f) {
        System.out.printf(
                Locale.ROOT,
                "%s,%d,%d,%s,%s,%s,%.2f,%.2f%n",
                table.name(),
                rows.length,
                rows[0].length,
                share == 0 ? "none" : kind.name().toLowerCase(Locale.ROOT),
                share,
                method,
                f.found,
                f.others);
    }

    /** The columns that are not constant. */
    private static double[][] varied(double[][] rows) {
        int[] kept = IntStream.range(0, rows[0].length)
                .filter(j -> OddKind.deviation(rows, j) > 0)
                .toArray();
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(kept).mapToDouble(j -> row[j]).toArray())
                .toArray(double[][]::new);
    }

    /** To the units in which each column of these rows has mean 0 and deviation 1. */
    private static UnaryOperator<double[]> standardization(double[][] rows) {
        int d = rows[0].length;
        double[] means = IntStream.range(0, d)
                .mapToDouble(j -> OddKind.column(rows, j).average().orElseThrow())
                .toArray();
        double[] deviations = IntStream.range(0, d)
                .mapToDouble(j -> OddKind.deviation(rows, j))
                .toArray();
        return row -> IntStream.range(0, d)
                .mapToDouble(j -> (row[j] - means[j]) / deviations[j])
                .toArray();
    }
}

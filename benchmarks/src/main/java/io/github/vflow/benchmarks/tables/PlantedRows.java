package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
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
 * of odd rows, and flag the oddest. The AUROC says how well a method ranks the rows.
 */
@CommandLine.Command(name = "planted-rows", mixinStandardHelpOptions = true)
final class PlantedRows implements Callable<Integer> {
    private static final List<MethodName> OTHERS =
            List.of(MethodName.NEIGHBOURS, MethodName.ISOLATION_FOREST, MethodName.MIXTURE_FOLDED);

    @CommandLine.Parameters(description = "A folder of tables, as for TableDensities; only their normal rows are used.")
    private Path folder = Path.of("");

    @CommandLine.Option(names = "--tables", split = ",", description = "Names of tables. Default: all of the folder.")
    private List<String> tables = List.of();

    @CommandLine.Option(names = "--rows", description = "The most rows of a table. Default: ${DEFAULT-VALUE}.")
    private int most = 600;

    @CommandLine.Option(
            names = "--shares",
            split = ",",
            description = "Shares of odd rows; 0 counts flags of a clean table. Default: ${DEFAULT-VALUE}.")
    private List<Double> shares = List.of(0.0, 0.01, 0.03, 0.1);

    @CommandLine.Option(names = "--seed", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    /** How normal a method finds each row, and which rows it flags. */
    private record Judged(double[] normality, boolean[] flags) {}

    private PlantedRows() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new PlantedRows(), args);
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("table,rows,columns,kind,share,method,found_percent,false_percent,auroc");
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
        for (double share : shares) {
            for (OddKind kind : share == 0 ? new OddKind[] {OddKind.GLOBAL} : OddKind.values()) {
                int odd = (int) Math.ceil(share * normal.length);
                double[][] rows = normal.clone();
                // the first rows are as random as any
                for (int i = 0; i < odd; i++) {
                    rows[i] = kind.odd(normal, normal[i], random);
                }
                rows = Arrays.stream(rows).map(standard).toArray(double[][]::new);
                print(table, rows, kind, share, "outliers", search(rows), odd);
                for (MethodName method : share == 0 ? List.<MethodName>of() : OTHERS) {
                    double[] normality = method.detector().fit(rows, seed).normality(rows);
                    print(table, rows, kind, share, method.word(), new Judged(normality, oddest(normality, odd)), odd);
                }
            }
        }
    }

    private Judged search(double[][] rows) throws IOException {
        Outliers found = OutlierSearch.of(Table.of(rows))
                .withRecipe(Recipe.standard().withSeed(seed).withFillSteps(1))
                .run()
                .orElseThrow();
        double[] normality = new double[rows.length];
        boolean[] flags = new boolean[rows.length];
        for (int i = 0; i < flags.length; i++) {
            normality[i] = found.verdicts().get(i).orElseThrow().score();
            flags[i] = found.isOdd(i);
        }
        return new Judged(normality, flags);
    }

    private static boolean[] oddest(double[] normality, int odd) {
        boolean[] flags = new boolean[normality.length];
        IntStream.range(0, normality.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> normality[i]))
                .limit(odd)
                .forEach(i -> flags[i] = true);
        return flags;
    }

    /** The first rows are odd. */
    private static void print(
            LabelledTable table, double[][] rows, OddKind kind, double share, String method, Judged judged, int odd) {
        long found = IntStream.range(0, odd).filter(i -> judged.flags[i]).count();
        long others =
                IntStream.range(odd, rows.length).filter(i -> judged.flags[i]).count();
        boolean[] isOdd = new boolean[rows.length];
        Arrays.fill(isOdd, 0, odd, true);
        double[] oddness = Arrays.stream(judged.normality).map(n -> -n).toArray();
        System.out.printf(
                Locale.ROOT,
                "%s,%d,%d,%s,%s,%s,%.2f,%.2f,%.2f%n",
                table.name(),
                rows.length,
                rows[0].length,
                odd == 0 ? "none" : kind.name().toLowerCase(Locale.ROOT),
                share,
                method,
                100.0 * found / odd,
                100.0 * others / (rows.length - odd),
                odd == 0 ? Double.NaN : 100 * Detection.of(oddness, isOdd).auroc());
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

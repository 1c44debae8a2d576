package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Compares ln p of fresh rows by a model of dates with seasons, or of numbers on circles, with that of plain real numbers. */
@CommandLine.Command(
        name = "plain-dates",
        mixinStandardHelpOptions = true,
        description =
                "Compares ln p of fresh rows by a model of dates with seasons, or of numbers on circles, with that of plain"
                        + " real numbers. Both have the units of the file, so the difference says what seasons and circles are worth.")
public final class PlainDates implements Callable<Integer> {
    private static final double TRAIN = 0.85;

    @CommandLine.Parameters(paramLabel = "FILE", description = "A table.")
    private Path file = Path.of("table.csv");

    @CommandLine.Option(names = "--columns", split = ",", description = "Names of columns. Default: all.")
    private List<String> columns = List.of();

    @CommandLine.Option(
            names = "--circular",
            paramLabel = "NAME=LOW..HIGH",
            description = "A column of numbers on a circle.")
    private @Nullable String circular;

    @CommandLine.Option(names = "--rows", description = "The most rows, at random. Default: ${DEFAULT-VALUE}.")
    private int rows = 5_000;

    @CommandLine.Option(names = "--members", description = "Of a model. Default: as vflow train.")
    private int members;

    @CommandLine.Option(names = "--steps", description = "The most steps of a member. Default: as vflow train.")
    private long steps;

    @CommandLine.Option(
            names = "--seeds",
            split = ",",
            description = "Of splits and models. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds = List.of(1L, 2L, 3L);

    private PlainDates() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new PlainDates(), args);
    }

    @Override
    public Integer call() throws IOException {
        ReadOptions options = columns.isEmpty()
                ? ReadOptions.standard()
                : ReadOptions.standard().withOnly(columns);
        Table table = Table.read(TableSource.of(file), circular == null ? options : with(options, circular))
                .orThrow();
        Map<String, String> kinds = kinds(table.schema());
        if (kinds.isEmpty()) {
            throw new IOException(file + ": expected dates with seasons, or numbers on a circle, but found none among "
                    + table.schema().names() + "; name one with --circular");
        }
        ReadOptions reals = options;
        for (String name : kinds.keySet()) {
            reals = reals.with(name, ReadOptions.Kind.REAL);
        }
        Table plain = Table.read(TableSource.of(file), reals).orThrow();
        System.out.println(kinds + ", ln p of a fresh row in nats");
        System.out.println("seed | as seasons or circles | as real numbers | difference ± standard error");
        for (long seed : seeds) {
            int[] order = order(table.size(), seed);
            int train = (int) (TRAIN * order.length);
            double[] ours = scores(table, order, train, seed);
            double[] others = scores(plain, order, train, seed);
            double[] gain = new double[ours.length];
            Arrays.setAll(gain, i -> ours[i] - others[i]);
            System.out.printf(
                    Locale.ROOT,
                    "%d | %.3f | %.3f | %.3f ± %.3f%n",
                    seed,
                    mean(ours),
                    mean(others),
                    mean(gain),
                    standardError(gain));
        }
        return 0;
    }

    private static ReadOptions with(ReadOptions options, String circle) {
        String[] parts = circle.split("=|\\.\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "--circular must be NAME=LOW..HIGH, such as wind=0..360, but is " + circle);
        }
        ReadOptions.Range range = new ReadOptions.Range(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
        return options.with(parts[0], ReadOptions.Kind.CIRCULAR).with(parts[0], range);
    }

    /** The columns that are not plain, and what they are. */
    private static Map<String, String> kinds(Schema schema) {
        Map<String, String> kinds = new LinkedHashMap<>();
        schema.moments().forEach(m -> kinds.put(m.column(), m.shown()));
        schema.columns().stream().filter(c -> c.circle().isPresent()).forEach(c -> kinds.put(c.name(), "circle"));
        return kinds;
    }

    private int[] order(int n, long seed) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = order[i];
            order[i] = order[j];
            order[j] = other;
        }
        return Arrays.copyOf(order, Math.min(n, rows));
    }

    private double[] scores(Table table, int[] order, int train, long seed) {
        Recipe recipe = Recipe.standard().withSeed(seed).withCalibration(0);
        recipe = members == 0 ? recipe : recipe.withMembers(members);
        recipe = steps == 0 ? recipe : recipe.withSteps(steps);
        TableModel model = TableModel.fit(table.select(Arrays.copyOf(order, train)), recipe);
        Table fresh = table.select(Arrays.copyOfRange(order, train, order.length));
        double[][] cells = new double[fresh.size()][];
        Arrays.setAll(cells, fresh.rows()::copyRow);
        return model.logProb(cells);
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElse(Double.NaN);
    }

    private static double standardError(double[] numbers) {
        double mean = mean(numbers);
        double squares =
                Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (numbers.length - 1.0) / numbers.length);
    }
}

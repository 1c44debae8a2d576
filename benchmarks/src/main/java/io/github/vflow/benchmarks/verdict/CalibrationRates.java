package io.github.vflow.benchmarks.verdict;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.benchmarks.tables.data.Split;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;

/** Prints how the rates of alarms scatter from training to training, with rows kept for calibration and by cross-fitting. */
@CommandLine.Command(
        name = "calibration-rates",
        mixinStandardHelpOptions = true,
        description = "Trains by the default on few normal rows of a table, many times, and prints the mean, the"
                + " standard deviation and the greatest of the rates of alarms among fresh normal rows, and the mean"
                + " rate among anomalies.")
public final class CalibrationRates implements Callable<Integer> {
    private static final double[] RATES = {0.01, 0.05};
    private static final double TENTH = 0.1;

    /** The default, but no row has a missing cell, so their density need not train. */
    private static final Recipe RECIPE = Recipe.standard().withFillSteps(1);

    @CommandLine.Parameters(paramLabel = "FOLDER", description = "Of tables, as for anomaly-verdicts.")
    private Path folder = Path.of(".");

    @CommandLine.Option(names = "--tables", split = ",", description = "Names of tables. Default: all of the folder.")
    private List<String> tables = List.of();

    @CommandLine.Option(names = "--rows", split = ",", description = "Rows to train on. Default: ${DEFAULT-VALUE}.")
    private List<Integer> sizes = List.of(200, 1_000);

    @CommandLine.Option(names = "--trainings", description = "Of each size. Default: ${DEFAULT-VALUE}.")
    private int trainings = 20;

    @CommandLine.Option(names = "--fresh", description = "The most rows that are judged. Default: ${DEFAULT-VALUE}.")
    private int fresh = 3_000;

    private CalibrationRates() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new CalibrationRates(), args);
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("table             rows  calibration   rate   mean     s.d.   greatest   of anomalies");
        for (Path file : LabelledTable.files(folder)) {
            String name = LabelledTable.nameOf(file);
            if (tables.isEmpty() || tables.contains(name)) {
                LabelledTable table = LabelledTable.read(file);
                for (int rows : sizes) {
                    List<Rates> byDefault = rates(table, rows, RECIPE);
                    print(table, rows, "default", byDefault);
                    // the default of many rows keeps a tenth itself
                    if (byDefault.getFirst().isCrossFitted) {
                        print(table, rows, "a tenth", rates(table, rows, RECIPE.withCalibration(TENTH)));
                    }
                }
            }
        }
        return 0;
    }

    private List<Rates> rates(LabelledTable table, int rows, Recipe recipe) {
        List<Rates> all = new ArrayList<>();
        for (int k = 0; k < trainings; k++) {
            Split split = Protocol.SEMI_SUPERVISED.split(table, k, new Protocol.Caps(rows, fresh));
            all.add(Rates.of(TableModel.fit(Table.of(split.train()), recipe.withSeed(k)), split));
        }
        return all;
    }

    private static void print(LabelledTable table, int rows, String calibration, List<Rates> all) {
        for (int r = 0; r < RATES.length; r++) {
            int which = r;
            DoubleSummaryStatistics s =
                    all.stream().mapToDouble(rates -> rates.normal[which]).summaryStatistics();
            double variance = all.stream()
                    .mapToDouble(rates -> Math.pow(rates.normal[which] - s.getAverage(), 2))
                    .average()
                    .orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %5d  %-12s %4.0f %%  %5.2f %%  %5.2f %%  %5.2f %%  %6.1f %%%n",
                    table.name(),
                    rows,
                    calibration,
                    100 * RATES[r],
                    100 * s.getAverage(),
                    100 * Math.sqrt(variance),
                    100 * s.getMax(),
                    100
                            * all.stream()
                                    .mapToDouble(rates -> rates.odd[which])
                                    .average()
                                    .orElseThrow());
        }
    }

    /** The rates of alarms of one training, among normal rows and among anomalies, for each of {@link #RATES}, and what calibrates it. */
    private record Rates(double[] normal, double[] odd, boolean isCrossFitted) {
        static Rates of(TableModel model, Split split) {
            List<Verdict> verdicts = model.alarm(0.5).judge(split.test());
            boolean isCrossFitted = model.calibration().orElseThrow().folds() > 0;
            return new Rates(shares(verdicts, split, false), shares(verdicts, split, true), isCrossFitted);
        }

        private static double[] shares(List<Verdict> verdicts, Split split, boolean isOdd) {
            double[] p = IntStream.range(0, verdicts.size())
                    .filter(i -> split.anomaly()[i] == isOdd)
                    .mapToDouble(i -> verdicts.get(i).pValue())
                    .toArray();
            return Arrays.stream(RATES)
                    .map(rate -> Arrays.stream(p).filter(x -> x <= rate).count() / (double) p.length)
                    .toArray();
        }
    }
}

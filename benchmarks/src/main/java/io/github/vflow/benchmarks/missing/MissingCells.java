package io.github.vflow.benchmarks.missing;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.table.fit.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Removes cells of tables at random, lets each method score and fill the rows, and prints tables in Markdown. */
@CommandLine.Command(
        name = "missing-cells",
        mixinStandardHelpOptions = true,
        description = "Removes cells of tables at random, lets each method score and fill the rows, and prints tables"
                + " in Markdown.")
public final class MissingCells implements Callable<Integer> {
    /** Methods by the words of the option. */
    enum Word {
        MEANS,
        NEIGHBOURS5,
        NEIGHBOURS10,
        GAUSSIAN,
        VFLOW
    }

    @CommandLine.Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "CSV files of numbers with a header and without gaps.")
    private List<Path> files = new ArrayList<>();

    @CommandLine.Option(
            names = "--seeds",
            split = ",",
            description = "Each seed halves the tables and removes cells anew. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds = List.of(1L);

    @CommandLine.Option(
            names = "--rates",
            split = ",",
            description = "The probabilities that a cell is removed. Default: ${DEFAULT-VALUE}.")
    private List<Double> rates = List.of(0.1, 0.3, 0.5);

    @CommandLine.Option(names = "--methods", split = ",", description = "Of ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Word> words = List.of(Word.values());

    @CommandLine.Option(names = "--train-rows", description = "The most rows to learn from. Default: ${DEFAULT-VALUE}.")
    private int trainRows = 5_000;

    @CommandLine.Option(names = "--test-rows", description = "The most rows to judge by. Default: ${DEFAULT-VALUE}.")
    private int testRows = 2_000;

    @CommandLine.Option(
            names = "--noise",
            description = "Adds normal noise of so many standard deviations to every cell, so that no value has a"
                    + " probability of its own. Default: ${DEFAULT-VALUE}.")
    private double noise;

    @CommandLine.Option(names = "--steps", description = "The most training steps of VFlow. Default: ${DEFAULT-VALUE}.")
    private long steps = 20_000;

    @CommandLine.Option(names = "--samples", description = "Importance samples of a score. Default: ${DEFAULT-VALUE}.")
    private int samples = Recipe.standard().estimation().samples();

    @CommandLine.Option(names = "--draws", description = "Draws of VFlow for a row to fill. Default: ${DEFAULT-VALUE}.")
    private int draws = 200;

    @CommandLine.Option(names = "--threads", description = "To train VFlow. Default: ${DEFAULT-VALUE}.")
    private int threads = 1;

    private MissingCells() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new MissingCells(), args);
    }

    @Override
    public Integer call() throws Exception {
        Trial.Setup setup = new Trial.Setup(trainRows, testRows, noise);
        List<Score> scores = new ArrayList<>();
        for (Path file : files) {
            NumericTable all = NumericTable.read(file);
            NumericTable table = all.withDensity();
            System.out.println(table.name() + ": " + table.rows().length + " rows, " + table.width() + " columns"
                    + (table.width() == all.width() ? "" : "; without a density, left out: " + all.without(table)));
            for (double rate : rates) {
                for (long seed : seeds) {
                    Trial trial = Trial.of(table, rate, seed, setup);
                    for (Word word : words) {
                        Score score = Score.of(method(word), trial);
                        scores.add(score);
                        System.out.println(line(score, seed));
                    }
                }
            }
        }
        System.out.println();
        System.out.println(Summary.of(scores));
        return 0;
    }

    private Method method(Word word) {
        return switch (word) {
            case MEANS -> new ColumnMeans();
            case NEIGHBOURS5 -> new NearestNeighbours(5);
            case NEIGHBOURS10 -> new NearestNeighbours(10);
            case GAUSSIAN -> new GaussianEm();
            case VFLOW ->
                new FlowMethod(
                        Recipe.standard().withSteps(steps).withSamples(samples).withThreads(threads), draws);
        };
    }

    private static String line(Score s, long seed) {
        String logProb = s.logProb()
                .map(m -> String.format(Locale.ROOT, "%.3f ± %.3f nats", m.value(), m.standardError()))
                .orElse("no density");
        return String.format(
                Locale.ROOT,
                "%s, %.0f %%, seed %d, %s: %s; error %.4f (root mean square), %.4f (mean absolute); %.1f + %.1f s; %s",
                s.table(),
                100 * s.rate(),
                seed,
                s.method(),
                logProb,
                s.rootMeanSquare(),
                s.meanAbsolute(),
                s.fitSeconds(),
                s.testSeconds(),
                s.about());
    }
}

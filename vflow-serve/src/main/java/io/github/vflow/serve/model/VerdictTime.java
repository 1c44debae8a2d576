package io.github.vflow.serve.model;

import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The time of a verdict on this machine, one row at a time, and of a score if there is no alarm.
 *
 * @param samples importance samples of a whole row; 1 if its score is exact
 * @param samplesOfGaps importance samples of a row with missing cells; 0 if rows must be whole
 * @param seconds of a whole row
 * @param secondsOfGaps of a row with one missing cell; NaN if rows must be whole
 */
public record VerdictTime(int samples, int samplesOfGaps, double seconds, double secondsOfGaps) {
    private static final int ROWS = 16;

    /** The time to measure in where no code is compiled yet. */
    public static final Duration COLD = Duration.ofMillis(300);

    /** Rounds are steady if one takes more than this share of the last one's time. */
    private static final double STEADY = 0.8;

    /** The measurement may take as many times as long until rounds are steady. */
    private static final int MORE = 10;

    /** The time to measure in where another model was measured before. */
    static final Duration WARM = Duration.ofMillis(20);

    /**
     * Measures the scorer of a model.
     *
     * @param most the time of the measurement if it is steady then, once for whole rows and once for rows with gaps
     */
    public static VerdictTime of(TableModel model, RecordScorer scorer, Scoring scoring, Duration most) {
        int samples = Evaluator.used(model.model(), scoring.samples());
        int ofGaps = model.model()
                .forMissing()
                .map(m -> Evaluator.used(m, scoring.samples()))
                .orElse(0);
        double[][] rows = rows(model);
        double whole = seconds(scorer, rows, most);
        if (ofGaps == 0) {
            return new VerdictTime(samples, ofGaps, whole, Double.NaN);
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i][i % rows[i].length] = Double.NaN;
        }
        return new VerdictTime(samples, ofGaps, whole, seconds(scorer, rows, most));
    }

    /** Draws of the model; of p(y | x), at the mean of x, which a draw does not repeat. */
    private static double[][] rows(TableModel model) {
        List<String> given = model.given();
        List<Double> means = model.model().standardization().mean();
        int columns = model.columns().size() - given.size();
        double[] x = IntStream.range(0, given.size())
                .mapToDouble(k -> columns + k < means.size() ? Math.rint(means.get(columns + k)) : 0)
                .toArray();
        Map<String, Double> byName =
                IntStream.range(0, x.length).boxed().collect(Collectors.toMap(given::get, k -> x[k]));
        return Arrays.stream(model.sample(ROWS, byName, 1))
                .map(y ->
                        DoubleStream.concat(Arrays.stream(y), Arrays.stream(x)).toArray())
                .toArray(double[][]::new);
    }

    /** The mean over rows of the least time of each, so that neither compilation nor other work of the machine counts. */
    private static double seconds(RecordScorer scorer, double[][] rows, Duration most) {
        List<List<RecordReader.Entry>> entries = Arrays.stream(rows)
                .map(row -> List.of(new RecordReader.Entry(1, List.of(), row, row, List.of(), "")))
                .toList();
        long[] least = new long[rows.length];
        Arrays.fill(least, Long.MAX_VALUE);
        long begin = System.nanoTime();
        long last;
        long round = Long.MAX_VALUE;
        long all;
        do {
            last = round;
            long from = System.nanoTime();
            for (int i = 0; i < rows.length; i++) {
                long start = System.nanoTime();
                scorer.score(entries.get(i));
                least[i] = Math.min(least[i], System.nanoTime() - start);
            }
            round = System.nanoTime() - from;
            all = System.nanoTime() - begin;
            // a round that is much quicker than the last one says that code is still being compiled
        } while (all < most.toNanos() || (round < STEADY * last && all < MORE * most.toNanos()));
        return Arrays.stream(least).average().orElse(Double.NaN) * 1e-9;
    }

    /** The times in words, with the importance samples that a row takes. */
    public String words() {
        String whole = time("a verdict", seconds, samples);
        return samplesOfGaps == 0 ? whole : whole + "; " + time("with a missing cell", secondsOfGaps, samplesOfGaps);
    }

    private static String time(String row, double seconds, int samples) {
        return String.format(Locale.ROOT, "%s takes %.2g ms", row, seconds * 1e3)
                + (samples == 1 ? "" : String.format(Locale.ROOT, " by %,d importance samples", samples));
    }
}

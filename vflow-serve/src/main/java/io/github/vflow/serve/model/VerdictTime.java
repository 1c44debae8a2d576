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
import java.util.function.Function;
import java.util.stream.Collectors;

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
        // the time does not depend on the values of the given columns, which a draw of p(y | x) does not repeat
        List<String> given = model.given();
        double[][] rows = Arrays.stream(
                        model.sample(ROWS, given.stream().collect(Collectors.toMap(Function.identity(), _ -> 0.0)), 1))
                .map(row -> Arrays.copyOf(row, row.length + given.size()))
                .toArray(double[][]::new);
        double whole = seconds(scorer, rows, most);
        if (ofGaps == 0) {
            return new VerdictTime(samples, ofGaps, whole, Double.NaN);
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i][i % rows[i].length] = Double.NaN;
        }
        return new VerdictTime(samples, ofGaps, whole, seconds(scorer, rows, most));
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

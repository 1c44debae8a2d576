package io.github.vflow.table.report.study;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.verdict.Verdict;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The p-values of the rows of a study.
 *
 * @param calibration the scores that the rows are compared with
 * @param known whether the table has the calibration rows, and so most likely the training rows
 * @param rows the p-values of the rows, without the calibration rows
 */
public record PValues(Calibration calibration, boolean known, Sorted rows) {
    private static final int FEWEST = 5;

    static PValues of(Study study, Calibration calibration) {
        Set<Double> scores = new HashSet<>();
        Arrays.stream(calibration.scores()).forEach(scores::add);
        boolean areDistinct = scores.size() > 0.9 * calibration.size();
        // rows that are odd by one frequent number have equal scores, so each score counts once
        long found = study.verdicts().stream()
                .map(Verdict::score)
                .distinct()
                .filter(scores::contains)
                .count();
        double part =
                (double) study.rows().size() / study.subject().table().it().size();
        boolean known = areDistinct && found >= FEWEST && found > 0.5 * part * calibration.size();
        double[] rows = study.verdicts().stream()
                .filter(v -> !known || !scores.contains(v.score()))
                .mapToDouble(Verdict::pValue)
                .toArray();
        return new PValues(calibration, known, Sorted.of(rows));
    }

    /** The share of the rows that are alarms at a rate. */
    public double alarms(double rate) {
        return rows.shareUpTo(rate * (1 + 1e-12));
    }

    /** The p-values of each half of the calibration rows against the other half: rows that did not train the model. */
    public Sorted halves() {
        double[] scores = calibration.scores();
        double[][] half = {every(scores, 0), every(scores, 1)};
        if (half[1].length == 0) {
            return Sorted.of(new double[0]);
        }
        return Sorted.of(DoubleStream.concat(
                        Arrays.stream(half[0]).map(calibration.with(half[1])::pValue),
                        Arrays.stream(half[1]).map(calibration.with(half[0])::pValue))
                .toArray());
    }

    /** Every second score of a random order: the scores themselves are sorted. */
    private static double[] every(double[] scores, int which) {
        int[] order = Rows.shuffled(scores.length, 1);
        return IntStream.range(0, scores.length)
                .filter(i -> i % 2 == which)
                .mapToDouble(i -> scores[order[i]])
                .toArray();
    }

    /** The smallest rate that the calibration supports. */
    public double leastRate() {
        return leastRate(calibration);
    }

    static double leastRate(Calibration calibration) {
        return 1.0 / (calibration.size() + 1);
    }
}

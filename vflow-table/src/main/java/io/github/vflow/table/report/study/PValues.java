package io.github.vflow.table.report.study;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.verdict.Verdict;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The p-values of the rows of a study.
 *
 * @param calibration the scores that the rows are compared with
 * @param known whether the table has the calibration rows, and so most likely the training rows
 * @param rows the places of the rows in the study, without the calibration rows
 * @param values their p-values
 */
public record PValues(Calibration calibration, boolean known, int[] rows, double[] values) {
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
        List<Verdict> all = study.verdicts();
        int[] rows = IntStream.range(0, all.size())
                .filter(i -> !known || !scores.contains(all.get(i).score()))
                .toArray();
        return new PValues(
                calibration,
                known,
                rows,
                Arrays.stream(rows).mapToDouble(i -> all.get(i).pValue()).toArray());
    }

    /** The share of the rows that are alarms at a rate. */
    public double alarms(double rate) {
        return alarms(values, rate);
    }

    /** The share of p-values that are alarms at a rate. */
    public static double alarms(double[] values, double rate) {
        return Arrays.stream(values).filter(p -> p <= rate * (1 + 1e-12)).count() / (double) values.length;
    }

    /** The smallest rate that the calibration supports. */
    public double leastRate() {
        return leastRate(calibration);
    }

    private static double leastRate(Calibration calibration) {
        return 1.0 / (calibration.size() + 1);
    }

    /** The rate of the alarm that judged the rows; with groups, it decides which of them are compared alone. */
    public double rate() {
        return rate(calibration);
    }

    static double rate(Calibration calibration) {
        return Math.max(AnswerDefaults.ALARM_RATE, leastRate(calibration));
    }
}

package io.github.vflow.table.report.study;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.report.measure.Ordered;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The p-values of the rows of a study.
 *
 * @param calibration with whose scores those of the rows are compared
 * @param known whether the table has the rows of the calibration, and so most likely those that trained the model
 * @param rows the p-values of the rows, without those of the calibration
 */
public record PValues(Calibration calibration, boolean known, Ordered rows) {
    private static final int FEWEST = 5;

    static PValues of(Study study, Calibration calibration) {
        Set<Double> scores = new HashSet<>();
        Arrays.stream(calibration.scores()).forEach(scores::add);
        boolean areDistinct = scores.size() > 0.9 * calibration.size();
        long found = Arrays.stream(study.scores()).filter(scores::contains).count();
        double part = (double) study.rows().size() / study.subject().table().size();
        boolean known = areDistinct && found >= FEWEST && found > 0.5 * part * calibration.size();
        double[] rows = Arrays.stream(study.scores())
                .filter(s -> !known || !scores.contains(s))
                .map(calibration::pValue)
                .toArray();
        return new PValues(calibration, known, Ordered.of(rows));
    }

    /** The share of the rows that are alarms at a rate. */
    public double alarms(double rate) {
        return rows.shareUpTo(rate * (1 + 1e-12));
    }

    /** The smallest rate that the calibration supports. */
    public double leastRate() {
        return 1.0 / (calibration.size() + 1);
    }
}

package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.score.ViewScales;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.score.Views;
import java.util.List;
import java.util.Optional;

/**
 * The scales of the views of a density, and the scores with which its alarms compare.
 *
 * @param views the distributions of its columns, and the scales of the views
 * @param calibration the scores of normal rows; empty if there are none
 */
public record ViewCalibration(Views views, Optional<Calibration> calibration) {
    /**
     * The calibration by some rows.
     *
     * @param scaled the scores that tell the scales; at least one
     * @param normal the scores of the rows that calibrate; empty for none
     * @param training the rows that give the ranges of columns
     */
    public static ViewCalibration of(ViewScorer by, List<ViewScores> scaled, List<ViewScores> normal, Rows training) {
        ViewScales scales = ViewScales.of(scaled);
        ImportanceEstimate none = ImportanceEstimate.of();
        return new ViewCalibration(
                new Views(by.marginals(), scales),
                normal.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Calibration.of(
                                normal.stream()
                                        .mapToDouble(s -> scales.of(s, none).value())
                                        .toArray(),
                                training)));
    }

    /** The same where each of these rows was scored by a model of other folds. */
    public ViewCalibration crossFitted(int folds) {
        return new ViewCalibration(views, calibration.map(c -> c.crossFitted(folds)));
    }
}

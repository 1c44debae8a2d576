package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.ViewScales;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.score.Views;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
     * @param scores of the rows that calibrate; empty for none
     * @param normal the same rows
     * @param training the rows that give the ranges of columns
     */
    public static ViewCalibration of(
            ViewScorer by, List<ViewScores> scaled, List<ViewScores> scores, Rows normal, Rows training) {
        ViewScales scales = ViewScales.of(scaled);
        Views views = new Views(by.marginals(), scales);
        if (scores.isEmpty()) {
            return new ViewCalibration(views, Optional.empty());
        }
        ImportanceEstimate none = ImportanceEstimate.of();
        double[] values =
                scores.stream().mapToDouble(s -> scales.of(s, none).value()).toArray();
        Calibration calibration = Calibration.of(values, training);
        return new ViewCalibration(
                views,
                Optional.of(labelled(calibration, values, normal, by.density().schema())));
    }

    /** A calibration with the labels of its rows. */
    static Calibration labelled(Calibration calibration, double[] scores, Rows normal, Schema schema) {
        List<Column> columns = schema.modelled().columns();
        int[] labels = IntStream.range(0, columns.size())
                .filter(j -> columns.get(j).isCategory())
                .toArray();
        return labels.length == 0 ? calibration : calibration.labelled(scores, Calibration.Labels.of(normal, labels));
    }

    /** The same where each of these rows was scored by a model of other folds. */
    public ViewCalibration crossFitted(int folds) {
        return new ViewCalibration(views, calibration.map(c -> c.crossFitted(folds)));
    }
}

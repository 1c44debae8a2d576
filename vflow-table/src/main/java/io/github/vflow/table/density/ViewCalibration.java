package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.score.Views;
import io.github.vflow.table.view.View;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The laws of the views of a density, and the scores with which its alarms compare.
 *
 * @param views the distributions of its columns, rows to compare with, and the laws of the views
 * @param calibration the scores of normal rows; empty if there are none
 */
public record ViewCalibration(Views views, Optional<Calibration> calibration) {
    /**
     * The calibration by some rows.
     *
     * @param told the scores that tell the laws
     * @param scores of the rows that calibrate; empty for none
     * @param normal the same rows
     * @param training the rows that give the ranges of columns
     */
    public static ViewCalibration of(
            ViewScorer by, List<ViewScores> told, List<ViewScores> scores, Rows normal, Rows training) {
        Set<View> all = EnumSet.copyOf(ViewPValues.OF_CELLS);
        if (by.neighbours().isEmpty()) {
            all.remove(View.NEIGHBOURS);
        }
        ViewPValues laws = ViewPValues.ofNormal(all, told);
        Views views = new Views(by.marginals(), by.neighbours(), laws);
        if (scores.isEmpty()) {
            return new ViewCalibration(views, Optional.empty());
        }
        ImportanceEstimate none = ImportanceEstimate.of();
        double[] values =
                scores.stream().mapToDouble(s -> laws.score(s, none).value()).toArray();
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

package io.github.vflow.table.score;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.table.defaults.ViewDefaults;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Puts views on one scale: with s̃ = (s − m)/v, the median m and the spread v of normal rows, from the median to the sixth below it,
 *
 * <pre>  COMBINATION = c̃,   ROW = (min(0, c̃) + t̃)/1.4,   COLUMN = k̃/2</pre>
 *
 * for the {@link ViewScores} c, t and k of a row, which is as odd as its oddest view. So no view that averages hides another. Immutable.
 *
 * <p>Rows that calibrate an alarm have no part in the scales, so a score is a function of the row that the calibration did not choose.
 */
public record ViewScales(Scale combination, Scale tails, Scale column) {
    /** The views of cells. */
    public static final List<View> OF_CELLS = List.of(View.COMBINATION, View.ROW, View.COLUMN);

    /**
     * The scale of a score.
     *
     * @param median m, in nats
     * @param unit v, in nats, above zero
     */
    public record Scale(double median, double unit) {
        public Scale {
            if (!(unit > 0) || !Double.isFinite(median)) {
                throw new IllegalArgumentException("ViewScales: a scale must have a finite median and a unit above zero"
                        + " but they are " + median + " and " + unit + "; train again");
            }
        }

        private static Scale of(List<ViewScores> normal, ToDoubleFunction<ViewScores> score, double least) {
            return of(normal.stream().mapToDouble(score).toArray(), least);
        }

        /** The scale of scores with a least unit; infinite ones do not count. */
        public static Scale of(double[] scores, double least) {
            Sorted known =
                    Sorted.of(Arrays.stream(scores).filter(Double::isFinite).toArray());
            double median = known.size() == 0 ? 0 : known.lower(0.5);
            double spread = known.size() == 0 ? 0 : median - known.lower(ViewDefaults.SPREAD_AT);
            double unit = Math.max(least, spread);
            return new Scale(median, unit > 0 ? unit : 1);
        }

        /** A score on this scale. */
        public double of(double score) {
            return (score - median) / unit;
        }

        /** The score that is as odd on another scale as a score is here. */
        public double on(Scale other, double score) {
            return other.median + other.unit * of(score);
        }
    }

    /** The scales of normal rows. */
    public static ViewScales of(List<ViewScores> normal) {
        return new ViewScales(
                Scale.of(normal, ViewScores::combination, ViewDefaults.LEAST_UNIT),
                Scale.of(normal, ViewScores::tails, 0),
                Scale.of(normal, ViewScores::column, 0));
    }

    /** The score of a row by a view; gaps have none here. */
    public double by(View view, ViewScores of) {
        double fit = combination.of(of.combination());
        return switch (view) {
            case COMBINATION -> fit;
            case ROW -> (Math.min(0, fit) + tails.of(of.tails())) / ViewDefaults.UNIT_OF_ROW;
            case COLUMN -> column.of(of.column()) / ViewDefaults.UNIT_OF_COLUMN;
            case GAPS -> throw new IllegalArgumentException("ViewScales: gaps have rules and no score of cells");
        };
    }

    /** The standard error of a score by a view, at most, if ln p has an error in nats. Single columns have none. */
    public double error(View view, double ofLogProb) {
        double ofFit = ofLogProb / combination.unit;
        return switch (view) {
            case COMBINATION -> ofFit;
            case ROW -> ofFit / ViewDefaults.UNIT_OF_ROW;
            case COLUMN, GAPS -> 0;
        };
    }

    /** The score of a row by its oddest view. */
    public AlarmScore of(ViewScores scores, ImportanceEstimate density) {
        return of(OF_CELLS, scores, density);
    }

    /** The score of a row by the oddest of some views. */
    public AlarmScore of(List<View> views, ViewScores scores, ImportanceEstimate density) {
        View oddest = views.getFirst();
        double least = Double.POSITIVE_INFINITY;
        for (View view : views) {
            double score = by(view, scores);
            oddest = score < least ? view : oddest;
            least = Math.min(least, score);
        }
        return new AlarmScore(oddest, least, error(oddest, density.standardError()), density);
    }

    /** The scales as JSON. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("combination", json(combination))
                .put("tails", json(tails))
                .put("column", json(column))
                .build();
    }

    private static JsonObject json(Scale s) {
        return JsonObject.builder().put("median", s.median).put("unit", s.unit).build();
    }

    /** Reads the object of {@link #toJson}; a JSON or an IllegalArgumentException says what is wrong. */
    public static ViewScales read(Field json) {
        return json.object(f -> new ViewScales(
                f.get("combination").object(ViewScales::scale),
                f.get("tails").object(ViewScales::scale),
                f.get("column").object(ViewScales::scale)));
    }

    private static Scale scale(Fields f) {
        return new Scale(f.get("median").number(), f.get("unit").number());
    }
}

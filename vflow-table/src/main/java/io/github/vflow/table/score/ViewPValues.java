package io.github.vflow.table.score;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.nn.json.Components;
import io.github.vflow.table.view.View;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts the views of a row together: its score is the logarithm of the harmonic mean of the p-values pᵥ of its V views,
 *
 * <pre>  score = ln(V / Σᵥ 1/pᵥ)</pre>
 *
 * which is at most V times the least of them, and valid for views that depend on one another (Wilson 2019, PNAS 116:1195). Immutable.
 *
 * <p>Rows that calibrate an alarm have no part in the laws, so a score is a function of the row that the calibration did not choose.
 */
public final class ViewPValues {
    /** The views of cells. */
    public static final Set<View> OF_CELLS = Set.of(View.COMBINATION, View.COLUMN, View.NEIGHBOURS);

    private final Map<View, ViewPValue> laws;
    private final double typical;

    /**
     * Laws.
     *
     * @param laws of the views that count
     * @param typical the median of the sum of combination and tails, in nats
     */
    private ViewPValues(Map<View, ViewPValue> laws, double typical) {
        this.laws = new EnumMap<>(laws);
        this.typical = typical;
    }

    /** The laws of some views of normal rows. */
    public static ViewPValues ofNormal(Set<View> views, List<ViewScores> normal) {
        return of(views, normal, ViewPValue::ofNormal);
    }

    /** The laws of some views of rows among which some are odd. */
    public static ViewPValues ofMixed(Set<View> views, List<ViewScores> rows) {
        return of(views, rows, ViewPValue::ofMixed);
    }

    private static ViewPValues of(Set<View> views, List<ViewScores> rows, Function<double[], ViewPValue> law) {
        Map<View, ViewPValue> laws = new EnumMap<>(View.class);
        views.forEach(v ->
                laws.put(v, law.apply(rows.stream().mapToDouble(s -> s.by(v)).toArray())));
        double[] sums = rows.stream()
                .mapToDouble(ViewScores::sum)
                .filter(Double::isFinite)
                .toArray();
        return new ViewPValues(laws, sums.length == 0 ? 0 : Sorted.of(sums).lower(0.5));
    }

    /** The score of a row by all views, with its oddest view. */
    public Score score(ViewScores of, ImportanceEstimate density) {
        View oddest = View.COMBINATION;
        double least = Double.POSITIVE_INFINITY;
        double weights = 0;
        for (Map.Entry<View, ViewPValue> law : laws.entrySet()) {
            double logP = law.getValue().logP(of.by(law.getKey()));
            weights += Math.exp(-logP);
            oddest = logP < least ? law.getKey() : oddest;
            least = Math.min(least, logP);
        }
        // far out the weights are beyond float64
        double value = Double.isFinite(weights) ? Math.log(laws.size() / weights) : least + Math.log(laws.size());
        return new Score(oddest, value, error(of, value, density), density);
    }

    /** The error of ln p, times the derivative of the score by it. */
    private double error(ViewScores of, double value, ImportanceEstimate density) {
        ViewPValue law = laws.get(View.COMBINATION);
        if (law == null || density.standardError() == 0 || !Double.isFinite(of.combination())) {
            return 0;
        }
        double share = Math.exp(value - law.logP(of.combination())) / laws.size();
        return share * law.slope(of.combination()) * density.standardError();
    }

    /** The score by which columns cost a row: the nats by which its cells fit better, and are less far out, than those of a typical row. */
    public Score explaining(ViewScores of, ImportanceEstimate density) {
        return new Score(View.COMBINATION, of.sum() - typical, density.standardError(), density);
    }

    /** The fields of laws as JSON, and laws of them. */
    static ViewPValues json(Components<ViewPValues> c) {
        Map<View, ViewPValue> laws = new EnumMap<>(View.class);
        for (View view : OF_CELLS) {
            c.optional(
                            view.name().toLowerCase(Locale.ROOT),
                            l -> Optional.ofNullable(l.laws.get(view)),
                            law -> Components.write(law, ViewPValue::json),
                            f -> f.record(ViewPValue::json))
                    .ifPresent(law -> laws.put(view, law));
        }
        return new ViewPValues(laws, c.number("typical", l -> l.typical));
    }
}

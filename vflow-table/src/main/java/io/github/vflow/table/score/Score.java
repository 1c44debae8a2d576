package io.github.vflow.table.score;

import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.view.View;
import java.util.List;

/**
 * A number by which a verdict compares rows; lower is odder. It is no ln p, and depends on the unit of no column.
 *
 * @param view by which the row is oddest
 * @param value the number; −∞ where float32 has none
 * @param standardError of the value; zero for an exact model
 * @param density ln p of the known cells of the row, in nats, with its error: it weighs the values that a cell may have
 */
public record Score(View view, double value, double standardError, ImportanceEstimate density) {
    /** The number of effective draws of the density. */
    public double effectiveSamples() {
        return density.effectiveSampleSize();
    }

    /** Whether the score is exact, or has enough effective draws that its standard error says how good it is. */
    public boolean isKnown() {
        return standardError == 0 || effectiveSamples() >= GapDefaults.FEWEST_EFFECTIVE;
    }

    /** ln p of the known cells of the row, in nats. */
    public double logProb() {
        return density.logProb();
    }

    /** The values of scores [n]. */
    public static double[] values(List<Score> scores) {
        return scores.stream().mapToDouble(Score::value).toArray();
    }
}

package io.github.vflow.table.score;

import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.view.View;
import java.util.List;
import java.util.Optional;

/** A number by which a verdict compares rows; lower is odder. It is no ln p, and depends on the unit of no column. */
public sealed interface Score permits AlarmScore, Oddness {
    /** The number; −∞ where float32 has none. */
    double value();

    /** The view by which the row is oddest; empty where one view gives all scores. */
    default Optional<View> oddest() {
        return Optional.empty();
    }

    /** ln p of the known cells of the row, in nats, with its error: it weighs the values that a cell may have. */
    ImportanceEstimate density();

    /** The standard error of the value; zero for an exact model. */
    double standardError();

    /** ln p of the known cells of the row, in nats. */
    default double logProb() {
        return density().logProb();
    }

    /** The number of effective draws of the density. */
    default double effectiveSamples() {
        return density().effectiveSampleSize();
    }

    /** Whether the score is exact, or has enough effective draws that its standard error says how good it is. */
    default boolean isKnown() {
        return standardError() == 0 || effectiveSamples() >= GapDefaults.FEWEST_EFFECTIVE;
    }

    /** The values of scores [n]. */
    static double[] values(List<? extends Score> scores) {
        return scores.stream().mapToDouble(Score::value).toArray();
    }
}

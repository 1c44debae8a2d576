package io.github.vflow.table.score;

import io.github.vflow.flow.defaults.GapDefaults;
import java.util.List;

/** A number in nats by which a verdict compares rows; lower is odder. It is a sum of weighted log-densities and other terms, and no ln p. */
public sealed interface Score permits AlarmScore, Oddness {
    /** The number, in nats; −∞ where float32 has none. */
    double value();

    /** The standard error of the value; zero for an exact model. */
    double standardError();

    /** The least number of effective draws of a density in the score. */
    double effectiveSamples();

    /** Whether the score is exact, or has enough effective draws that its standard error says how good it is. */
    default boolean isKnown() {
        return standardError() == 0 || effectiveSamples() >= GapDefaults.FEWEST_EFFECTIVE;
    }

    /** The values of scores [n]. */
    static double[] values(List<? extends Score> scores) {
        return scores.stream().mapToDouble(Score::value).toArray();
    }
}

package io.github.vflow.table.verdict;

import java.util.List;
import java.util.Optional;

/**
 * The answer of an alarm about one row.
 *
 * @param score the number that the alarm compares with the calibration rows, in nats; lower is odder. It is the
 *     mean of two ln p of the known cells, by the flows of the model without noise and by those with noise, if there are both
 * @param standardError of the score; zero for an exact model
 * @param pValue upper bound on the share of normal rows at least this odd. For a normal row, P(pValue ≤ α) ≤ α
 * @param level the largest p-value of an alarm
 * @param reasons the most telling first; may be empty
 * @param attribution the columns that make the row odd, if asked for
 */
public record Verdict(
        double score,
        double standardError,
        double pValue,
        double level,
        List<Reason> reasons,
        Optional<Attribution> attribution) {
    /** Copies the list. */
    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** Whether the row is too odd for the false-alarm rate. */
    public boolean isAlarm() {
        return pValue <= level;
    }

    /** The most telling reason in words; empty if there is none. */
    public String reason() {
        return reasons.isEmpty() ? "" : reasons.getFirst().words();
    }
}

package io.github.vflow.table.verdict;

import java.util.List;
import java.util.Optional;

/**
 * Whether a row is normal.
 *
 * @param logProb ln p(row) of its known cells in nats, by the density that the alarm compares: {@code TableModel.smoothed}
 * @param standardError of logProb; zero for an exact model
 * @param pValue the part of normal rows that are as odd, at most: if the row is normal, it is at most α with probability at most α
 * @param level the row is an alarm if the p-value is at most this
 * @param reasons the most telling first; empty if nothing is to be said
 * @param attribution which columns make it odd, if asked for
 */
public record Verdict(
        double logProb,
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

    Verdict at(double other) {
        return new Verdict(logProb, standardError, pValue, other, reasons, attribution);
    }
}

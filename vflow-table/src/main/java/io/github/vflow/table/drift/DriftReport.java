package io.github.vflow.table.drift;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a monitor knows after some rows.
 *
 * @param rows how many it has seen
 * @param alarm whether the evidence is at least the limit
 * @param evidence the mean of the evidence of columns and score. While nothing drifts, its mean after t rows is at most t
 * @param limit of the evidence at which an alarm is raised: the least mean number of rows between false alarms
 * @param columns in the order of a row, then the score
 */
public record DriftReport(long rows, boolean alarm, double evidence, double limit, List<ColumnDrift> columns) {
    /** With a copy of the list. */
    public DriftReport {
        columns = List.copyOf(columns);
    }

    /** The columns that drifted; at least one if there is an alarm. */
    public List<ColumnDrift> drifted() {
        return columns.stream().filter(ColumnDrift::drifted).toList();
    }

    /** The first row, counted from 1, of the earliest change; empty without an alarm. */
    public OptionalLong since() {
        return drifted().stream().mapToLong(ColumnDrift::since).min();
    }

    /** The report in words, on one line. */
    @Override
    public String toString() {
        if (!alarm) {
            return String.format(Locale.ROOT, "no drift in %,d rows: evidence %.1e of %.1e", rows, evidence, limit);
        }
        return drifted().stream()
                .map(c -> String.format(
                        Locale.ROOT,
                        "%s since about row %,d (evidence %.1e, stability index %.2f)",
                        c.column(),
                        c.since(),
                        c.evidence(),
                        c.stability()))
                .collect(Collectors.joining(", ", String.format(Locale.ROOT, "drift at row %,d: ", rows), ""));
    }
}

package io.github.vflow.table.drift;

import io.github.vflow.table.schema.Column;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The state of a monitor in numbers.
 *
 * @param rows the number of rows so far
 * @param alarm whether the evidence is at least the limit
 * @param evidence the mean of the evidence of columns and score. Without drift its expectation after t rows is at most t
 * @param limit of the evidence at which an alarm is raised: the least mean number of rows between false alarms
 * @param columns in the order of a row, then the score
 */
public record DriftReport(long rows, boolean alarm, double evidence, double limit, List<Column> columns) {
    /**
     * A column, or the score, as a monitor sees it.
     *
     * @param column its name, or {@link Baseline#SCORE}
     * @param drifted whether there is an alarm and this column alone would have raised it
     * @param since the row, counted from 1, at which drift most likely began; zero if the baseline is too small to tell
     * @param evidence the mean of the detectors of all bets. Without drift its expectation after t rows is at most t
     * @param stability the population stability index of the rows since the change if the column drifted, else of all rows. Below 0.1 is usually
     *     called small, above 0.25 large; chance alone makes it about (g − 1)(1/n + 1/m) for g groups, n and m rows
     */
    public record Column(String column, boolean drifted, long since, double evidence, double stability) {}

    /** Copies the list. */
    public DriftReport {
        columns = List.copyOf(columns);
    }

    /** The columns that drifted; at least one if there is an alarm. */
    public List<Column> drifted() {
        return columns.stream().filter(Column::drifted).toList();
    }

    /** The first row, counted from 1, of the earliest change; empty without an alarm. */
    public OptionalLong since() {
        return drifted().stream().mapToLong(Column::since).min();
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

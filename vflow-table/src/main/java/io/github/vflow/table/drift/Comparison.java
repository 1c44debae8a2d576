package io.github.vflow.table.drift;

import io.github.vflow.table.schema.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The comparison of a batch with a baseline, column by column.
 *
 * @param rows the number of rows of the batch
 * @param columns in the order of a row, then the score
 */
public record Comparison(long rows, List<Column> columns) {
    /** The level of {@link #toString}. */
    public static final double LEVEL = 0.001;

    /**
     * A column, or the score, of a batch beside its baseline.
     *
     * @param column its name, or {@link Baseline#SCORE}
     * @param statistic the largest distance of the distribution functions for numbers; χ² for categories
     * @param pValue the probability of a statistic at least this large if batch and baseline have one distribution
     * @param adjusted the p-value after Holm's correction for the number of columns
     * @param stability the population stability index. Below 0.1 is usually called small, above 0.25 large;
     *     chance alone makes it about (g − 1)(1/n + 1/m) for g groups, n and m rows
     */
    public record Column(String column, double statistic, double pValue, double adjusted, double stability) {}

    /** Copies the list. */
    public Comparison {
        columns = List.copyOf(columns);
    }

    /** Applies Holm's correction: multiplies the i-th smallest of n p-values by n − i + 1, and keeps their order. */
    static Comparison adjusted(long rows, List<Column> columns) {
        List<Column> adjusted = new ArrayList<>(columns);
        List<Integer> order = IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparingDouble(j -> columns.get(j).pValue()))
                .toList();
        double most = 0;
        for (int i = 0; i < order.size(); i++) {
            Column c = columns.get(order.get(i));
            most = Math.max(most, Math.min(1, c.pValue() * (columns.size() - i)));
            adjusted.set(order.get(i), new Column(c.column(), c.statistic(), c.pValue(), most, c.stability()));
        }
        return new Comparison(rows, adjusted);
    }

    /**
     * The columns whose adjusted p-value is at most a level. Without drift the list is not empty with at most this probability.
     *
     * @param level in (0, 1)
     * @throws IllegalArgumentException if it is not
     */
    public List<Column> drifted(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "Comparison: the level must be in (0, 1) but is " + level + "; 0.001 is usual");
        }
        return columns.stream().filter(c -> c.adjusted() <= level).toList();
    }

    /** The comparison in words, on one line. */
    @Override
    public String toString() {
        List<Column> drifted = drifted(LEVEL);
        if (drifted.isEmpty()) {
            return String.format(Locale.ROOT, "no drift in %,d rows at the level %s", rows, LEVEL);
        }
        return drifted.stream()
                .map(c -> String.format(
                        Locale.ROOT, "%s (p %.1e, stability index %.2f)", c.column(), c.adjusted(), c.stability()))
                .collect(Collectors.joining(
                        ", ", String.format(Locale.ROOT, "drift in %,d rows at the level %s: ", rows, LEVEL), ""));
    }
}

package io.github.vflow.table.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A batch beside a baseline.
 *
 * @param rows of the batch
 * @param columns in the order of a row, then the score
 */
public record Comparison(long rows, List<ColumnComparison> columns) {
    /** The level of {@link #toString}. */
    public static final double LEVEL = 0.001;

    /** With a copy of the list. */
    public Comparison {
        columns = List.copyOf(columns);
    }

    /** With Holm's correction: the i-th smallest of n p-values is multiplied by n − i + 1, and is no less than those before. */
    static Comparison adjusted(long rows, List<ColumnComparison> columns) {
        List<ColumnComparison> adjusted = new ArrayList<>(columns);
        List<Integer> order = IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparingDouble(j -> columns.get(j).pValue()))
                .toList();
        double most = 0;
        for (int i = 0; i < order.size(); i++) {
            ColumnComparison c = columns.get(order.get(i));
            most = Math.max(most, Math.min(1, c.pValue() * (columns.size() - i)));
            adjusted.set(
                    order.get(i), new ColumnComparison(c.column(), c.statistic(), c.pValue(), most, c.stability()));
        }
        return new Comparison(rows, adjusted);
    }

    /**
     * The columns whose adjusted p-value is at most a level: without drift, any is there with at most this probability.
     *
     * @param level in (0, 1)
     * @throws IllegalArgumentException if it is not
     */
    public List<ColumnComparison> drifted(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "Comparison: the level must be in (0, 1) but is " + level + "; 0.001 is usual");
        }
        return columns.stream().filter(c -> c.adjusted() <= level).toList();
    }

    /** The comparison in words, on one line. */
    @Override
    public String toString() {
        List<ColumnComparison> drifted = drifted(LEVEL);
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

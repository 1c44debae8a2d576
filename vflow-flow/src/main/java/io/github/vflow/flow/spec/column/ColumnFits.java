package io.github.vflow.flow.spec.column;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.spec.column.ColumnSpec.Circular;
import io.github.vflow.flow.spec.column.ColumnSpec.HeavyTailed;
import java.util.Arrays;

/** The numbers of kinds of columns that follow from rows. */
final class ColumnFits {
    /** The interquartile range of a normal distribution in standard deviations. */
    private static final double RANGE_OF_NORMAL = 1.35;

    private ColumnFits() {}

    static HeavyTailed heavyTailed(Rows rows, int column) {
        Sorted sorted = Sorted.of(known("HeavyTailed", rows, column));
        double range = (sorted.lower(0.75) - sorted.lower(0.25)) / RANGE_OF_NORMAL;
        double std = rows.columnStds()[column];
        return new HeavyTailed(sorted.lower(0.5), range > 0 ? range : std > 0 ? std : 1);
    }

    static Circular circular(Rows rows, int column, double low, double high) {
        double period = high - low;
        double[] sorted = Arrays.stream(known("Circular", rows, column))
                .map(x -> x - period * Math.floor((x - low) / period))
                .sorted()
                .toArray();
        double previous = sorted[sorted.length - 1] - period;
        double widest = -1;
        double cut = low;
        for (double x : sorted) {
            if (x - previous > widest) {
                widest = x - previous;
                cut = previous + widest / 2;
            }
            previous = x;
        }
        Circular unit = new Circular(low, high, cut, 1);
        double std = Rows.of(Arrays.stream(sorted).map(x -> unit.onLine(x)).toArray(), 1)
                .columnStds()[0];
        return new Circular(low, high, cut, std > 0 ? std : period);
    }

    private static double[] known(String kind, Rows rows, int column) {
        double[] known = rows.known(column);
        if (known.length == 0) {
            throw new IllegalArgumentException("ColumnSpec." + kind + ": column " + column
                    + " (counted from 0) is missing in all " + rows.size() + " rows; remove the column");
        }
        return known;
    }
}

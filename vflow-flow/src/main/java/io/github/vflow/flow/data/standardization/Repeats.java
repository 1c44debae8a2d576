package io.github.vflow.flow.data.standardization;

import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a column that have a probability each. Immutable.
 *
 * @param values ascending; empty if there are none
 * @param areListed whether all others are rare, so that they are standardised by a centre and a scale of their own, and a standardised row that a
 *     model draws has the place of a value, counted from 1, instead of a number
 * @param centre of the others, if so
 * @param scale of the others, if so
 */
public record Repeats(List<Double> values, boolean areListed, double centre, double scale) {
    /** No number repeats. */
    public static final Repeats NONE = atoms(List.of());

    public Repeats {
        values = List.copyOf(values);
    }

    /** Numbers beside others that have a density. */
    public static Repeats atoms(List<Double> values) {
        return new Repeats(values, false, 0, 1);
    }

    /** Numbers beside rare ones. */
    public static Repeats listed(List<Double> values, double centre, double scale) {
        return new Repeats(values, true, centre, scale);
    }

    /** These numbers for fast search. */
    double[] sorted() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The place of a number among ascending ones, counted from 1; 0 if it is none of them. */
    static int place(double[] sorted, double x) {
        // 0.0 and −0.0 are one number
        return sorted.length == 0 ? 0 : Math.max(0, Arrays.binarySearch(sorted, x + 0.0) + 1);
    }
}

package io.github.vflow.flow.spec.column;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.Standardization;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The moments of the columns by which rows are standardised; none if they are taken as they are.
 *
 * @param mean of each column
 * @param std of each column
 */
public record Moments(List<Double> mean, List<Double> std) {
    /** Checks that there are as many means as standard deviations. */
    public Moments {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != std.size()) {
            throw new IllegalArgumentException(
                    "Moments: mean and std must have the same length but have " + mean.size() + " and " + std.size());
        }
    }

    /** Rows are taken as they are. */
    public static Moments none() {
        return new Moments(List.of(), List.of());
    }

    /**
     * The moments of some rows.
     *
     * @throws io.github.vflow.flow.data.ColumnException if a column is constant, or float32 cannot tell its numbers apart
     */
    public static Moments of(Rows rows) {
        return of(rows, _ -> true);
    }

    /**
     * The moments of some rows; columns that are not standardised have mean 0 and standard deviation 1.
     *
     * @param standardised whether a column is standardised, by its number
     * @throws io.github.vflow.flow.data.ColumnException if a standardised column is constant, or float32 cannot tell its numbers apart
     */
    public static Moments of(Rows rows, IntPredicate standardised) {
        Standardization s = Standardization.of(rows, standardised);
        return new Moments(s.mean(), s.std());
    }

    /** Whether rows are taken as they are. */
    public boolean areNone() {
        return mean.isEmpty();
    }

    /** The map by these moments. */
    public Standardization standardization() {
        return areNone() ? Standardization.none() : Standardization.of(mean, std);
    }
}

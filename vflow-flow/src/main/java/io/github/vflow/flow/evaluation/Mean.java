package io.github.vflow.flow.evaluation;

import java.util.Arrays;

/**
 * A mean over rows with its standard error.
 *
 * @param value the mean; NaN of no rows
 * @param standardError s/√n, with the sample standard deviation s; NaN of fewer than two rows
 * @param count n, the number of rows
 */
public record Mean(double value, double standardError, long count) {
    /** The mean of some values. */
    public static Mean of(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        int n = values.length;
        return new Mean(mean, n > 1 ? Math.sqrt(squares / (n - 1) / n) : Double.NaN, n);
    }

    /** The mean of the values times a factor, such as {@code model.bitsPerDim(1)}, which turns nats into bits per dimension. */
    public Mean times(double factor) {
        return new Mean(factor * value, Math.abs(factor) * standardError, count);
    }
}

package io.github.vflow.cli.console;

import java.util.Arrays;

/**
 * A mean over rows with its standard error.
 *
 * @param value the mean
 * @param standardError s/√n, with the sample standard deviation s
 */
public record Mean(double value, double standardError) {
    public static Mean of(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        int n = values.length;
        return new Mean(mean, n > 1 ? Math.sqrt(squares / (n - 1) / n) : Double.NaN);
    }

    /** Converts nats per image to bits per dimension: −nats / (ln 2 · D_X). */
    public Mean toBitsPerDimension(int dimensions) {
        double scale = Math.log(2) * dimensions;
        return new Mean(-value / scale, standardError / scale);
    }

    @Override
    public String toString() {
        return Text.nats(value, standardError);
    }
}

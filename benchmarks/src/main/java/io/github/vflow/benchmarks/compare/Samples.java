package io.github.vflow.benchmarks.compare;

import java.util.Arrays;
import java.util.List;

/**
 * Times of one contender, in nanoseconds.
 *
 * @param sorted from the shortest
 */
record Samples(double[] sorted) {
    static Samples of(List<double[]> parts) {
        return new Samples(
                parts.stream().flatMapToDouble(Arrays::stream).sorted().toArray());
    }

    static double median(double... values) {
        return new Samples(Arrays.stream(values).sorted().toArray()).quantile(0.5);
    }

    /** With linear interpolation between neighbours. */
    double quantile(double q) {
        if (sorted.length == 0) {
            throw new IllegalStateException("Samples.quantile: there is nothing to take it of; time something first");
        }
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}

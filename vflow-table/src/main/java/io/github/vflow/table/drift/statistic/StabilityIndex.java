package io.github.vflow.table.drift.statistic;

import java.util.stream.LongStream;

/** The population stability index of two sets of counts. */
public final class StabilityIndex {
    /** Keeps empty groups finite. */
    private static final double PRIOR = 0.5;

    private StabilityIndex() {}

    /** Σ (q − p)·ln(q/p) over groups, with p and q the shares of a and b after ½ is added to each count; zero if b has none. */
    public static double of(long[] a, long[] b) {
        double n = LongStream.of(a).sum();
        double m = LongStream.of(b).sum();
        if (m == 0) {
            return 0;
        }
        double index = 0;
        for (int g = 0; g < a.length; g++) {
            if (a[g] + b[g] > 0) {
                double p = (a[g] + PRIOR) / (n + PRIOR * a.length);
                double q = (b[g] + PRIOR) / (m + PRIOR * a.length);
                index += (q - p) * Math.log(q / p);
            }
        }
        return index;
    }
}

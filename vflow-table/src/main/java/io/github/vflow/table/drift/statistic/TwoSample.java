package io.github.vflow.table.drift.statistic;

import io.github.vflow.table.defaults.DriftDefaults;
import java.util.stream.LongStream;

/**
 * A χ² test whether two sets of counts are samples of one distribution. Neighbouring cells count as one until at least {@value
 * DriftDefaults#FEWEST_IN_CELL} are expected in both samples.
 *
 * @param statistic χ²
 * @param pValue the probability of a statistic as large or larger if both samples have one distribution
 */
public record TwoSample(double statistic, double pValue) {
    /** Tests two sets of counts of the same cells; an empty one does not differ. */
    public static TwoSample of(long[] a, long[] b) {
        double n = LongStream.of(a).sum();
        double m = LongStream.of(b).sum();
        if (n == 0 || m == 0) {
            return new TwoSample(0, 1);
        }
        long[] inA = new long[a.length];
        long[] inB = new long[a.length];
        int cells = 0;
        for (int k = 0; k < a.length; k++) {
            inA[cells] += a[k];
            inB[cells] += b[k];
            cells += isEnough(inA[cells] + inB[cells], n, m) ? 1 : 0;
        }
        if (cells < a.length && cells > 0) {
            inA[cells - 1] += inA[cells];
            inB[cells - 1] += inB[cells];
        }
        double statistic = 0;
        for (int k = 0; k < cells; k++) {
            double difference = Math.sqrt(m / n) * inA[k] - Math.sqrt(n / m) * inB[k];
            statistic += difference * difference / (inA[k] + inB[k]);
        }
        return new TwoSample(statistic, cells < 2 ? 1 : Gamma.upper((cells - 1) / 2.0, statistic / 2));
    }

    private static boolean isEnough(long both, double n, double m) {
        return both * Math.min(n, m) / (n + m) >= DriftDefaults.FEWEST_IN_CELL;
    }
}

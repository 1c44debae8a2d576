package io.github.vflow.table.drift.statistic;

import io.github.vflow.table.defaults.DriftDefaults;
import java.util.stream.LongStream;

/** Tests whether two sets of counts are samples of one distribution. */
public enum TwoSample {
    /** The largest distance of the distribution functions at the ends of cells, which makes the test conservative. */
    KOLMOGOROV_SMIRNOV {
        @Override
        Outcome test(long[] a, long[] b) {
            double n = LongStream.of(a).sum();
            double m = LongStream.of(b).sum();
            double p = 0;
            double q = 0;
            double most = 0;
            for (int k = 0; k < a.length; k++) {
                p += a[k] / n;
                q += b[k] / m;
                most = Math.max(most, Math.abs(p - q));
            }
            double root = Math.sqrt(n * m / (n + m));
            return new Outcome(most, kolmogorov((root + 0.12 + 0.11 / root) * most));
        }
    },
    /** χ² of the cells with at least {@value DriftDefaults#FEWEST_IN_CELL} expected in both samples; the others count as one. */
    CHI_SQUARE {
        @Override
        Outcome test(long[] a, long[] b) {
            double n = LongStream.of(a).sum();
            double m = LongStream.of(b).sum();
            long restA = 0;
            long restB = 0;
            double statistic = 0;
            int cells = 0;
            for (int k = 0; k < a.length; k++) {
                if ((a[k] + b[k]) * Math.min(n, m) / (n + m) < DriftDefaults.FEWEST_IN_CELL) {
                    restA += a[k];
                    restB += b[k];
                } else {
                    statistic += term(a[k], b[k], n, m);
                    cells++;
                }
            }
            if (restA + restB > 0) {
                statistic += term(restA, restB, n, m);
                cells++;
            }
            return new Outcome(statistic, cells < 2 ? 1 : Gamma.upper((cells - 1) / 2.0, statistic / 2));
        }
    };

    private static final int TERMS = 100;

    /** A statistic and the probability that it is as large or larger if both samples have one distribution. */
    public record Outcome(double statistic, double pValue) {}

    /** Tests two sets of counts of the same cells; an empty one does not differ. */
    public Outcome of(long[] a, long[] b) {
        return LongStream.of(a).sum() == 0 || LongStream.of(b).sum() == 0 ? new Outcome(0, 1) : test(a, b);
    }

    abstract Outcome test(long[] a, long[] b);

    private static double term(long a, long b, double n, double m) {
        double difference = Math.sqrt(m / n) * a - Math.sqrt(n / m) * b;
        return difference * difference / (a + b);
    }

    /** 2·Σ (−1)ʲ⁻¹ exp(−2j²t²), Kolmogorov's distribution. */
    private static double kolmogorov(double t) {
        if (t < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int j = TERMS; j >= 1; j--) {
            sum += (j % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * j * j * t * t);
        }
        return Math.clamp(sum, 0.0, 1.0);
    }
}

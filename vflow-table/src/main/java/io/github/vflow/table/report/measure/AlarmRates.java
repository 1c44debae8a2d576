package io.github.vflow.table.report.measure;

import io.github.vflow.flow.distribution.mixing.LogGamma;

/**
 * The number of alarms among m normal rows if n calibration rows set the limit. k = ⌊rate · (n + 1)⌋ of the calibration scores are at most the limit,
 * so the share of normal rows below it has the distribution Beta(k, n + 1 − k) (V. Vovk, 2012), and the number of alarms is beta-binomial.
 *
 * @param calibration n
 * @param rows m
 */
public record AlarmRates(int calibration, int rows) {
    private static final double OUTSIDE = 0.005;

    /**
     * The range of the share of alarms that holds 99 % of all cases.
     *
     * @param low the lower end
     * @param high the upper end
     */
    public record Range(double low, double high) {
        /** Whether a share is in the range. */
        public boolean has(double share) {
            return share >= low && share <= high;
        }
    }

    /** The range at a rate from 0 to 1. */
    public Range at(double rate) {
        int k = (int) Math.floor(rate * (calibration + 1) * (1 + 1e-12));
        if (k < 1) {
            return new Range(0, 0);
        }
        if (k > calibration) {
            return new Range(1, 1);
        }
        double a = k;
        double b = calibration + 1.0 - k;
        double log = logBeta(a, b + rows) - logBeta(a, b);
        double below = 0;
        int low = -1;
        for (int x = 0; x <= rows; x++) {
            below += Math.exp(log);
            if (low < 0 && below > OUTSIDE) {
                low = x;
            }
            if (below >= 1 - OUTSIDE) {
                return new Range(Math.max(0, low) / (double) rows, x / (double) rows);
            }
            log += Math.log((rows - x) / (x + 1.0)) + Math.log((a + x) / (b + rows - x - 1));
        }
        return new Range(Math.max(0, low) / (double) rows, 1);
    }

    private static double logBeta(double a, double b) {
        return LogGamma.of(a) + LogGamma.of(b) - LogGamma.of(a + b);
    }
}

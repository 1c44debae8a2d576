package io.github.vflow.flow.train.stacking;

import io.github.vflow.flow.defaults.MixtureDefaults;

/** The shares of the components of a mixture that explain rows best, by expectation maximisation. */
final class MixtureShares {
    private MixtureShares() {}

    /**
     * The shares with the largest likelihood of rows.
     *
     * @param logs ln p of each row under each component [components][n]
     * @param prior made-up rows of each component [components], which keep shares from extremes where rows are few
     */
    static double[] of(double[][] logs, double[] prior) {
        int n = logs[0].length;
        double[] shares = prior.clone();
        for (int step = 0; step < MixtureDefaults.STACKING_STEPS; step++) {
            double[] counts = prior.clone();
            for (int i = 0; i < n; i++) {
                add(counts, shares, logs, i);
            }
            double total = 0;
            for (double count : counts) {
                total += count;
            }
            for (int c = 0; c < counts.length; c++) {
                shares[c] = counts[c] / total;
            }
        }
        return shares;
    }

    /** Adds the part of each component in a row. */
    private static void add(double[] counts, double[] shares, double[][] logs, int row) {
        double max = Double.NEGATIVE_INFINITY;
        for (double[] component : logs) {
            max = Math.max(max, component[row]);
        }
        if (max == Double.NEGATIVE_INFINITY) {
            return;
        }
        double[] parts = new double[shares.length];
        double sum = 0;
        for (int c = 0; c < parts.length; c++) {
            parts[c] = shares[c] * Math.exp(logs[c][row] - max);
            sum += parts[c];
        }
        for (int c = 0; c < parts.length; c++) {
            counts[c] += parts[c] / sum;
        }
    }
}

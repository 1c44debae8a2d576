package io.github.vflow.table.verdict;

import java.util.Arrays;

/**
 * The level of p-values at which the expected share of false alarms among all alarms is at most q (Benjamini and Hochberg 1995). The bound
 * also holds for p-values that share calibration rows (Bates et al. 2023, Theorem 2).
 */
final class FalseDiscoveries {
    private FalseDiscoveries() {}

    /**
     * The level k·q/m with the greatest k for which k p-values are at most k·q/m; zero if there is none.
     *
     * @param pValues [m] of the rows of a batch
     * @param q the false discovery rate
     */
    static double level(double[] pValues, double q) {
        double[] sorted = pValues.clone();
        Arrays.sort(sorted);
        for (int k = sorted.length; k > 0; k--) {
            double level = k * q / sorted.length;
            if (sorted[k - 1] <= level) {
                return level;
            }
        }
        return 0;
    }
}

package io.github.vflow.table.report.measure;

import io.github.vflow.flow.data.column.Sorted;

/**
 * The largest difference of two distributions.
 *
 * @param size the difference of the two shares, from 0 to 1; for ordered numbers the statistic of Kolmogorov and Smirnov
 * @param at the number up to which the shares count, or the category
 * @param first the share of the first distribution
 * @param second the share of the second distribution
 * @param noise the size that one of a hundred pairs of samples of the same distribution exceeds
 */
public record Difference(double size, double at, double first, double second, double noise) {
    /** The 1 % point of the two-sided statistic of Kolmogorov and Smirnov, in √(1/n + 1/m). */
    private static final double NOISE = 1.63;

    /** The 1 % point of a difference of two shares, in its largest standard deviation. */
    private static final double DEVIATIONS = 2.58;

    /** The difference of two sets of numbers; zero if one is empty. */
    public static Difference of(Sorted first, Sorted second) {
        Difference most = new Difference(0, Double.NaN, 0, 0, noise(first.size(), second.size(), NOISE));
        int i = 0;
        int j = 0;
        while (i < first.size() && j < second.size()) {
            double x = Math.min(first.get(i), second.get(j));
            while (i < first.size() && first.get(i) <= x) {
                i++;
            }
            while (j < second.size() && second.get(j) <= x) {
                j++;
            }
            most = most.orLarger(x, (double) i / first.size(), (double) j / second.size());
        }
        return most;
    }

    /**
     * The difference of the shares of categories.
     *
     * @param n the number of cells of the first distribution
     * @param m the number of cells of the second distribution
     */
    public static Difference ofShares(double[] first, int n, double[] second, int m) {
        Difference most = new Difference(0, Double.NaN, 0, 0, noise(n, m, DEVIATIONS / 2));
        for (int k = 0; k < first.length && n > 0 && m > 0; k++) {
            most = most.orLarger(k, first[k], second[k]);
        }
        return most;
    }

    private static double noise(int n, int m, double factor) {
        return n == 0 || m == 0 ? 1 : factor * Math.sqrt(1.0 / n + 1.0 / m);
    }

    private Difference orLarger(double x, double a, double b) {
        double other = Math.abs(a - b);
        return other > size ? new Difference(other, x, a, b, noise) : this;
    }

    /** Whether the difference is more than chance. */
    public boolean isSeen() {
        return size > noise;
    }
}

package io.github.vflow.table.drift.statistic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Bets on the cell of the next value. A bet b ≥ 0 pays bₖ if the value is in cell k. Its expectation is at most 1 for every distribution within
 * the baseline's confidence {@link Band}, so sampling error alone cannot raise an alarm.
 *
 * <p>The bets are shapes of several sizes. For numbers: higher or lower, wider or narrower, more in the tails, more or less in each tenth. For
 * categories: more or less of each label. For both: more or fewer missing values.
 */
public final class Bets {
    private static final double[] SLOPES = {0.2, 0.5, 0.9};
    private static final double[] WIDTHS = {-0.45, -0.2, 0.2, 0.5, 0.9};
    private static final double[] TAILS = {0.001, 0.01, 0.05};
    private static final double[] TAIL_GAINS = {2, 8};
    private static final double[] GAINS = {-0.7, 1, 4};

    private final long[] counts;
    private final int[] groups;
    private final boolean isCategory;
    private final int known;
    private final List<double[]> shapes = new ArrayList<>();

    private Bets(long[] counts, int[] groups, boolean isCategory) {
        this.counts = counts;
        this.groups = groups;
        this.isCategory = isCategory;
        this.known = counts.length - 1;
    }

    /**
     * The bets against a baseline.
     *
     * @param counts of the values in each cell; the last cell has the missing values
     * @param groups the group of each cell, such as a tenth of the known values
     * @param isCategory whether the cells are labels, which have no order
     * @param delta the probability that the distribution of future rows is outside the band
     * @return the payment of each bet for each cell: [cells][bets]; without bets if the baseline is too small for any
     */
    public static double[][] of(long[] counts, int[] groups, boolean isCategory, double delta) {
        Bets bets = new Bets(counts, groups, isCategory);
        bets.shape();
        Band band = Band.of(bets.counts, delta);
        List<double[]> fair = bets.shapes.stream()
                .map(shape -> over(shape, band.largestMean(shape, bets.counts)))
                .filter(bet -> Arrays.stream(bet).anyMatch(pay -> pay > 1))
                .toList();
        double[][] byCell = new double[bets.counts.length][fair.size()];
        for (int k = 0; k < byCell.length; k++) {
            int cell = k;
            Arrays.setAll(byCell[k], i -> fair.get(i)[cell]);
        }
        return byCell;
    }

    private static double[] over(double[] shape, double mean) {
        return Arrays.stream(shape).map(b -> b / mean).toArray();
    }

    private void shape() {
        if (!isCategory) {
            for (double slope : SLOPES) {
                integrated(u -> u + slope * u * (u - 1));
                integrated(u -> u - slope * u * (u - 1));
            }
            for (double width : WIDTHS) {
                integrated(u -> u + width * (4 * Math.pow(u - 0.5, 3) - u + 0.5));
            }
            for (double tail : TAILS) {
                for (double gain : TAIL_GAINS) {
                    step(tail, 1 + gain, 1);
                    step(1 - tail, 1, 1 + gain);
                }
            }
        }
        for (int g = 0; g <= groups[known]; g++) {
            for (double gain : GAINS) {
                double[] shape = new double[counts.length];
                int group = g;
                Arrays.setAll(shape, k -> groups[k] == group ? 1 + gain : 1);
                shapes.add(shape);
            }
        }
    }

    /**
     * Adds the bet whose density in u = F̂(x) is the derivative of a function; missing values pay 1.
     *
     * @param integral of the density
     */
    private void integrated(DoubleUnaryOperator integral) {
        double[] shape = new double[counts.length];
        double n = total();
        double below = 0;
        for (int k = 0; k < known; k++) {
            double from = below / n;
            below += counts[k];
            double to = below / n;
            shape[k] = (integral.applyAsDouble(to) - integral.applyAsDouble(from)) / (to - from);
        }
        shape[known] = 1;
        add(shape);
    }

    /** Adds the bet that pays one amount for the cells below a probability, and another for the cells above. */
    private void step(double at, double low, double high) {
        double[] shape = new double[counts.length];
        double n = total();
        double below = 0;
        for (int k = 0; k < known; k++) {
            below += counts[k];
            shape[k] = below <= at * n + 0.5 ? low : high;
        }
        shape[known] = 1;
        add(shape);
    }

    private double total() {
        return Arrays.stream(counts, 0, known).sum();
    }

    /** Adds a shape if there are two cells of known values; otherwise it has no meaning. */
    private void add(double[] shape) {
        if (known > 1) {
            shapes.add(shape);
        }
    }
}

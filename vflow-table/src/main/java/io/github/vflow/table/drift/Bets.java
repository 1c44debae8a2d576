package io.github.vflow.table.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Bets on the cell of the next value. A bet b ≥ 0 pays bₖ if the value is in cell k, and its mean is at most 1 for every distribution in the band
 * of the baseline: the error of a finite baseline cannot win.
 *
 * <p>The bets are shapes of several sizes. For numbers: higher or lower, wider or narrower, more in the tails, more or less in each tenth. For
 * categories: more or less of each label. For both: more or fewer missing.
 */
final class Bets {
    private static final double[] SLOPES = {0.2, 0.5, 0.9};
    private static final double[] WIDTHS = {-0.45, -0.2, 0.2, 0.5, 0.9};
    private static final double[] TAILS = {0.001, 0.01, 0.05};
    private static final double[] TAIL_GAINS = {2, 8};
    private static final double[] GAINS = {-0.7, 1, 4};

    private final Reference reference;
    private final long[] counts;
    private final int known;
    private final List<double[]> shapes = new ArrayList<>();

    private Bets(Reference reference) {
        this.reference = reference;
        this.counts = reference.counts();
        this.known = counts.length - 1;
    }

    /**
     * The bets against a reference.
     *
     * @param delta the probability that the distribution of rows to come is not in the band
     * @return what each bet pays for each cell: [cells][bets]; without bets if the baseline is too small for any
     */
    static double[][] of(Reference reference, double delta) {
        Bets bets = new Bets(reference);
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
        if (!reference.isCategory()) {
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
        int[] groups = reference.groups();
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
     * The bet whose density in u = F̂(x) is the derivative of a function; missing values pay 1.
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

    /** The bet that pays one amount for the cells that lie below a probability, and another for those above. */
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
        return reference.size() - counts[known];
    }

    /** Without known values, or with all of them in one cell, a shape has no meaning. */
    private void add(double[] shape) {
        if (known > 1) {
            shapes.add(shape);
        }
    }
}

package io.github.vflow.flow.data.standardization;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.defaults.MixtureDefaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds the knots and slopes of a {@link MarginalMap}. Numbers are cut at the quantiles of z = 0, ±½, ±1, … of the normal distribution; each bin has
 * a knot in its middle, whose slope is the difference of z over the width. Each tail has a knot at its mean, whose slope an exponential distribution
 * has with the mean excess of the normal distribution.
 */
final class MarginalFit {
    /** Φ(−z) of z = 0, ½, 1, 1½ and 2. */
    private static final double[] BELOW = {0.5, 0.308538, 0.158655, 0.066807, 0.022750};

    /** E[Z − z | Z > z] of the same z. */
    private static final double[] EXCESS = {0.797885, 0.641078, 0.525135, 0.438824, 0.373216};

    /** The middle of a column lies between two quantiles, which are {@value #DISTANCE} standard deviations apart in the normal distribution. */
    private static final double OUTER = 0.1;

    private static final double DISTANCE = 2.563;

    private final Sorted sorted;
    private final boolean isFine;
    private final double unit;
    private final double mean;
    private final List<Double> cuts = new ArrayList<>();
    private final List<Double> levels = new ArrayList<>();

    private MarginalFit(Sorted sorted, boolean isFine) {
        this.sorted = sorted;
        this.isFine = isFine;
        this.mean = Arrays.stream(sorted.toArray()).average().orElse(0);
        this.unit = (sorted.linear(1 - OUTER) - sorted.linear(OUTER)) / DISTANCE;
    }

    /**
     * The map of sorted numbers, whose images have about mean 0 and variance 1.
     *
     * @param isFine whether bins may be as narrow as the numbers lie dense
     * @return empty if most of the numbers are so close that they have no scale
     */
    static Optional<MarginalMap> of(Sorted sorted, boolean isFine) {
        MarginalFit fit = new MarginalFit(sorted, isFine);
        int top = top(sorted.size());
        for (int i = -top; i <= top; i++) {
            fit.cut(MixtureDefaults.BIN * i, i < 0 ? BELOW[-i] : 1 - BELOW[i]);
        }
        return fit.unit > 0 && fit.cuts.size() > 1 ? Optional.of(fit.map(EXCESS[top])) : Optional.empty();
    }

    /** The number of the outermost z beyond which there are enough numbers. */
    private static int top(int n) {
        int top = BELOW.length - 1;
        while (top > 1 && n * BELOW[top] < MixtureDefaults.FEWEST_IN_TAIL) {
            top--;
        }
        return top;
    }

    private void cut(double level, double share) {
        double q = sorted.linear(share);
        if (cuts.isEmpty()
                || q - cuts.getLast() > MixtureDefaults.NARROWEST_BIN * unit
                || (isFine && areApart(cuts.getLast(), q))) {
            cuts.add(q);
            levels.add(level);
        } else if (cuts.size() > 1) {
            // what has no width belongs to the bin before
            levels.set(levels.size() - 1, level);
        }
    }

    /** Whether a narrow bin has several different numbers, as in the dense part of amounts over orders of magnitude. */
    private boolean areApart(double low, double high) {
        return high - low > MixtureDefaults.FINEST_BIN * Math.abs(high - mean)
                && Arrays.stream(sorted.toArray())
                                .filter(x -> x > low && x <= high)
                                .distinct()
                                .limit(MixtureDefaults.NUMBERS_OF_BIN)
                                .count()
                        == MixtureDefaults.NUMBERS_OF_BIN;
    }

    private MarginalMap map(double excess) {
        double low = cuts.getFirst();
        double high = cuts.getLast();
        double below = Math.max(meanBeyond(low, -1), MixtureDefaults.NARROWEST_TAIL * unitOf(1));
        double above = Math.max(meanBeyond(high, 1), MixtureDefaults.NARROWEST_TAIL * unitOf(cuts.size() - 1));
        List<Double> knots = new ArrayList<>(List.of(low - below));
        List<Double> slopes = new ArrayList<>(List.of(excess / below));
        for (int i = 1; i < cuts.size(); i++) {
            double width = cuts.get(i) - cuts.get(i - 1);
            knots.add(cuts.get(i - 1) + width / 2);
            slopes.add((levels.get(i) - levels.get(i - 1)) / width);
        }
        knots.add(high + above);
        slopes.add(excess / above);
        double steepest = isFine ? MixtureDefaults.STEEPEST_SLOPE * Collections.min(slopes) : Double.MAX_VALUE;
        return new MarginalMap(
                knots, slopes.stream().map(s -> Math.min(s, steepest)).toList(), 0);
    }

    /** The standard deviation beside an outermost bin: the unit of the column, or the bin's own if it is dense. */
    private double unitOf(int bin) {
        double own = (cuts.get(bin) - cuts.get(bin - 1)) / (levels.get(bin) - levels.get(bin - 1));
        return isFine && own < MixtureDefaults.DENSE_END * unit ? own : unit;
    }

    /** The mean distance of the numbers on one side of a limit; zero if there are none. */
    private double meanBeyond(double limit, int side) {
        double sum = 0;
        int count = 0;
        for (double x : sorted.toArray()) {
            if (side * (x - limit) > 0) {
                sum += side * (x - limit);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}

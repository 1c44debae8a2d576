package io.github.vflow.flow.data.standardization;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.defaults.MixtureDefaults;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A monotone map of the numbers of a column to ones with about a standard normal distribution (marginal Gaussianization; Chen and Gopinath, 2000):
 *
 * <pre>y(x) = start + ∫ s(u) du from the first knot to x,</pre>
 *
 * where the slope s is positive, linear between knots, and constant beyond the first and the last one. So y is a quadratic spline with straight
 * tails: a number far out stays as far out as it is in units of the tail. Immutable.
 *
 * @param knots in the units of the column, ascending, at least two
 * @param slopes s at each knot, positive
 * @param start y at the first knot
 */
public record MarginalMap(List<Double> knots, List<Double> slopes, double start) {
    public MarginalMap {
        knots = List.copyOf(knots);
        slopes = List.copyOf(slopes);
        boolean isAscending = true;
        for (int k = 1; k < knots.size(); k++) {
            isAscending &= knots.get(k - 1) < knots.get(k);
        }
        if (knots.size() < 2
                || knots.size() != slopes.size()
                || !isAscending
                || !slopes.stream().allMatch(s -> s > 0 && Double.isFinite(s))
                || !Double.isFinite(start + knots.getFirst() + knots.getLast())) {
            throw new IllegalArgumentException("MarginalMap: knots must be at least two ascending numbers, each with a"
                    + " positive slope, but knots, slopes and start are " + knots + ", " + slopes + " and " + start);
        }
    }

    /**
     * The map of a column whose distribution is not normal. Slopes are the rates at which quantiles of the normal distribution pass between quantiles
     * of the numbers, and the rate of an exponential tail beyond them. The mapped numbers have mean 0 and variance 1.
     *
     * @param numbers of the column, finite
     * @return empty if the map explains the numbers no better than a normal distribution by the Bayesian information criterion, or for at most
     *     {@value MixtureDefaults#MOST_VALUES_UNMAPPED} different ones
     */
    public static Optional<MarginalMap> of(double... numbers) {
        return of(numbers, false);
    }

    /**
     * As {@link #of}, but bins are as narrow as the numbers lie dense, and a tail beside a dense end is as short. So amounts over orders of magnitude
     * have the law of their small numbers, too.
     *
     * @param numbers of the column, finite
     */
    public static Optional<MarginalMap> ofAmounts(double... numbers) {
        return of(numbers, true);
    }

    private static Optional<MarginalMap> of(double[] numbers, boolean isFine) {
        Sorted order = Sorted.of(numbers);
        double[] sorted = order.toArray();
        int n = sorted.length;
        if (Arrays.stream(sorted).distinct().count() <= MixtureDefaults.MOST_VALUES_UNMAPPED) {
            return Optional.empty();
        }
        double std = deviation(sorted);
        return MarginalFit.of(order, isFine)
                .map(fit -> fit.standardised(sorted))
                .filter(map -> map.gain(sorted, std) > 0.5 * map.knots.size() * Math.log(n));
    }

    /** The log-likelihood of the map less the log-likelihood of a normal distribution, where both have images of mean 0 and variance 1, in nats. */
    private double gain(double[] x, double std) {
        MarginalCurve curve = curve();
        return Arrays.stream(x).map(v -> curve.logSlope(v) + Math.log(std)).sum();
    }

    private static double deviation(double[] x) {
        double mean = Arrays.stream(x).average().orElse(0);
        return Math.sqrt(
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    }

    /** The same map, moved and scaled so that mapped numbers have mean 0 and variance 1. */
    private MarginalMap standardised(double[] x) {
        double[] y = Arrays.stream(x).map(curve()::forward).toArray();
        double mean = Arrays.stream(y).average().orElse(0);
        double std = deviation(y);
        return new MarginalMap(knots, slopes.stream().map(s -> s / std).toList(), (start - mean) / std);
    }

    /** The map of v = (x − centre)/scale with the same y. */
    public MarginalMap ofStandard(double centre, double scale) {
        return new MarginalMap(
                knots.stream().map(k -> (k - centre) / scale).toList(),
                slopes.stream().map(s -> s * scale).toList(),
                start);
    }

    /** The map in a form that is fast to evaluate. */
    public MarginalCurve curve() {
        return MarginalCurve.of(this);
    }
}

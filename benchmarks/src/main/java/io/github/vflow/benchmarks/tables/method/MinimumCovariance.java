package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The minimum covariance determinant: the normal density of the half of the rows with the smallest determinant, and of all rows near it (Rousseeuw
 * and Van Driessen 1999, FAST-MCD with reweighting).
 *
 * @param ridge added to each variance, in standard units
 */
record MinimumCovariance(double ridge) implements Detector {
    private static final int STARTS = 30;
    private static final int FINALISTS = 10;
    private static final int FIRST_STEPS = 2;
    private static final int MOST_STEPS = 30;

    /** The 97.5 % quantile of a standard normal law, with which rows count for the second estimate. */
    private static final double KEPT = 1.959964;

    /** Some of the rows, and their density. */
    private record Half(double[][] rows, NormalDensity density) {}

    @Override
    public Learned fit(double[][] rows, long seed) {
        int d = rows[0].length;
        int half = Math.min(rows.length, (rows.length + d + 1) / 2);
        RandomGenerator random = new SplittableRandom(seed);
        List<Half> finalists = Stream.generate(() -> start(rows, half, random))
                .limit(STARTS)
                .sorted(Comparator.comparingDouble(h -> h.density.logDeterminant()))
                .limit(FINALISTS)
                .toList();
        Half best = finalists.stream()
                .map(h -> concentrated(rows, h, MOST_STEPS))
                .min(Comparator.comparingDouble(h -> h.density.logDeterminant()))
                .orElseThrow();
        double[] squares =
                Arrays.stream(rows).mapToDouble(best.density::squaredDistance).toArray();
        double median = Arrays.stream(squares)
                .sorted()
                .skip(rows.length / 2)
                .findFirst()
                .orElseThrow();
        double cut = median * quantile(d, KEPT) / quantile(d, 0);
        double[][] kept = IntStream.range(0, rows.length)
                .filter(i -> squares[i] <= cut)
                .mapToObj(i -> rows[i])
                .toArray(double[][]::new);
        NormalDensity density = of(kept).density;
        return new Learned() {
            @Override
            public double[] normality(double[][] others) {
                return Arrays.stream(others).mapToDouble(density::logProb).toArray();
            }

            @Override
            public boolean isDensity() {
                return true;
            }

            @Override
            public String about() {
                return kept.length + " of " + rows.length + " rows";
            }
        };
    }

    /** The quantile of χ² with d degrees of freedom at a quantile of the standard normal law (Wilson and Hilferty 1931). */
    private static double quantile(int d, double z) {
        double ninth = 2.0 / (9 * d);
        return d * Math.pow(1 - ninth + z * Math.sqrt(ninth), 3);
    }

    private Half start(double[][] rows, int half, RandomGenerator random) {
        double[][] few = random.ints(0, rows.length)
                .distinct()
                .limit(Math.min(rows.length, rows[0].length + 1))
                .mapToObj(i -> rows[i])
                .toArray(double[][]::new);
        return concentrated(rows, nearest(rows, of(few).density, half), FIRST_STEPS);
    }

    /** Steps from a half to the rows nearest to it, which never raise the determinant. */
    private Half concentrated(double[][] rows, Half start, int steps) {
        Half now = start;
        for (int i = 0; i < steps; i++) {
            Half next = nearest(rows, now.density, now.rows.length);
            if (next.density.logDeterminant() >= now.density.logDeterminant()) {
                return now;
            }
            now = next;
        }
        return now;
    }

    private Half nearest(double[][] rows, NormalDensity density, int half) {
        double[] squares =
                Arrays.stream(rows).mapToDouble(density::squaredDistance).toArray();
        return of(IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> squares[i]))
                .limit(half)
                .map(i -> rows[i])
                .toArray(double[][]::new));
    }

    private Half of(double[][] rows) {
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return new Half(rows, Moments.of(rows, ones).density(ridge));
    }
}

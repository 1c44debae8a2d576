package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A mixture of normal densities with full covariances by EM, started at clusters; BIC chooses the number of components.
 *
 * @param most components that are tried
 * @param ridge added to each variance, in standard units
 */
record GaussianMixture(int most, double ridge) implements Detector {
    private static final int MOST_STEPS = 100;

    /** EM ends after a step that gains less, in nats per row. */
    private static final double LEAST_GAIN = 1e-3;

    @Override
    public Learned fit(double[][] rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Optional<Mixture> best = Optional.empty();
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= Math.min(most, rows.length / 2); k++) {
            Mixture mixture = em(rows, Clusters.of(rows, k, random.split()), k);
            double criterion = bic(mixture.mean(rows), rows.length, rows[0].length, k);
            if (best.isEmpty() || criterion < least) {
                best = Optional.of(mixture);
                least = criterion;
            }
        }
        return best.orElseThrow(() -> new IllegalArgumentException(
                "GaussianMixture.fit: expected at least 2 rows but got " + rows.length + "; pass more rows"));
    }

    /** −2·ln L + (parameters)·ln n. */
    private static double bic(double meanLogProb, int n, int d, int k) {
        double parameters = k * (d + d * (d + 1) / 2.0) + k - 1;
        return -2 * n * meanLogProb + parameters * Math.log(n);
    }

    private Mixture em(double[][] rows, int[] clusters, int k) {
        double[][] weights = new double[k][rows.length];
        for (int i = 0; i < rows.length; i++) {
            weights[clusters[i]][i] = 1;
        }
        Mixture mixture = maximised(rows, weights);
        double before = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS; step++) {
            double now = mixture.expect(rows, weights);
            if (now - before < LEAST_GAIN) {
                break;
            }
            before = now;
            mixture = maximised(rows, weights);
        }
        return mixture;
    }

    /** A component without rows is left out. */
    private Mixture maximised(double[][] rows, double[][] weights) {
        double[] logShares = new double[weights.length];
        NormalDensity[] components = new NormalDensity[weights.length];
        for (int c = 0; c < weights.length; c++) {
            boolean empty = Arrays.stream(weights[c]).sum() < 1e-9;
            Moments moments = empty ? Moments.of(rows, ones(rows.length)) : Moments.of(rows, weights[c]);
            logShares[c] = empty ? Double.NEGATIVE_INFINITY : Math.log(moments.weight() / rows.length);
            components[c] = moments.density(ridge);
        }
        return new Mixture(logShares, components);
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private record Mixture(double[] logShares, NormalDensity[] components) implements Learned {
        /** Fills in each component's share [k][n] of each row; the mean of ln p. */
        double expect(double[][] rows, double[][] shares) {
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                double[] terms = terms(rows[i]);
                double logProb = logSum(terms);
                sum += logProb;
                for (int c = 0; c < terms.length; c++) {
                    shares[c][i] = Math.exp(terms[c] - logProb);
                }
            }
            return sum / rows.length;
        }

        double mean(double[][] rows) {
            return Arrays.stream(normality(rows)).average().orElseThrow();
        }

        private double[] terms(double[] row) {
            double[] terms = logShares.clone();
            for (int c = 0; c < terms.length; c++) {
                terms[c] += components[c].logProb(row);
            }
            return terms;
        }

        private static double logSum(double[] terms) {
            double highest = Arrays.stream(terms).max().orElseThrow();
            return highest
                    + Math.log(
                            Arrays.stream(terms).map(t -> Math.exp(t - highest)).sum());
        }

        @Override
        public double[] normality(double[][] rows) {
            return Arrays.stream(rows).mapToDouble(row -> logSum(terms(row))).toArray();
        }

        @Override
        public boolean isDensity() {
            return true;
        }

        @Override
        public String about() {
            return "k = " + components.length;
        }
    }
}

package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.defaults.MixtureDefaults;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A mixture of normal distributions with full covariances that is fitted by expectation maximisation. Each covariance is shrunk towards that
 * within all components by the weight of some made-up rows, so that it is regular for any number of rows (Friedman, 1989, "Regularized
 * discriminant analysis"):
 *
 * <pre>Σ_k = (n_k·S_k + τ·S) / (n_k + τ),   S = Σ_k n_k·S_k / n + ridge·I,   τ = (d + 1)/2</pre>
 *
 * @param logWeights ln of the share of each component [k]
 * @param means of the components [k][d]
 * @param factors lower C_k with C_k·C_kᵀ = Σ_k [k][d][d]
 */
record NormalMixtureFit(double[] logWeights, double[][] means, double[][][] factors) {
    /** A part of a row below this adds nothing to a component. */
    private static final double NEGLIGIBLE = 1e-7;

    /**
     * The mixture of 1, 2, 4, … components whose likelihood is the greatest on rows that it was not fitted to, fitted again to all rows. Fewer
     * than {@value MixtureDefaults#JUDGE} rows have one component.
     *
     * @param rows [n][d], in random order, of covariance about the identity
     * @param most the greatest number of components
     */
    static NormalMixtureFit best(double[][] rows, int most, RandomGenerator random) {
        if (rows.length < MixtureDefaults.JUDGE) {
            return of(rows, 1, random);
        }
        double[][] judges = new double[rows.length / MixtureDefaults.JUDGE][];
        Arrays.setAll(judges, i -> rows[i * MixtureDefaults.JUDGE]);
        double[][] fitted = new double[rows.length - judges.length][];
        for (int i = 0, k = 0; i < rows.length; i++) {
            if (i % MixtureDefaults.JUDGE != 0 || i / MixtureDefaults.JUDGE >= judges.length) {
                fitted[k++] = rows[i];
            }
        }
        int best = 1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 1; k <= most; k *= 2) {
            double mean = of(fitted, k, random).mean(judges);
            if (mean <= highest) {
                break;
            }
            highest = mean;
            best = k;
        }
        return of(rows, best, random);
    }

    /** The mixture of k components. */
    static NormalMixtureFit of(double[][] rows, int k, RandomGenerator random) {
        double[][] parts = KMeans.parts(rows, k, random);
        NormalMixtureFit mixture = maximised(rows, parts);
        double before = Double.NEGATIVE_INFINITY;
        for (int step = 0; k > 1 && step < MixtureDefaults.FIT_STEPS; step++) {
            double now = mixture.expect(rows, parts);
            if (now - before < MixtureDefaults.FIT_GAIN) {
                break;
            }
            before = now;
            mixture = maximised(rows, parts);
        }
        return mixture;
    }

    int components() {
        return logWeights.length;
    }

    /** The mean of ln p(row), in nats. */
    double mean(double[][] rows) {
        return expect(rows, new double[components()][rows.length]);
    }

    /** Fills in the part of each component in each row [k][n]; returns the mean of ln p(row), in nats. */
    private double expect(double[][] rows, double[][] parts) {
        int d = rows[0].length;
        for (int c = 0; c < components(); c++) {
            double[][] whiten = Matrices.transposed(Matrices.inverseOfLower(factors[c]));
            double constant = logWeights[c] - Matrices.logDet(factors[c]) - 0.5 * d * Math.log(2 * Math.PI);
            double[] z = new double[d];
            for (int i = 0; i < rows.length; i++) {
                parts[c][i] = constant - 0.5 * distance(rows[i], means[c], whiten, z);
            }
        }
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (double[] part : parts) {
                max = Math.max(max, part[i]);
            }
            double total = 0;
            for (double[] part : parts) {
                total += Math.exp(part[i] - max);
            }
            double log = max + Math.log(total);
            for (double[] part : parts) {
                part[i] = Math.exp(part[i] - log);
            }
            sum += log;
        }
        return sum / rows.length;
    }

    /** |(x − mean)·W|², with W upper triangular. */
    private static double distance(double[] x, double[] mean, double[][] whiten, double[] z) {
        Arrays.fill(z, 0);
        for (int i = 0; i < z.length; i++) {
            double away = x[i] - mean[i];
            double[] w = whiten[i];
            for (int j = i; j < z.length; j++) {
                z[j] += away * w[j];
            }
        }
        double sum = 0;
        for (double v : z) {
            sum += v * v;
        }
        return sum;
    }

    private static NormalMixtureFit maximised(double[][] rows, double[][] parts) {
        int k = parts.length;
        int d = rows[0].length;
        double[] weights = new double[k];
        double[][] means = new double[k][d];
        double[][][] scatters = new double[k][d][d];
        double[][] within = new double[d][d];
        for (int c = 0; c < k; c++) {
            weights[c] = moments(rows, parts[c], means[c], scatters[c]);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    within[i][j] += scatters[c][i][j] / rows.length;
                }
            }
        }
        double prior = 0.5 * (d + 1);
        double[][][] factors = new double[k][][];
        double[] logWeights = new double[k];
        for (int c = 0; c < k; c++) {
            double[][] covariance = scatters[c];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    double pooled = within[i][j] + (i == j ? MixtureDefaults.FIT_RIDGE : 0);
                    covariance[i][j] = (covariance[i][j] + prior * pooled) / (weights[c] + prior);
                }
            }
            factors[c] = Matrices.cholesky(covariance);
            logWeights[c] = Math.log((weights[c] + 1) / (rows.length + k));
        }
        return new NormalMixtureFit(logWeights, means, factors);
    }

    /** Adds up the mean and the scatter n_k·S_k, lower half, of a component; returns its number of rows n_k. */
    private static double moments(double[][] rows, double[] part, double[] mean, double[][] scatter) {
        double weight = 0;
        for (int i = 0; i < rows.length; i++) {
            if (part[i] > NEGLIGIBLE) {
                weight += part[i];
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += part[i] * rows[i][j];
                }
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= Math.max(weight, Double.MIN_NORMAL);
        }
        double[] away = new double[mean.length];
        for (int i = 0; i < rows.length; i++) {
            if (part[i] > NEGLIGIBLE) {
                for (int j = 0; j < mean.length; j++) {
                    away[j] = rows[i][j] - mean[j];
                }
                for (int j = 0; j < mean.length; j++) {
                    double a = part[i] * away[j];
                    double[] s = scatter[j];
                    for (int l = 0; l <= j; l++) {
                        s[l] += a * away[l];
                    }
                }
            }
        }
        return weight;
    }
}

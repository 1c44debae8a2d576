package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.defaults.MixtureDefaults;
import java.util.Arrays;

/** The moments of the components of a mixture, from which covariances follow for any {@link Shrinkage}.
 *
 * @param rows n
 * @param weights n_k [k]
 * @param means of the components [k][d]
 * @param scatters n_k·S_k, lower halves [k][d][d]
 * @param within Σ_k n_k·S_k / n, lower half [d][d]
 */
record Scatters(int rows, double[] weights, double[][] means, double[][][] scatters, double[][] within) {
    /** A part of a row below this adds nothing to a component. */
    private static final double NEGLIGIBLE = 1e-7;

    /**
     * The moments of rows.
     *
     * @param rows [n][d]
     * @param parts of each component in each row [k][n]
     */
    static Scatters of(double[][] rows, double[][] parts) {
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
        return new Scatters(rows.length, weights, means, scatters, within);
    }

    /**
     * The moments after expectation maximisation.
     *
     * @param rows [n][d]
     * @param parts of each component in each row at the start [k][n]; modified
     * @param steps the most
     */
    static Scatters maximised(double[][] rows, double[][] parts, Shrinkage shrinkage, int steps) {
        Scatters moments = of(rows, parts);
        double before = Double.NEGATIVE_INFINITY;
        for (int step = 0; parts.length > 1 && step < steps; step++) {
            double now = Arrays.stream(moments.fit(shrinkage).expect(rows, parts))
                    .average()
                    .orElseThrow();
            if (now - before < MixtureDefaults.FIT_GAIN) {
                break;
            }
            before = now;
            moments = of(rows, parts);
        }
        return moments;
    }

    /** The mixture of these moments. */
    NormalMixtureFit fit(Shrinkage shrinkage) {
        int k = weights.length;
        int d = within.length;
        double[][][] factors = new double[k][][];
        double[] logWeights = new double[k];
        for (int c = 0; c < k; c++) {
            double[][] covariance = new double[d][d];
            double n = Math.max(weights[c] + shrinkage.prior(), NEGLIGIBLE);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] = (scatters[c][i][j] + shrinkage.prior() * within[i][j]) / n
                            + shrinkage.ridge() * shrinkage.target()[i][j];
                }
            }
            factors[c] = Matrices.cholesky(covariance);
            logWeights[c] = Math.log((weights[c] + 1) / (rows + k));
        }
        return new NormalMixtureFit(shrinkage, logWeights, means, factors);
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

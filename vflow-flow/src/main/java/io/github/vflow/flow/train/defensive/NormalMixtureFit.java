package io.github.vflow.flow.train.defensive;

import java.util.Arrays;

/**
 * A mixture of normal distributions with full covariances that is fitted by expectation maximisation; {@link Scatters} has its covariances.
 *
 * @param shrinkage of the covariances
 * @param logWeights ln of the share of each component [k]
 * @param means of the components [k][d]
 * @param factors lower C_k with C_k·C_kᵀ = Σ_k [k][d][d]
 */
record NormalMixtureFit(Shrinkage shrinkage, double[] logWeights, double[][] means, double[][][] factors) {
    /** The part of each component in each row [k][n]. */
    double[][] parts(double[][] rows) {
        double[][] parts = new double[components()][rows.length];
        expect(rows, parts);
        return parts;
    }

    int components() {
        return logWeights.length;
    }

    /** The mean of ln p(row), in nats. */
    double mean(double[][] rows) {
        return Arrays.stream(logs(rows)).average().orElseThrow();
    }

    /** ln p(row) of each row [n], in nats. */
    double[] logs(double[][] rows) {
        return expect(rows, new double[components()][rows.length]);
    }

    /** Fills in the part of each component in each row [k][n]; returns ln p(row) of each row [n], in nats. */
    double[] expect(double[][] rows, double[][] parts) {
        int d = rows[0].length;
        for (int c = 0; c < components(); c++) {
            double[][] whiten = Matrices.transposed(Matrices.inverseOfLower(factors[c]));
            double constant = logWeights[c] - Matrices.logDet(factors[c]) - 0.5 * d * Math.log(2 * Math.PI);
            double[] z = new double[d];
            for (int i = 0; i < rows.length; i++) {
                parts[c][i] = constant - 0.5 * distance(rows[i], means[c], whiten, z);
            }
        }
        double[] logs = new double[rows.length];
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
            logs[i] = log;
        }
        return logs;
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
}

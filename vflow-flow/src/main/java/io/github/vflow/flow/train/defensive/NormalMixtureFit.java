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
    /** A component whose ln p of a row is so far below another's adds nothing to it in double precision: exp(−40) is below 2⁻⁵⁷. */
    private static final double NEGLIGIBLE = 40;

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
        double[] highest = new double[rows.length];
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        double[] away = new double[d];
        for (int c = 0; c < components(); c++) {
            double[][] whiten = Matrices.inverseOfLower(factors[c]);
            double constant = logWeights[c] - Matrices.logDet(factors[c]) - 0.5 * d * Math.log(2 * Math.PI);
            for (int i = 0; i < rows.length; i++) {
                double most = 2 * (constant - highest[i] + NEGLIGIBLE);
                parts[c][i] = constant - 0.5 * distance(rows[i], means[c], whiten, away, most);
                highest[i] = Math.max(highest[i], parts[c][i]);
            }
        }
        double[] logs = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double total = 0;
            for (double[] part : parts) {
                total += relative(part[i] - highest[i]);
            }
            double log = highest[i] + Math.log(total);
            for (double[] part : parts) {
                part[i] = relative(part[i] - log);
            }
            logs[i] = log;
        }
        return logs;
    }

    /** exp(log), or zero where the sum of it and one is one. */
    private static double relative(double log) {
        return log < -NEGLIGIBLE ? 0 : Math.exp(log);
    }

    /** |W·(x − mean)|², with W lower triangular, if it is at most {@code most}; else some number above {@code most}. */
    private static double distance(double[] x, double[] mean, double[][] whiten, double[] away, double most) {
        double sum = 0;
        for (int j = 0; j < away.length && !(sum > most); j++) {
            away[j] = x[j] - mean[j];
            double[] w = whiten[j];
            double z = 0;
            for (int i = 0; i <= j; i++) {
                z += away[i] * w[i];
            }
            sum += z * z;
        }
        return sum;
    }
}

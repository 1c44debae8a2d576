package io.github.vflow.benchmarks.missing;

import java.util.random.RandomGenerator;

/** Rows of a known normal density. */
final class NormalRows {
    private NormalRows() {}

    /**
     * Draws mean + factor · ε.
     *
     * @param factor [d][d]
     */
    static double[][] draw(int n, double[] mean, double[][] factor, RandomGenerator random) {
        int d = mean.length;
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            double[] normal = random.doubles(d).map(_ -> random.nextGaussian()).toArray();
            for (int a = 0; a < d; a++) {
                row[a] = mean[a];
                for (int b = 0; b < d; b++) {
                    row[a] += factor[a][b] * normal[b];
                }
            }
        }
        return rows;
    }

    /** factor · factorᵀ. */
    static double[][] covariance(double[][] factor) {
        int d = factor.length;
        double[][] covariance = new double[d][d];
        for (int a = 0; a < d; a++) {
            for (int b = 0; b < d; b++) {
                for (int c = 0; c < d; c++) {
                    covariance[a][b] += factor[a][c] * factor[b][c];
                }
            }
        }
        return covariance;
    }

    /** Removes cells with a probability, but not the last of a row; modifies the rows. */
    static double[][] remove(double[][] rows, double rate, RandomGenerator random) {
        for (double[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                if (random.nextDouble() < rate && Cells.known(row).cardinality() > 1) {
                    row[j] = Double.NaN;
                }
            }
        }
        return rows;
    }
}

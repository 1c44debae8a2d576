package io.github.vflow.tensor.reference;

import io.github.vflow.tensor.engine.spi.ExecutableChecks;

/**
 * Determinant and inverse by Gauss-Jordan elimination with partial pivoting: row operations turn [A | I] into [I | A⁻¹], and |det A| is
 * the product of the pivots.
 */
final class GaussJordan {
    private final int n;
    private final double[][] rows;
    private double logAbsDet;

    /**
     * Computes determinant and inverse.
     *
     * @param matrix n×n, row by row
     * @throws ArithmeticException if the matrix is singular or not finite
     */
    GaussJordan(double[] matrix, int n) {
        this.n = n;
        this.rows = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix, i * n, rows[i], 0, n);
            rows[i][n + i] = 1;
        }
        for (int j = 0; j < n; j++) {
            swap(j, largest(j));
            double pivot = rows[j][j];
            logAbsDet += Math.log(Math.abs(pivot));
            if (!Double.isFinite(logAbsDet)) {
                throw ExecutableChecks.singular(n, logAbsDet);
            }
            for (int k = 0; k < 2 * n; k++) {
                rows[j][k] /= pivot;
            }
            for (int i = 0; i < n; i++) {
                double factor = rows[i][j];
                for (int k = 0; k < 2 * n && i != j; k++) {
                    rows[i][k] -= factor * rows[j][k];
                }
            }
        }
    }

    /** The row from j on with the largest number in column j. */
    private int largest(int j) {
        int best = j;
        for (int i = j + 1; i < n; i++) {
            best = Math.abs(rows[i][j]) > Math.abs(rows[best][j]) ? i : best;
        }
        return best;
    }

    private void swap(int i, int j) {
        double[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }

    /** ln |det|. */
    double logAbsDet() {
        return logAbsDet;
    }

    /** The inverse, row by row. */
    double[] inverse() {
        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows[i], n, inverse, i * n, n);
        }
        return inverse;
    }
}

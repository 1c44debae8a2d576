package io.github.vflow.tensor.exact;

import io.github.vflow.tensor.engine.spi.ExecutableChecks;
import java.util.Arrays;

/**
 * Determinant and inverse of a square matrix in double precision, by an LU factorisation with partial pivoting (Golub and Van Loan,
 * Matrix Computations, 3.4). Allocates nothing after the constructor. Not thread-safe.
 */
public final class SquareMatrix {
    private final int n;
    private final double[] matrix;
    /** Below the diagonal the multipliers of L, on it and above it U, both of the matrix with its rows in the order of {@link #rows}. */
    private final double[] lu;

    private final double[] inverse;
    private final int[] rows;
    private double logAbsDet;

    /** For n×n matrices. */
    public SquareMatrix(int n) {
        this.n = n;
        matrix = new double[n * n];
        lu = new double[n * n];
        inverse = new double[n * n];
        rows = new int[n];
    }

    /** The elements, row by row, to be filled in before {@link #factor}. */
    public double[] data() {
        return matrix;
    }

    /**
     * Factors the matrix in {@link #data}, which keeps its values.
     *
     * @throws ArithmeticException if the matrix is singular or not finite
     */
    public void factor() {
        System.arraycopy(matrix, 0, lu, 0, lu.length);
        for (int i = 0; i < n; i++) {
            rows[i] = i;
        }
        for (int k = 0; k < n; k++) {
            pivot(k);
            eliminate(k);
        }
        logAbsDet = sumOfLogarithms();
        if (!Double.isFinite(logAbsDet)) {
            throw ExecutableChecks.singular(n, logAbsDet);
        }
    }

    /** The largest number of column k on or below the diagonal comes onto it. */
    private void pivot(int k) {
        int largest = k;
        for (int i = k + 1; i < n; i++) {
            largest = Math.abs(lu[i * n + k]) > Math.abs(lu[largest * n + k]) ? i : largest;
        }
        if (largest == k) {
            return;
        }
        for (int j = 0; j < n; j++) {
            double x = lu[k * n + j];
            lu[k * n + j] = lu[largest * n + j];
            lu[largest * n + j] = x;
        }
        int row = rows[k];
        rows[k] = rows[largest];
        rows[largest] = row;
    }

    /** Subtracts multiples of row k from the rows below, so that column k is zero there; the multipliers take its place. */
    private void eliminate(int k) {
        int top = k * n;
        double diagonal = lu[top + k];
        for (int i = k + 1; i < n && diagonal != 0; i++) {
            int row = i * n;
            double multiplier = lu[row + k] / diagonal;
            lu[row + k] = multiplier;
            for (int j = k + 1; j < n; j++) {
                lu[row + j] -= multiplier * lu[top + j];
            }
        }
    }

    /** ln |det|: the sum of the logarithms of the pivots. */
    public double logAbsDet() {
        return logAbsDet;
    }

    private double sumOfLogarithms() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.log(Math.abs(lu[i * n + i]));
        }
        return sum;
    }

    /**
     * The inverse, row by row; the next call overwrites it. All columns are solved together, because loops along rows fill the lanes of
     * vectors: L·Y is the identity with its rows in the same order, and U·X = Y.
     */
    public double[] inverse() {
        Arrays.fill(inverse, 0);
        for (int i = 0; i < n; i++) {
            inverse[i * n + rows[i]] = 1;
            for (int k = 0; k < i; k++) {
                subtract(lu[i * n + k], k, i);
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtract(lu[i * n + k], k, i);
            }
            double diagonal = lu[i * n + i];
            for (int j = i * n; j < (i + 1) * n; j++) {
                inverse[j] /= diagonal;
            }
        }
        return inverse;
    }

    /** Subtracts a multiple of row k of the inverse from row i. */
    private void subtract(double multiplier, int k, int i) {
        int from = k * n;
        int to = i * n;
        for (int j = 0; j < n; j++) {
            inverse[to + j] -= multiplier * inverse[from + j];
        }
    }
}

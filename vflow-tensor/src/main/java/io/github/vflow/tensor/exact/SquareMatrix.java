package io.github.vflow.tensor.exact;

import io.github.vflow.tensor.engine.ExecutableChecks;

/**
 * Determinant and inverse of a square matrix in double precision, by an LU factorisation with partial pivoting (Golub and Van Loan,
 * Matrix Computations, 3.4). Allocates nothing after the constructor. Not thread-safe.
 */
public final class SquareMatrix {
    private final int n;
    private final double[] matrix;
    /** Below the diagonal the multipliers of L, on it and above it U, both of the matrix with its rows in the order of {@link #rows}. */
    private final double[] lu;

    private final double[] column;
    private final double[] inverse;
    private final int[] rows;

    /** For n×n matrices. */
    public SquareMatrix(int n) {
        this.n = n;
        matrix = new double[n * n];
        lu = new double[n * n];
        column = new double[n];
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
        for (int j = 0; j < n; j++) {
            eliminate(j);
            pivot(j);
        }
        double log = logAbsDet();
        if (!Double.isFinite(log)) {
            throw ExecutableChecks.singular(n, log);
        }
    }

    /** Column j of L and U, before rows change places. */
    private void eliminate(int j) {
        for (int i = 0; i < n; i++) {
            column[i] = lu[i * n + j];
        }
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < Math.min(i, j); k++) {
                sum += lu[i * n + k] * column[k];
            }
            column[i] -= sum;
            lu[i * n + j] = column[i];
        }
    }

    /** The largest number of column j on or below the diagonal comes onto it, and divides those below. */
    private void pivot(int j) {
        int largest = j;
        for (int i = j + 1; i < n; i++) {
            largest = Math.abs(column[i]) > Math.abs(column[largest]) ? i : largest;
        }
        if (largest != j) {
            for (int k = 0; k < n; k++) {
                double x = lu[j * n + k];
                lu[j * n + k] = lu[largest * n + k];
                lu[largest * n + k] = x;
            }
            int row = rows[j];
            rows[j] = rows[largest];
            rows[largest] = row;
        }
        double diagonal = lu[j * n + j];
        for (int i = j + 1; i < n && diagonal != 0; i++) {
            lu[i * n + j] /= diagonal;
        }
    }

    /** ln |det|: the sum of the logarithms of the pivots. */
    public double logAbsDet() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.log(Math.abs(lu[i * n + i]));
        }
        return sum;
    }

    /** The inverse, row by row; the next call overwrites it. */
    public double[] inverse() {
        for (int j = 0; j < n; j++) {
            solve(j);
            for (int i = 0; i < n; i++) {
                inverse[i * n + j] = column[i];
            }
        }
        return inverse;
    }

    /** Column j of the inverse: L·y is column j of the identity with its rows in the same order, and U·x = y. */
    private void solve(int j) {
        for (int i = 0; i < n; i++) {
            double y = rows[i] == j ? 1 : 0;
            for (int k = 0; k < i; k++) {
                y -= lu[i * n + k] * column[k];
            }
            column[i] = y;
        }
        for (int i = n - 1; i >= 0; i--) {
            double x = column[i];
            for (int k = i + 1; k < n; k++) {
                x -= lu[i * n + k] * column[k];
            }
            column[i] = x / lu[i * n + i];
        }
    }
}

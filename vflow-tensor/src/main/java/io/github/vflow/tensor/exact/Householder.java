package io.github.vflow.tensor.exact;

/**
 * The orthogonal factor of a square matrix A = Q·R in double precision, by Householder reflections (Golub and Van Loan, Matrix Computations,
 * 5.2). R has a diagonal that is not negative, which makes Q unique unless A is singular.
 */
public final class Householder {
    private final int n;
    /** On and below the diagonal the vectors of the reflections, with a leading 1; above it R. */
    private final double[] work;

    /** The factor γ of the reflection I − γ·u·uᵀ of each column. */
    private final double[] gamma;

    private final boolean[] negative;

    private Householder(int n, double[] matrix) {
        this.n = n;
        this.work = matrix.clone();
        this.gamma = new double[n];
        this.negative = new boolean[n];
    }

    /**
     * Q of an n×n matrix.
     *
     * @param matrix row by row; not modified
     * @return the elements of Q, row by row
     */
    public static double[] orthogonal(int n, double[] matrix) {
        Householder h = new Householder(n, matrix);
        for (int k = 0; k < n; k++) {
            h.reflect(k);
        }
        return h.product();
    }

    /** Makes the reflection that turns column k, from the diagonal on, to a multiple of the first unit vector, and reflects the columns after it. */
    private void reflect(int k) {
        double largest = 0;
        for (int i = k; i < n; i++) {
            largest = Math.max(largest, Math.abs(work[i * n + k]));
        }
        if (largest == 0) {
            work[k * n + k] = 1;
            return;
        }
        // Scaled, so that no square overflows.
        double squares = 0;
        for (int i = k; i < n; i++) {
            work[i * n + k] /= largest;
            squares += work[i * n + k] * work[i * n + k];
        }
        // Of the sign of the first number, so that their sum loses no digits. The diagonal of R is −length.
        double length = Math.copySign(Math.sqrt(squares), work[k * n + k]);
        double first = work[k * n + k] + length;
        gamma[k] = first / length;
        negative[k] = length > 0;
        work[k * n + k] = 1;
        for (int i = k + 1; i < n; i++) {
            work[i * n + k] /= first;
        }
        apply(k, work, k + 1);
    }

    /** Applies reflection k to the columns of a matrix from one on. */
    private void apply(int k, double[] to, int firstColumn) {
        for (int j = firstColumn; j < n; j++) {
            double sum = 0;
            for (int i = k; i < n; i++) {
                sum += work[i * n + k] * to[i * n + j];
            }
            sum *= gamma[k];
            for (int i = k; i < n; i++) {
                to[i * n + j] -= sum * work[i * n + k];
            }
        }
    }

    /** The reflections in turn, applied to the identity; columns whose diagonal of R would be negative change their sign. */
    private double[] product() {
        double[] q = new double[n * n];
        for (int i = 0; i < n; i++) {
            q[i * n + i] = 1;
        }
        for (int k = n - 1; k >= 0; k--) {
            apply(k, q, k);
        }
        for (int k = 0; k < n * n; k++) {
            q[k] = negative[k % n] ? -q[k] : q[k];
        }
        return q;
    }
}

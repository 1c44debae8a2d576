package io.github.vflow.benchmarks.tables.method;

/** A normal density with the Cholesky factor of its covariance. Not safe for several threads, since rows share a scratch array. */
final class NormalDensity {
    private final double[] mean;
    private final double[] factor; // column after column, so that the inner loop of a solve is over neighbouring cells
    private final double logDeterminant;
    private final double[] scratch;

    /**
     * From mean [d] and covariance [d·d], of which the lower triangle counts. Neither is modified.
     *
     * @throws ArithmeticException if the covariance is not positive definite
     */
    NormalDensity(double[] mean, double[] covariance) {
        int d = mean.length;
        this.mean = mean.clone();
        this.scratch = new double[d];
        this.factor = new double[d * d];
        double logs = 0;
        for (int j = 0; j < d; j++) {
            for (int i = j; i < d; i++) {
                factor[j * d + i] = covariance[i * d + j];
            }
            for (int k = 0; k < j; k++) {
                double share = factor[k * d + j];
                for (int i = j; i < d; i++) {
                    factor[j * d + i] -= share * factor[k * d + i];
                }
            }
            double pivot = factor[j * d + j];
            if (!(pivot > 0)) {
                throw new ArithmeticException("the covariance must be positive definite but pivot " + j
                        + " (counted from 0) of " + d + " is " + pivot + "; use a larger ridge");
            }
            double root = Math.sqrt(pivot);
            for (int i = j; i < d; i++) {
                factor[j * d + i] /= root;
            }
            logs += Math.log(pivot);
        }
        logDeterminant = logs;
    }

    /** ln |Σ| of the covariance. */
    double logDeterminant() {
        return logDeterminant;
    }

    /** ln p in nats. */
    double logProb(double[] row) {
        return -0.5 * (mean.length * Math.log(2 * Math.PI) + logDeterminant + squaredDistance(row));
    }

    /** (x−m)ᵀΣ⁻¹(x−m). */
    double squaredDistance(double[] row) {
        int d = mean.length;
        for (int j = 0; j < d; j++) {
            scratch[j] = row[j] - mean[j];
        }
        double square = 0;
        for (int j = 0; j < d; j++) {
            double y = scratch[j] / factor[j * d + j];
            square += y * y;
            for (int i = j + 1; i < d; i++) {
                scratch[i] -= y * factor[j * d + i];
            }
        }
        return square;
    }
}

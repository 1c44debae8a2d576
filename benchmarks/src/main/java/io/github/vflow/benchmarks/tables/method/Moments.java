package io.github.vflow.benchmarks.tables.method;

/**
 * The mean and covariance of weighted rows.
 *
 * @param weight their total weight
 * @param mean [d]
 * @param covariance Σwᵢ(xᵢ−m)(xᵢ−m)ᵀ/Σwᵢ, [d·d], both triangles
 */
record Moments(double weight, double[] mean, double[] covariance) {
    /** Rows of less weight do not count. */
    private static final double LEAST_WEIGHT = 1e-12;

    static Moments of(double[][] rows, double[] weights) {
        int d = rows[0].length;
        double[] mean = new double[d];
        double weight = 0;
        for (int i = 0; i < rows.length; i++) {
            weight += weights[i];
            for (int j = 0; j < d; j++) {
                mean[j] += weights[i] * rows[i][j];
            }
        }
        for (int j = 0; j < d; j++) {
            mean[j] /= weight;
        }
        double[] covariance = new double[d * d];
        double[] z = new double[d];
        for (int i = 0; i < rows.length; i++) {
            if (weights[i] > LEAST_WEIGHT) {
                for (int j = 0; j < d; j++) {
                    z[j] = rows[i][j] - mean[j];
                }
                addSquare(z, weights[i] / weight, covariance);
            }
        }
        for (int a = 0; a < d; a++) {
            for (int b = 0; b < a; b++) {
                covariance[b * d + a] = covariance[a * d + b];
            }
        }
        return new Moments(weight, mean, covariance);
    }

    private static void addSquare(double[] z, double weight, double[] lower) {
        int d = z.length;
        for (int a = 0; a < d; a++) {
            double share = weight * z[a];
            for (int b = 0; b <= a; b++) {
                lower[a * d + b] += share * z[b];
            }
        }
    }

    /** The density with a ridge on the diagonal. */
    NormalDensity density(double ridge) {
        double[] regular = covariance.clone();
        for (int j = 0; j < mean.length; j++) {
            regular[j * mean.length + j] += ridge;
        }
        return new NormalDensity(mean, regular);
    }
}

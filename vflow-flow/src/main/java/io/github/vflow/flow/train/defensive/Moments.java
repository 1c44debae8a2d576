package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.defaults.MixtureDefaults;

/**
 * The mean and the covariance of rows, which is shrunk towards a multiple of the identity (Ledoit and Wolf, 2004), so that it is regular for any
 * number of rows.
 */
record Moments(double[] mean, double[][] covariance) {
    /** The moments of rows [n·d]. */
    static Moments of(float[] v, int d) {
        int n = v.length / d;
        double[] mean = mean(v, n, d);
        return new Moments(mean, shrunk(v, mean, n));
    }

    private static double[] mean(float[] v, int n, int d) {
        double[] mean = new double[d];
        for (int i = 0; i < v.length; i++) {
            mean[i % d] += v[i] / (double) n;
        }
        return mean;
    }

    private static double[][] shrunk(float[] v, double[] mean, int n) {
        int d = mean.length;
        double[][] cov = new double[d][d];
        double fourth = 0;
        for (int i = 0; i < n; i++) {
            double norm = 0;
            for (int j = 0; j < d; j++) {
                double x = v[i * d + j] - mean[j];
                norm += x * x;
                for (int k = 0; k <= j; k++) {
                    cov[j][k] += x * (v[i * d + k] - mean[k]) / n;
                }
            }
            fourth += norm * norm / n;
        }
        double trace = 0;
        double squares = 0;
        for (int j = 0; j < d; j++) {
            trace += cov[j][j];
            for (int k = 0; k < j; k++) {
                cov[k][j] = cov[j][k];
                squares += 2 * cov[j][k] * cov[j][k];
            }
            squares += cov[j][j] * cov[j][j];
        }
        double target = trace / d;
        double distance = squares - d * target * target;
        double error = Math.clamp((fourth - squares) / n, 0, Math.max(0, distance));
        double share = distance > 0 ? error / distance : 1;
        for (int j = 0; j < d; j++) {
            for (int k = 0; k < d; k++) {
                cov[j][k] *= 1 - share;
            }
            cov[j][j] += (share + MixtureDefaults.MOMENTS_RIDGE) * target + Float.MIN_NORMAL;
        }
        return cov;
    }
}

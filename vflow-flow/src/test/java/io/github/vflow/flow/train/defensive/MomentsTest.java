package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The shrunk covariance is that of Ledoit and Wolf (2004), computed here from outer products of single rows. */
final class MomentsTest {
    private static final double RIDGE = 1e-6;
    private static final double TOLERANCE = 1e-12;

    /** Correlated rows of three columns with variances of about 1, 4 and 0.05. */
    private static float[] rows(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] v = new float[3 * n];
        for (int i = 0; i < n; i++) {
            double x = random.nextGaussian();
            v[3 * i] = (float) (x + 5);
            v[3 * i + 1] = (float) (1.8 * x + random.nextGaussian() - 2);
            v[3 * i + 2] = (float) (0.2 * random.nextGaussian() - 0.1 * x);
        }
        return v;
    }

    private static double[][] covariance(float[] v, double[] mean) {
        int n = v.length / 3;
        double[][] s = new double[3][3];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    s[j][k] += (v[3 * i + j] - mean[j]) * (v[3 * i + k] - mean[k]) / n;
                }
            }
        }
        return s;
    }

    /** min(1, (1/n²) Σᵢ ‖xᵢxᵢᵀ − S‖² / ‖S − μI‖²), the share of the identity. */
    private static double share(float[] v, double[] mean, double[][] s, double mu) {
        int n = v.length / 3;
        double error = 0;
        double distance = 0;
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++) {
                for (int i = 0; i < n; i++) {
                    double off = (v[3 * i + j] - mean[j]) * (v[3 * i + k] - mean[k]) - s[j][k];
                    error += off * off / n / n;
                }
                double from = s[j][k] - (j == k ? mu : 0);
                distance += from * from;
            }
        }
        return Math.min(1, error / distance);
    }

    private static void assertShrunk(int n, double least, double most) {
        float[] v = rows(n);
        double[] mean = new double[3];
        for (int i = 0; i < v.length; i++) {
            mean[i % 3] += v[i];
        }
        for (int j = 0; j < 3; j++) {
            mean[j] /= n;
        }
        double[][] s = covariance(v, mean);
        double mu = (s[0][0] + s[1][1] + s[2][2]) / 3;
        double share = share(v, mean, s, mu);
        assertTrue(share >= least && share <= most, "share " + share);
        Moments moments = Moments.of(v, 3);
        assertArrayEquals(mean, moments.mean(), TOLERANCE);
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++) {
                double expected = (1 - share) * s[j][k] + (j == k ? (share + RIDGE) * mu : 0);
                assertEquals(expected, moments.covariance()[j][k], TOLERANCE, j + ", " + k);
            }
        }
    }

    @Test
    void someRowsShrinkInPart() {
        assertShrunk(12, 0.02, 0.6);
    }

    @Test
    void manyRowsHardlyShrink() {
        assertShrunk(2_000, 1e-5, 0.01);
    }

    @Test
    void twoRowsDoNotShrink() {
        // both outer products are the covariance, so that it has no error
        assertShrunk(2, 0, 1e-9);
    }

    @Test
    void theVariancesOfConstantsArePositive() {
        Moments moments = Moments.of(new float[] {3, -1, 3, -1, 3, -1}, 2);
        assertArrayEquals(new double[] {3, -1}, moments.mean(), TOLERANCE);
        assertArrayEquals(new double[] {Float.MIN_NORMAL, 0}, moments.covariance()[0], 0);
        assertArrayEquals(new double[] {0, Float.MIN_NORMAL}, moments.covariance()[1], 0);
    }

    @Test
    void oneColumnKeepsItsVariance() {
        // the covariance is a multiple of the identity itself
        Moments moments = Moments.of(new float[] {1, 2, 3, 6}, 1);
        assertEquals(3, moments.mean()[0], TOLERANCE);
        assertEquals(3.5 * (1 + RIDGE), moments.covariance()[0][0], TOLERANCE);
    }
}

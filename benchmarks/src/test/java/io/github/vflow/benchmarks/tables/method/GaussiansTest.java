package io.github.vflow.benchmarks.tables.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GaussiansTest {
    private static final double EXACT = 1e-10;
    private static final long SEED = 4;

    private static double[][] normal(int n, int d, double shift) {
        RandomGenerator random = new SplittableRandom(SEED);
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            double common = random.nextGaussian();
            for (int j = 0; j < d; j++) {
                row[j] = shift + common + random.nextGaussian() * (j + 1);
            }
        }
        return rows;
    }

    private static Moments moments(double[][] rows) {
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return Moments.of(rows, ones);
    }

    @Test
    void momentsOfWeightedRows() {
        Moments m = Moments.of(new double[][] {{0, 0}, {4, 2}, {9, 9}}, new double[] {1, 3, 0});
        assertEquals(4, m.weight());
        assertArrayEquals(new double[] {3, 1.5}, m.mean(), EXACT);
        assertArrayEquals(new double[] {3, 1.5, 1.5, 0.75}, m.covariance(), EXACT);
    }

    @Test
    void densityOfTwoCorrelatedColumns() {
        NormalDensity density = new NormalDensity(new double[] {1, -1}, new double[] {4, 1.2, 1.2, 1});
        double u = 2;
        double v = 0.5;
        double determinant = 4 - 1.44;
        double square = (1 * u * u - 2 * 1.2 * u * v + 4 * v * v) / determinant;
        double expected = -Math.log(2 * Math.PI) - 0.5 * Math.log(determinant) - 0.5 * square;
        assertEquals(expected, density.logProb(new double[] {1 + u, -1 + v}), EXACT);
        assertEquals(
                "the covariance must be positive definite but pivot 1 (counted from 0) of 2 is 0.0; use a larger ridge",
                assertThrows(
                                ArithmeticException.class,
                                () -> new NormalDensity(new double[2], new double[] {1, 1, 1, 1}))
                        .getMessage());
    }

    /** Ledoit and Wolf 2004, Section 3.2, with the sum over rows written out. */
    @Test
    void shrinkageIsThatOfTheFormula() {
        int n = 40;
        int d = 6;
        double[][] rows = normal(n, d, 3);
        Moments moments = moments(rows);
        double scale = 0;
        for (int j = 0; j < d; j++) {
            scale += moments.covariance()[j * d + j] / d;
        }
        double distance = 0;
        double noise = 0;
        for (int a = 0; a < d; a++) {
            for (int b = 0; b < d; b++) {
                double s = moments.covariance()[a * d + b];
                distance += Math.pow(s - (a == b ? scale : 0), 2) / d;
                for (double[] row : rows) {
                    double product = (row[a] - moments.mean()[a]) * (row[b] - moments.mean()[b]);
                    noise += Math.pow(product - s, 2) / d / n / n;
                }
            }
        }
        double expected = Math.min(noise, distance) / distance;
        assertTrue(expected > 0.01 && expected < 0.9, "shrinkage " + expected);
        assertEquals(expected, ShrunkenGaussian.shrinkage(rows, moments), EXACT);
        double[] shrunken = ShrunkenGaussian.shrunken(moments, expected);
        assertEquals((1 - expected) * moments.covariance()[1], shrunken[1], EXACT);
        assertEquals((1 - expected) * moments.covariance()[0] + expected * scale, shrunken[0], EXACT);
    }

    @Test
    void fewRowsHaveADensityToo() {
        double[][] few = {{1, 0, 0, 1}, {0, 1, 1, 0}, {2, 0, 1, 0}};
        assertTrue(Double.isFinite(new ShrunkenGaussian().fit(few, 1).normality(few)[0]));
        assertEquals(
                1,
                ShrunkenGaussian.shrinkage(new double[][] {{1, 1}, {-1, 1}, {1, -1}, {-1, -1}}, moments(new double[][] {
                    {1, 1}, {-1, 1}, {1, -1}, {-1, -1}
                })));
    }

    @Test
    void theMixtureHasTheComponentsOfTheRows() {
        double[][] rows = new double[900][];
        double[][] left = normal(900, 2, -20);
        double[][] right = normal(900, 2, 20);
        for (int i = 0; i < 900; i++) {
            rows[i] = i % 3 == 0 ? left[i] : right[i];
        }
        Detector.Learned learned = new GaussianMixture(5, 1e-6).fit(rows, SEED);
        assertEquals("k = 2", learned.about());
        Moments third = moments(Arrays.stream(rows).filter(r -> r[0] < 0).toArray(double[][]::new));
        double expected = Math.log(1.0 / 3) + third.density(1e-6).logProb(rows[0]);
        assertEquals(expected, learned.normality(rows)[0], 1e-6, "seed " + SEED);
    }

    @Test
    void theMixtureOfOneIsTheGaussian() {
        double[][] rows = normal(200, 3, 1);
        double[] mixture = new GaussianMixture(1, 0.25).fit(rows, SEED).normality(rows);
        NormalDensity density = moments(rows).density(0.25);
        assertArrayEquals(Arrays.stream(rows).mapToDouble(density::logProb).toArray(), mixture, EXACT);
        assertEquals(
                "GaussianMixture.fit: expected at least 2 rows but got 1; pass more rows",
                assertThrows(IllegalArgumentException.class, () -> new GaussianMixture(3, 1).fit(normal(1, 2, 0), 1))
                        .getMessage());
    }
}

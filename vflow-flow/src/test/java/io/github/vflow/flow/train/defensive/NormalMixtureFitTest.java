package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NormalMixtureFitTest {
    private static final long SEED = Seeds.of("NormalMixtureFitTest");
    private static final double RIDGE = 1e-3;
    private static final int STEPS = 40;

    /** Rows around k corners of a cube of side 10, with standard deviation one. */
    private static double[][] corners(int n, int d, int k, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            int corner = random.nextInt(k);
            for (int j = 0; j < d; j++) {
                row[j] = 10 * ((corner >> j) & 1) + random.nextGaussian();
            }
        }
        return rows;
    }

    private static NormalMixtureFit best(double[][] rows, int most) {
        return MixtureChoice.of(rows, rows, one(rows[0].length), most, new SplittableRandom(SEED))
                .fit();
    }

    private static NormalMixtureFit of(double[][] rows, int k) {
        int d = rows[0].length;
        Shrinkage usual = new Shrinkage(RIDGE, 0.5 * (d + 1), one(d));
        return Scatters.maximised(rows, KMeans.parts(rows, k, new SplittableRandom(SEED)), usual, STEPS)
                .fit(usual);
    }

    private static double[][] one(int d) {
        double[][] one = new double[d][d];
        for (int j = 0; j < d; j++) {
            one[j][j] = 1;
        }
        return one;
    }

    @Test
    void rowsOfOneClusterHaveOneComponent() {
        assertEquals(1, best(corners(400, 3, 1, SEED), 8).components(), "seed " + SEED);
    }

    @Test
    void fourClustersHaveFourComponentsWithTheirMeansAndWeights() {
        NormalMixtureFit fit = best(corners(2_000, 3, 4, SEED), 4);
        assertEquals(4, fit.components(), "seed " + SEED);
        for (int k = 0; k < 4; k++) {
            assertEquals(Math.log(0.25), fit.logWeights()[k], 0.15, "seed " + SEED);
            for (int j = 0; j < 3; j++) {
                double mean = fit.means()[k][j];
                assertTrue(Math.min(Math.abs(mean), Math.abs(mean - 10)) < 0.2, mean + ", seed " + SEED);
                assertEquals(1, fit.factors()[k][j][j], 0.15, "seed " + SEED);
            }
        }
        // H = ln 4 + 3/2·ln 2πe of well separated components
        double entropy = Math.log(4) + 1.5 * Math.log(2 * Math.PI * Math.E);
        assertEquals(-entropy, fit.mean(corners(5_000, 3, 4, SEED + 1)), 0.1, "seed " + SEED);
    }

    /** One component is the normal distribution of the rows but for shrinking, and its density is computed here by hand. */
    @Test
    void oneComponentHasTheMomentsOfTheRows() {
        double[][] rows = {{0, 1}, {2, 1}, {4, 4}, {2, 2}, {1, -3}, {3, 1}};
        NormalMixtureFit fit = of(rows, 1);
        assertArrayEquals(new double[] {2, 1}, fit.means()[0], 1e-12);
        // deviations -2 0 2 0 -1 1 and 0 0 3 1 -4 0: sums of squares 10 and 26, of products 10
        double ridge = RIDGE;
        double a = 10.0 / 6 + ridge;
        double b = 26.0 / 6 + ridge;
        double c = 10.0 / 6;
        double det = a * b - c * c;
        double peak = -Math.log(2 * Math.PI) - 0.5 * Math.log(det);
        assertEquals(peak, fit.mean(new double[][] {{2, 1}}), 1e-12);
        assertEquals(peak - 0.5 * b / det, fit.mean(new double[][] {{3, 1}}), 1e-12);
    }

    /** Components that add nothing are left out: near ones and far ones, beside the sum of all densities by {@link Matrices#solved}. */
    @Test
    void rowsHaveTheSumOfAllDensities() {
        SplittableRandom random = new SplittableRandom(SEED);
        int k = 12;
        int d = 3;
        double[] logWeights = new double[k];
        Arrays.fill(logWeights, -Math.log(k));
        double[][] means = new double[k][d];
        double[][][] factors = new double[k][d][d];
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < d; i++) {
                means[c][i] = 4 * random.nextGaussian();
                for (int j = 0; j < i; j++) {
                    factors[c][i][j] = random.nextGaussian();
                }
                factors[c][i][i] = 0.3 + random.nextDouble();
            }
        }
        NormalMixtureFit fit = new NormalMixtureFit(new Shrinkage(RIDGE, 0, one(d)), logWeights, means, factors);
        double[][] rows = new double[300][d];
        for (double[] row : rows) {
            Arrays.setAll(row, _ -> 5 * random.nextGaussian());
        }
        double[][] parts = new double[k][rows.length];
        double[] logs = fit.expect(rows, parts);
        for (int i = 0; i < rows.length; i++) {
            double[] all = new double[k];
            for (int c = 0; c < k; c++) {
                all[c] = log(fit, c, rows[i]);
            }
            double max = Arrays.stream(all).max().orElseThrow();
            double log = max
                    + Math.log(Arrays.stream(all).map(l -> Math.exp(l - max)).sum());
            assertEquals(log, logs[i], 1e-9 * Math.abs(log), "seed " + SEED);
            for (int c = 0; c < k; c++) {
                assertEquals(Math.exp(all[c] - log), parts[c][i], 1e-9, "seed " + SEED);
            }
        }
    }

    private static double log(NormalMixtureFit fit, int c, double[] row) {
        int d = row.length;
        double[][] away = new double[d][1];
        for (int j = 0; j < d; j++) {
            away[j][0] = row[j] - fit.means()[c][j];
        }
        double[][] solved = Matrices.solved(fit.factors()[c], away);
        double square = 0;
        for (int j = 0; j < d; j++) {
            square += away[j][0] * solved[j][0];
        }
        return fit.logWeights()[c] - Matrices.logDet(fit.factors()[c]) - 0.5 * d * Math.log(2 * Math.PI) - 0.5 * square;
    }

    @Test
    void rowsThatRepeatHaveAFiniteDensity() {
        double[][] rows = new double[300][];
        Arrays.setAll(rows, i -> new double[] {i % 3, i % 2});
        NormalMixtureFit fit = best(rows, 16);
        assertTrue(Double.isFinite(fit.mean(rows)), "mean " + fit.mean(rows));
    }

    /** Every fifth row judges, and the others are fitted; the likelihood of new normal rows is −H = −ln 2πe or a little less. */
    @Test
    void anyNumberOfRowsIsFitted() {
        for (int n : new int[] {401, 402, 403, 404, 405}) {
            double[][] rows = corners(n, 2, 1, SEED);
            double fresh = best(rows, 4).mean(corners(5_000, 2, 1, SEED + 1));
            assertEquals(-Math.log(2 * Math.PI * Math.E), fresh, 0.1, n + " rows, seed " + SEED);
        }
        for (int n = 1; n < 8; n++) {
            double[][] rows = corners(n, 2, 1, SEED);
            assertTrue(Double.isFinite(best(rows, 4).mean(rows)), n + " rows, seed " + SEED);
            assertTrue(n >= 5 || best(rows, 4).components() == 1, n + " rows, seed " + SEED);
        }
    }

    /** Nine rows have one component, since one judge has no standard error; of ten, the first and the sixth judge. */
    @Test
    void tenRowsMayHaveTwoComponents() {
        double[][] ten = {{0.05}, {0.1}, {10}, {10.1}, {0}, {10.05}, {0.12}, {9.9}, {0.02}, {10.2}};
        assertEquals(2, best(ten, 2).components());
        assertEquals(1, best(Arrays.copyOf(ten, 9), 2).components());
    }

    /**
     * k-means cuts a wide component where a narrow one ends, which costs 0.12 nats, and expectation maximisation mends the cut: the likelihood is
     * that of the truth, ½·N(0, 1) + ½·N(10, 5²), or more.
     */
    @Test
    void componentsMayOverlap() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[4_000][1];
        double truth = 0;
        for (double[] row : rows) {
            row[0] = random.nextBoolean() ? random.nextGaussian() : 10 + 5 * random.nextGaussian();
            double narrow = Math.exp(-0.5 * row[0] * row[0]);
            double wide = Math.exp(-0.5 * (row[0] - 10) * (row[0] - 10) / 25) / 5;
            truth += Math.log((narrow + wide) / 2 / Math.sqrt(2 * Math.PI)) / rows.length;
        }
        NormalMixtureFit fit = of(rows, 2);
        assertEquals(truth, fit.mean(rows), 5e-3, "seed " + SEED);
        assertEquals(1, Arrays.stream(fit.logWeights()).map(Math::exp).sum(), 1e-9);
    }
}

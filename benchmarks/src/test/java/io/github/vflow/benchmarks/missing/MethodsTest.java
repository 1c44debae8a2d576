package io.github.vflow.benchmarks.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MethodsTest {
    private static final double EXACT = 1e-12;
    private static final double GONE = Double.NaN;
    private static final long SEED = 5;

    /** The variance that a column has of its own. */
    private static final double COMMON_FACTOR_NOISE = 1e-3;

    @Test
    void meansAndVariancesAreThoseOfKnownCells() {
        Method.Learned means = new ColumnMeans().fit(new double[][] {{1, 10}, {3, GONE}, {GONE, 30}}, SEED);
        assertArrayEquals(new double[] {2, 5}, means.impute(new double[] {GONE, 5}), EXACT);
        assertEquals(
                -0.5 * Math.log(2 * Math.PI * 100) - 0.5 * 25 / 100.0 * 9,
                means.logProb(new double[] {GONE, 35}).orElseThrow(),
                EXACT);
    }

    @Test
    void aColumnWithoutKnownCellsIsRefused() {
        double[][] rows = {{1, GONE}, {3, GONE}};
        Exception e = assertThrows(IllegalArgumentException.class, () -> new ColumnMeans().fit(rows, SEED));
        assertEquals(
                "Cells.means: column 1 (counted from 0) has 2 rows but no known cell; remove fewer cells or leave the"
                        + " column out",
                e.getMessage());
    }

    @Test
    void distancesCountKnownCellsOfBothAndScaleThemUp() {
        assertEquals(
                (4 + 9) * 4 / 2.0,
                NearestNeighbours.squaredDistance(new double[] {0, GONE, 1, 5}, new double[] {2, 7, 4, GONE}),
                EXACT);
        assertTrue(Double.isNaN(NearestNeighbours.squaredDistance(new double[] {0, GONE}, new double[] {GONE, 1})));
    }

    @Test
    void neighboursAreTheNearestRowsThatKnowTheColumn() {
        double[][] rows = {{0, 0, 100}, {1, 1, GONE}, {2, 2, 30}, {3, 3, 50}, {9, 9, 900}};
        Method.Learned two = new NearestNeighbours(2).fit(rows, SEED);
        assertArrayEquals(new double[] {1.9, 1.9, 40}, two.impute(new double[] {1.9, 1.9, GONE}), EXACT);
        assertArrayEquals(new double[] {1.5, 2, 30}, two.impute(new double[] {GONE, 2, 30}), EXACT);
        assertTrue(two.logProb(rows[0]).isEmpty());
    }

    @Test
    void aScaledDistanceDecidesBetweenRowsWithGaps() {
        double[][] rows = {{2, 2, 7}, {2.2, GONE, 8}};
        Method.Learned one = new NearestNeighbours(1).fit(rows, SEED);
        // 3/2 · (4 + 4) = 12 against 3/1 · 4.84 = 14.52
        assertArrayEquals(new double[] {0, 0, 7}, one.impute(new double[] {0, 0, GONE}), EXACT);
    }

    @Test
    void withoutANeighbourTheMeanIsFilledIn() {
        double[][] rows = {{GONE, 4}, {GONE, 6}, {1, GONE}};
        Method.Learned one = new NearestNeighbours(1).fit(rows, SEED);
        assertArrayEquals(new double[] {1, 5}, one.impute(new double[] {1, GONE}), EXACT);
    }

    @Test
    void thereIsAtLeastOneNeighbour() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new NearestNeighbours(0));
        assertEquals("NearestNeighbours: k must be at least 1 but is 0", e.getMessage());
    }

    @Test
    void theRidgeIsStrongForFewRowsAndWeakForMany() {
        double few = ridge(30);
        double many = ridge(1_000);
        assertTrue(few > many && many <= COMMON_FACTOR_NOISE, "seed " + SEED + ": " + few + ", " + many);
    }

    /** The ridge for rows of 12 columns that share most of their variance. */
    private static double ridge(int n) {
        double[][] factor = new double[12][12];
        for (int j = 0; j < factor.length; j++) {
            factor[j][0] = 1;
            factor[j][j] += Math.sqrt(COMMON_FACTOR_NOISE);
        }
        double[][] rows = NormalRows.draw(n, new double[12], factor, new SplittableRandom(SEED));
        String about = new GaussianEm().fit(rows, SEED).about();
        return Double.parseDouble(about.replaceFirst("ridge (\\S+), .*", "$1"));
    }

    @Test
    void tooFewRowsForTheRidgeAreRefused() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> new GaussianEm().fit(new double[][] {{1}}, SEED));
        assertEquals("GaussianEm.fit: expected at least 5 rows but got 1; pass more rows", e.getMessage());
    }
}

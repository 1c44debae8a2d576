package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Clusters from a start that is drawn by hand. */
final class KMeansTest {
    /** The corners of a rectangle: clusters by the first number and by the second are both stable, and the start decides. */
    private static final double[][] CORNERS = {{0, 0}, {0, 9}, {10, 0}, {10, 9}};

    /** Draws the first row, then places between 0 and 1. */
    private static RandomGenerator drawing(double place) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new IllegalStateException("whole numbers and places alone are drawn");
            }

            @Override
            public int nextInt(int bound) {
                return 0;
            }

            @Override
            public double nextDouble() {
                return place;
            }
        };
    }

    private static void assertClusters(double[][] expected, double[][] rows, double place) {
        double[][] parts = KMeans.parts(rows, expected.length, drawing(place));
        for (int c = 0; c < expected.length; c++) {
            assertArrayEquals(expected[c], parts[c], 0, "cluster " + c + " of a start at " + place);
        }
    }

    /** From the first corner the squares are 0, 81, 100 and 181 of 362, by which the next centre is drawn. */
    @Test
    void centresAreDrawnByTheSquareOfTheirDistance() {
        double[][] byFirst = {{1, 1, 0, 0}, {0, 0, 1, 1}};
        double[][] bySecond = {{1, 0, 1, 0}, {0, 1, 0, 1}};
        assertClusters(bySecond, CORNERS, 80 / 362.0);
        assertClusters(byFirst, CORNERS, 82 / 362.0);
        assertClusters(byFirst, CORNERS, 180 / 362.0);
    }

    /** A row that is a centre is none again, and the last row is the end of rounding. */
    @Test
    void theEndsOfTheSumAreRows() {
        assertClusters(new double[][] {{1, 0, 1, 0}, {0, 1, 0, 1}}, CORNERS, 0);
        assertClusters(new double[][] {{1, 0}, {0, 1}}, new double[][] {{0}, {5}}, 1);
    }

    /** From 0 and 20, at first 9.5 is nearer to 0; of the means 4.75 and 14 it is nearer to the second. */
    @Test
    void centresMoveToTheMeansOfTheirRows() {
        double[][] rows = {{0}, {9.5}, {11}, {12}, {13}, {20}};
        assertClusters(new double[][] {{1, 0, 0, 0, 0, 0}, {0, 1, 1, 1, 1, 1}}, rows, 0.9);
    }

    /** From 9, 12 and 12 once more: the third has no rows until the second has moved to the middle of 9 and two times 12. */
    @Test
    void aCentreWithoutRowsStays() {
        double[][] rows = {{9}, {12}, {5}, {0}, {12}};
        assertClusters(new double[][] {{0, 0, 1, 1, 0}, {1, 0, 0, 0, 0}, {0, 1, 0, 0, 1}}, rows, 1);
    }
}

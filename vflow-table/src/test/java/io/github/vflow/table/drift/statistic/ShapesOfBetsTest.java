package io.github.vflow.table.drift.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bets against a baseline have the shapes of their words, in their order, and win nothing in the worst case of the band. */
final class ShapesOfBetsTest {
    private static final double ROUNDING = 1e-9;
    private static final double DELTA = 0.01;
    private static final int CELLS = 1_000;
    private static final int TENTH = CELLS / 10;

    /** As many values in each cell, none of which is missing. */
    private static long[] equalCounts(int cells, long each) {
        long[] counts = new long[cells + 1];
        Arrays.fill(counts, 0, cells, each);
        return counts;
    }

    private static double[] bet(double[][] pays, int number) {
        return Arrays.stream(pays).mapToDouble(row -> row[number]).toArray();
    }

    /** The mean over each cell of a density that is a parabola, by Simpson's rule, which is exact for it; missing values pay 1. */
    private static double[] means(DoubleUnaryOperator density) {
        double[] shape = new double[CELLS + 1];
        Arrays.setAll(shape, k -> {
            double from = (double) k / CELLS;
            double to = (k + 1.0) / CELLS;
            return (density.applyAsDouble(from)
                            + 4 * density.applyAsDouble((from + to) / 2)
                            + density.applyAsDouble(to))
                    / 6;
        });
        shape[CELLS] = 1;
        return shape;
    }

    private static double[] steps(int at, double low, double high) {
        double[] shape = new double[CELLS + 1];
        Arrays.setAll(shape, k -> k < at ? low : k < CELLS ? high : 1);
        return shape;
    }

    /** Higher and lower, wider and narrower, more in either tail, more and less in each tenth and of missing values. */
    @Test
    void betsOnNumbersHaveTheShapesOfTheirWords() {
        List<double[]> expected = new ArrayList<>();
        for (double slope : new double[] {0.2, 0.5, 0.9}) {
            expected.add(means(u -> 1 + slope * (2 * u - 1)));
            expected.add(means(u -> 1 - slope * (2 * u - 1)));
        }
        for (double width : new double[] {-0.45, -0.2, 0.2, 0.5, 0.9}) {
            expected.add(means(u -> 1 + width * (12 * (u - 0.5) * (u - 0.5) - 1)));
        }
        for (int tail : new int[] {CELLS / 1_000, CELLS / 100, CELLS / 20}) {
            for (double gain : new double[] {2, 8}) {
                expected.add(steps(tail, 1 + gain, 1));
                expected.add(steps(CELLS - tail, 1, 1 + gain));
            }
        }
        int[] groups = IntStream.rangeClosed(0, CELLS).map(k -> k / TENTH).toArray();
        for (int g = 0; g <= 10; g++) {
            for (double pay : new double[] {0.3, 2, 5}) {
                int group = g;
                double[] shape = new double[CELLS + 1];
                Arrays.setAll(shape, k -> groups[k] == group ? pay : 1);
                expected.add(shape);
            }
        }
        long[] counts = equalCounts(CELLS, 1_000_000);
        counts[CELLS] = 50_000_000;
        double[][] pays = Bets.of(counts, groups, false, DELTA);
        assertEquals(expected.size(), pays[0].length);
        for (int i = 0; i < expected.size(); i++) {
            requireShape(expected.get(i), bet(pays, i), counts, i);
        }
    }

    @Test
    void betsOnCategoriesAreMoreOrLessOfEachLabel() {
        long[] counts = {40_000, 30_000, 30_000, 10_000};
        double[][] pays = Bets.of(counts, new int[] {0, 1, 2, 3}, true, DELTA);
        assertEquals(12, pays[0].length);
        for (int i = 0; i < 12; i++) {
            double[] shape = {1, 1, 1, 1};
            shape[i / 3] = new double[] {0.3, 2, 5}[i % 3];
            requireShape(shape, bet(pays, i), counts, i);
        }
    }

    private static void requireShape(double[] shape, double[] bet, long[] counts, int number) {
        int like = IntStream.range(0, shape.length)
                .filter(k -> shape[k] == 1)
                .findFirst()
                .orElseThrow();
        for (int k = 0; k < shape.length; k++) {
            assertEquals(shape[k], bet[k] / bet[like], ROUNDING, "bet " + number + ", cell " + k);
        }
        assertEquals(1, Band.of(counts, DELTA).largestMean(bet, counts), ROUNDING, "bet " + number);
    }

    /** A bet that cannot pay more than the stake is none. */
    @Test
    void eachBetCanWin() {
        for (long each : new long[] {1, 5, 50, 5_000, 50_000_000}) {
            double[][] pays = Bets.of(equalCounts(4, each), new int[] {0, 1, 2, 3, 4}, false, DELTA);
            for (int i = 0; i < pays[0].length; i++) {
                int number = i;
                assertTrue(
                        Arrays.stream(bet(pays, i)).max().orElseThrow() > 1,
                        () -> "bet " + number + " of " + pays[0].length + " where each cell has " + each);
            }
        }
    }

    /** One cell of numbers has no order, even where none of them is known. */
    @Test
    void oneCellOfNumbersHasNoTails() {
        long[] counts = {0, 1_000_000};
        double[][] pays = Bets.of(counts, new int[] {0, 1}, false, DELTA);
        assertEquals(Bets.of(counts, new int[] {0, 1}, true, DELTA)[0].length, pays[0].length);
    }

    /** A twentieth of ten values is half a value, which counts as one. */
    @Test
    void tailsAreRounded() {
        long[] counts = {1_000_000, 9_000_000, 0};
        double[][] coarse = Bets.of(new long[] {1, 9, 0}, new int[] {0, 1, 2}, false, 1 - 1e-9);
        double[][] fine = Bets.of(counts, new int[] {0, 1, 2}, false, DELTA);
        assertTrue(hasRatio(coarse, 9), "one of ten is the twentieth");
        assertTrue(!hasRatio(fine, 9), "a tenth is no twentieth");
    }

    private static boolean hasRatio(double[][] pays, double ratio) {
        return IntStream.range(0, pays[0].length)
                .anyMatch(i -> Math.abs(pays[0][i] / pays[1][i] - ratio) < ROUNDING && pays[1][i] == pays[2][i]);
    }
}

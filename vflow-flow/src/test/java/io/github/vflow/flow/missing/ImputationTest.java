package io.github.vflow.flow.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Weighted draws: weights, moments, quantiles, and rows in proportion to their weights. */
final class ImputationTest {
    private static final double ROUNDING = 1e-12;
    private static final double NONE = Double.NEGATIVE_INFINITY;

    /** Three draws of weights ⅙, ½ and ⅓. */
    private static final Imputation THREE = Imputation.of(
            new double[][] {{1, 10}, {2, 30}, {4, 20}}, new double[] {Math.log(1), Math.log(3), Math.log(2)});

    @Test
    void weightsSumToOneAtAnyScale() {
        for (double scale : new double[] {0, -800, 900}) {
            Imputation i =
                    Imputation.of(THREE.values(), new double[] {scale, Math.log(3) + scale, Math.log(2) + scale});
            assertArrayEquals(new double[] {1 / 6.0, 1 / 2.0, 1 / 3.0}, i.weights(), ROUNDING);
            assertEquals(36.0 / 14, i.effectiveSampleSize(), 1e-9);
        }
        assertArrayEquals(
                new double[] {0.5, 0.5},
                Imputation.equal(new double[][] {{1}, {2}}).weights());
        assertEquals(2, Imputation.equal(new double[][] {{1}, {2}}).effectiveSampleSize());
    }

    /** A weight that is no number, or below e^(−10²⁹), is none; without any, all draws count the same and none is effective. */
    @Test
    void drawsWithoutADensityHaveNoWeight() {
        Imputation one =
                Imputation.of(new double[4][1], new double[] {Double.NaN, -1e29, Double.POSITIVE_INFINITY, -3});
        assertArrayEquals(new double[] {0, 0, 0, 1}, one.weights());
        assertEquals(1, one.effectiveSampleSize());
        Imputation none = Imputation.of(new double[2][1], new double[] {NONE, -2e30});
        assertArrayEquals(new double[] {0.5, 0.5}, none.weights());
        assertEquals(0, none.effectiveSampleSize());
        assertFalse(none.isKnown());
        assertFalse(new Imputation(new double[1][1], new double[] {1}, 4.99).isKnown());
        assertTrue(new Imputation(new double[1][1], new double[] {1}, 5).isKnown());
    }

    @Test
    void momentsAndProbabilitiesAreWeighted() {
        assertArrayEquals(new double[] {(1 + 3 * 2 + 2 * 4) / 6.0, (10 + 90 + 40) / 6.0}, THREE.mean(), ROUNDING);
        assertEquals(0.5, THREE.probability(0, 2), ROUNDING);
        assertEquals(0, THREE.probability(0, 3));
        assertEquals(2, THREE.mode(0));
        Imputation two = Imputation.equal(new double[][] {{1}, {2}, {2}, {1}});
        assertEquals(2, two.mode(0), "of equal weights the larger");
        assertArrayEquals(new double[][] {{10}, {30}, {20}}, THREE.column(1).values());
        assertArrayEquals(THREE.weights(), THREE.column(1).weights());
    }

    /** Ordered by value: 10 has ⅙, 20 has ⅓, 30 has ½. */
    @Test
    void quantilesAreOfEachCell() {
        double[][] expected = {{0, 1, 10}, {0.16, 1, 10}, {0.17, 2, 20}, {0.49, 2, 20}, {0.51, 2, 30}, {0.67, 4, 30}};
        for (double[] e : expected) {
            assertArrayEquals(new double[] {e[1], e[2]}, THREE.quantile(e[0]), "level " + e[0]);
        }
        assertArrayEquals(new double[] {4, 30}, THREE.quantile(1));
        Imputation even = Imputation.equal(new double[][] {{3}, {1}, {2}, {4}});
        assertEquals(1, even.quantile(0.25)[0], "the first value whose weights reach the level");
        assertEquals(2, even.quantile(0.2500001)[0]);
        double[][] ten = IntStream.range(0, 10).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        assertEquals(9, Imputation.equal(ten).quantile(1)[0], "ten times 0.1 is less than one");
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> THREE.quantile(bad));
        }
    }

    @Test
    void aConditionKeepsTheDrawsThatMeetIt() {
        Imputation some = THREE.where(row -> row[0] >= 2);
        assertArrayEquals(new double[] {0, 0.6, 0.4}, some.weights(), ROUNDING);
        assertEquals(1 / 0.52, some.effectiveSampleSize(), 1e-9);
        assertSame(THREE, THREE.where(_ -> true));
        assertEquals(0, THREE.where(_ -> false).effectiveSampleSize());
    }

    /** A direction of 350° lies at −10° if the others are around 5°. */
    @Test
    void turnsAreThoseNearestToTheMeanDirection() {
        Imputation i = Imputation.equal(new double[][] {{7, 350}, {7, 10}, {7, 20}, {7, 40}})
                .around(1, 360);
        assertArrayEquals(
                new double[] {-10, 10, 20, 40},
                Arrays.stream(i.values()).mapToDouble(row -> row[1]).toArray(),
                1e-9);
        assertEquals(7, i.values()[0][0]);
        assertEquals(15, i.mean()[1], 1e-9);
        // weights turn the mean: nine tenths at 200°
        Imputation heavy = Imputation.of(new double[][] {{200}, {10}}, new double[] {Math.log(9), 0})
                .around(0, 360);
        assertEquals(-160, heavy.values()[0][0], 1e-9);
        assertEquals(10, heavy.values()[1][0], 1e-9);
    }

    /** Each number is within half a period of the direction of Σ w·e^(2πix/P), and stands for the same place. */
    @Property(tries = 300)
    void numbersLieWithinHalfATurnOfTheMean(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double period = random.nextDouble(0.5, 400);
        double[][] values = new double[5][];
        Arrays.setAll(values, _ -> new double[] {random.nextDouble(-3, 3) * period});
        Imputation i = Imputation.of(values, random.doubles(5, -2, 2).toArray());
        double x = 0;
        double y = 0;
        for (int s = 0; s < 5; s++) {
            double angle = Math.toRadians(360 * values[s][0] / period);
            x += i.weights()[s] * Math.cos(angle);
            y += i.weights()[s] * Math.sin(angle);
        }
        Assume.that(Math.hypot(x, y) > 0.05);
        double mean = Math.toDegrees(Math.atan2(y, x)) / 360 * period;
        Imputation around = i.around(0, period);
        for (int s = 0; s < 5; s++) {
            double moved = around.values()[s][0];
            assertTrue(Math.abs(moved - mean) <= period * (0.5 + 1e-9), moved + " around " + mean + " of " + period);
            double turns = (moved - values[s][0]) / period;
            assertEquals(Math.rint(turns), turns, 1e-9);
        }
    }

    /** A row of weight w comes ⌊n·w⌋ or ⌈n·w⌉ times. */
    @Property(tries = 200)
    void rowsComeInProportionToTheirWeights(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int n) {
        int[] times = new int[3];
        for (int s : THREE.choices(n, seed)) {
            times[s]++;
        }
        for (int s = 0; s < 3; s++) {
            double expected = n * THREE.weights()[s];
            assertTrue(Math.abs(times[s] - expected) < 1 + 1e-9, Arrays.toString(times) + " of " + n);
        }
    }

    @Test
    void drawsAreRowsInAnyOrder() {
        double[][] draws = THREE.draws(600, 5);
        assertEquals(
                300, (double) Arrays.stream(draws).filter(row -> row[1] == 30).count(), 1);
        assertNotSame(draws[0], draws[1]);
        double[] first = Arrays.stream(draws).mapToDouble(row -> row[0]).toArray();
        double[] sorted = first.clone();
        Arrays.sort(sorted);
        assertFalse(Arrays.equals(sorted, first), "not in the order of the rows");
        long inFirstHalf = IntStream.range(0, 300).filter(i -> first[i] == 2).count();
        assertEquals(150, (double) inFirstHalf, 40);
        assertArrayEquals(draws, THREE.draws(600, 5));
        assertEquals(1, THREE.draws(1, 5).length);
        assertThrows(IllegalArgumentException.class, () -> THREE.draws(0, 5));
    }
}

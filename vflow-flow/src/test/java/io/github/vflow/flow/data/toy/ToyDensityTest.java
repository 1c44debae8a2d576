package io.github.vflow.flow.data.toy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.train.BatchSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ToyDensityTest {
    private static final long SEED = 7;
    private static final int POINTS = 1 << 16;

    /** Six standard errors of a mean of {@link #POINTS} numbers with standard deviation one. */
    private static final double SIX_SIGMA = 6 / Math.sqrt(POINTS);

    /** Of float32 at the size of the points. */
    private static final double FLOAT = 1e-6;

    /** A normal quantile with about 1e-6 above it. */
    private static final double QUANTILE = 4.75;

    @BeforeAll
    static void printSeed() {
        System.out.println("seed " + SEED);
    }

    private static double mean(ToyDensity toy, ToDoubleBiFunction<Double, Double> of) {
        return Arrays.stream(values(toy, of)).average().orElseThrow();
    }

    private static double[] values(ToyDensity toy, ToDoubleBiFunction<Double, Double> of) {
        Rows rows = toy.sample(POINTS, SEED);
        double[] v = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            v[i] = of.applyAsDouble(rows.get(i, 0), rows.get(i, 1));
        }
        return v;
    }

    private static void assertMean(double expected, double std, ToyDensity toy, ToDoubleBiFunction<Double, Double> of) {
        assertEquals(expected, mean(toy, of), std * SIX_SIGMA);
    }

    /** χ² against equal counts, by the cube-root approximation of Wilson and Hilferty. */
    private static void assertUniform(int[] counts) {
        int n = Arrays.stream(counts).sum();
        double expected = n / (double) counts.length;
        double chi2 = Arrays.stream(counts)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
        int k = counts.length - 1;
        double z = (Math.cbrt(chi2 / k) - 1 + 2.0 / (9 * k)) / Math.sqrt(2.0 / (9 * k));
        assertTrue(Math.abs(z) < QUANTILE, "χ² = " + chi2 + " with " + k + " degrees of freedom");
    }

    /** Counts points by the value of a function, which must be in 0 … cells − 1. */
    private static int[] histogram(ToyDensity toy, int cells, ToDoubleBiFunction<Double, Double> cell) {
        int[] counts = new int[cells];
        for (double c : values(toy, cell)) {
            counts[(int) c]++;
        }
        return counts;
    }

    @Test
    void checkerboardIsUniformOnItsSquares() {
        ToyDensity toy = ToyDensity.CHECKERBOARD;
        // 32 × 32 cells of side a quarter; in a square they are all alike.
        int[] all =
                histogram(toy, 1024, (x, y) -> 32 * Math.min(31, Math.floor(4 * (y + 4))) + Math.floor(4 * (x + 4)));
        int[] inside = new int[512];
        int at = 0;
        for (int row = 0; row < 32; row++) {
            for (int column = 0; column < 32; column++) {
                if ((row / 8 + column / 8) % 2 == 0) {
                    inside[at++] = all[32 * row + column];
                }
            }
        }
        assertEquals(inside.length, at);
        assertUniform(inside);
        assertMean(-Math.log(32), FLOAT, toy, (x, y) -> toy.logDensity(x, y).getAsDouble());
        assertEquals(-3.4657, toy.entropyBound().getAsDouble(), 5e-5);
    }

    @Test
    void checkerboardDensityIsOneOver32InEightSquares() {
        ToyDensity toy = ToyDensity.CHECKERBOARD;
        int inside = 0;
        for (int i = -6; i < 6; i++) {
            for (int j = -6; j < 6; j++) {
                double log = toy.logDensity(i + 0.5, j + 0.5).getAsDouble();
                inside += log == -Math.log(32) ? 1 : 0;
                assertTrue(log == -Math.log(32) || log == Double.NEGATIVE_INFINITY);
            }
        }
        assertEquals(32, inside);
        assertEquals(-Math.log(32), toy.logDensity(-3, -3).getAsDouble());
        assertEquals(Double.NEGATIVE_INFINITY, toy.logDensity(-3, -1).getAsDouble());
        assertEquals(-Math.log(32), toy.logDensity(2, 1).getAsDouble());
        assertEquals(Double.NEGATIVE_INFINITY, toy.logDensity(5, 5).getAsDouble());
    }

    @Test
    void swissrollIsASpiral() {
        ToyDensity toy = ToyDensity.SWISSROLL;
        double turns = 9.75 * Math.PI * Math.PI;
        assertMean((turns + 2) / 25, 3, toy, (x, y) -> x * x + y * y);
        // Noise across the curve has standard deviation 1/5.
        double across = mean(toy, (x, y) -> {
            double least = Double.POSITIVE_INFINITY;
            for (double t = 1.5 * Math.PI; t <= 4.5 * Math.PI; t += 0.05) {
                double d = Math.hypot(x - t * Math.cos(t) / 5, y - t * Math.sin(t) / 5);
                least = Math.min(least, d * d);
            }
            return least;
        });
        assertEquals(0.04, across, 0.004);
    }

    @Test
    void circlesAreTwo() {
        ToyDensity toy = ToyDensity.CIRCLES;
        assertMean((9 + 2.25) / 2 + 2 * 0.24 * 0.24, 4, toy, (x, y) -> x * x + y * y);
        assertUniform(histogram(toy, 2, (x, y) -> Math.hypot(x, y) < 2.25 ? 0 : 1));
        assertUniform(histogram(toy, 16, ToyDensityTest::sector));
    }

    @Test
    void ringsAreFour() {
        ToyDensity toy = ToyDensity.RINGS;
        assertMean(0.5625 * (1 + 4 + 9 + 16) / 4 + 2 * 0.0064, 4, toy, (x, y) -> x * x + y * y);
        assertUniform(histogram(toy, 4, (x, y) -> Math.clamp(Math.round(Math.hypot(x, y) / 0.75), 1, 4) - 1));
        assertUniform(histogram(toy, 16, ToyDensityTest::sector));
        assertTrue(mean(toy, (x, y) -> square(Math.hypot(x, y) - 0.75 * Math.round(Math.hypot(x, y) / 0.75))) < 0.0066);
    }

    private static double sector(double x, double y) {
        return Math.clamp((long) (16 * (Math.atan2(y, x) / (2 * Math.PI) + 0.5)), 0, 15);
    }

    private static double square(double x) {
        return x * x;
    }

    @Test
    void moonsAreTwoHalfCircles() {
        ToyDensity toy = ToyDensity.MOONS;
        assertMean(0, 2, toy, (x, y) -> x);
        assertMean(0.3, 1, toy, (x, y) -> y);
        // Back to circles of radius one around (0, 0) and (1, ½); noise has standard deviation 0.1 across.
        assertEquals(
                0.01,
                mean(toy, (x, y) -> {
                    double a = (x + 1) / 2;
                    double b = (y + 0.2) / 2;
                    return Math.min(square(Math.hypot(a, b) - 1), square(Math.hypot(a - 1, b - 0.5) - 1));
                }),
                0.001);
    }

    @Test
    void gaussiansAreEight() {
        ToyDensity toy = ToyDensity.EIGHT_GAUSSIANS;
        assertMean(16.25 / 1.414 / 1.414 + 0.25 / 1.414 / 1.414, 2.1, toy, (x, y) -> x * x + y * y);
        int[] counts = histogram(toy, 8, (x, y) -> Math.floorMod(Math.round(Math.atan2(y, x) * 4 / Math.PI), 8));
        assertUniform(counts);
        double mass = 0;
        double minusEntropy = 0;
        double h = 0.05;
        for (double x = -6; x < 6; x += h) {
            for (double y = -6; y < 6; y += h) {
                double log = toy.logDensity(x, y).getAsDouble();
                mass += Math.exp(log) * h * h;
                minusEntropy += log * Math.exp(log) * h * h;
            }
        }
        assertEquals(1, mass, 1e-6);
        assertMean(minusEntropy, 1, toy, (x, y) -> toy.logDensity(x, y).getAsDouble());
        assertTrue(Double.isFinite(toy.logDensity(1e6, 0).getAsDouble()));
    }

    @Test
    void pinwheelHasFiveArmsThatBendClockwise() {
        ToyDensity toy = ToyDensity.PINWHEEL;
        assertMean(4 * (1 + 0.09 + 0.01), 4, toy, (x, y) -> x * x + y * y);
        assertMean(0, 2, toy, (x, y) -> x);
        assertMean(0, 2, toy, (x, y) -> y);
        ToDoubleBiFunction<Double, Double> straight =
                (x, y) -> Math.cos(5 * (Math.atan2(y, x) + 0.25 * Math.exp(Math.hypot(x, y) / 2)));
        assertTrue(mean(toy, straight) > 0.75, "arms are where they belong");
        assertTrue(mean(toy, (x, y) -> straight.applyAsDouble(x, -y)) < 0.5, "and not mirrored");
    }

    @Test
    void spiralsAreTwo() {
        ToyDensity toy = ToyDensity.TWO_SPIRALS;
        // On the first spiral the angle of (−x, y) is the radius, on the other it is half a turn off.
        ToDoubleBiFunction<Double, Double> spiral = (x, y) -> Math.cos(Math.atan2(y, -x) - 3 * Math.hypot(x, y));
        assertTrue(mean(toy, (x, y) -> Math.abs(spiral.applyAsDouble(x, y))) > 0.9);
        assertUniform(histogram(toy, 2, (x, y) -> spiral.applyAsDouble(x, y) > 0 ? 0 : 1));
        // E[t²], twice E[U²]/4, and what t and the two U/2 have in common, with t distributed as 2t/(9π²) on [0, 3π].
        double turns = 9 * Math.PI * Math.PI;
        double common = 1 + (6 * Math.PI - 4) / turns;
        assertMean((turns / 2 + 1.0 / 6 + common) / 9 + 0.02, 4, toy, (x, y) -> x * x + y * y);
    }

    @Test
    void lineAndCosAreCurves() {
        for (ToyDensity toy : List.of(ToyDensity.LINE, ToyDensity.COS)) {
            assertUniform(histogram(toy, 50, (x, y) -> Math.floor(10 * (x + 2.5))));
        }
        assertMean(0, 0, ToyDensity.LINE, (x, y) -> Math.abs(y - x));
        assertTrue(mean(ToyDensity.COS, (x, y) -> Math.abs(y - 2.5 * Math.sin(x))) < FLOAT);
    }

    @ParameterizedTest
    @EnumSource
    void liesInThePlot(ToyDensity toy) {
        double outside = mean(toy, (x, y) -> Math.max(Math.abs(x), Math.abs(y)) <= ToyDensity.EXTENT ? 0 : 1);
        assertTrue(outside < 0.02, outside + " outside");
    }

    @ParameterizedTest
    @EnumSource
    void aBatchDependsOnSeedAndNumberAlone(ToyDensity toy) {
        float[] first = new float[128];
        float[] other = new float[128];
        BatchSource.Filler sampler = toy.sampler(SEED);
        sampler.fill(3, first);
        sampler.fill(4, other);
        assertFalse(Arrays.equals(first, other));
        sampler.fill(0, new float[6]);
        sampler.fill(3, other);
        assertArrayEquals(first, other);
        toy.sampler(SEED).fill(3, other);
        assertArrayEquals(first, other);
        toy.sampler(SEED + 1).fill(3, other);
        assertFalse(Arrays.equals(first, other));
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(ToyDensity toy) {
        assertEquals(toy, ToyDensity.named(toy.label()));
    }

    @Test
    void onlyTheCheckerboardHasABoundAndTwoHaveADensity() {
        for (ToyDensity toy : ToyDensity.values()) {
            assertEquals(toy == ToyDensity.CHECKERBOARD, toy.entropyBound().isPresent());
            assertEquals(
                    toy == ToyDensity.CHECKERBOARD || toy == ToyDensity.EIGHT_GAUSSIANS,
                    toy.logDensity(0, 0).isPresent());
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "there is no toy density \"8gaussian\"; choose one of checkerboard, swissroll, circles, rings, moons,"
                        + " 8gaussians, pinwheel, 2spirals, line, cos",
                assertThrows(IllegalArgumentException.class, () -> ToyDensity.named("8gaussian"))
                        .getMessage());
        assertEquals(
                "ToyDensity.sampler: points are pairs but the array has length 3; make it even",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ToyDensity.COS.sampler(SEED).fill(0, new float[3]))
                        .getMessage());
    }
}

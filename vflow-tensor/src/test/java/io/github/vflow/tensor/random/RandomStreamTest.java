package io.github.vflow.tensor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is drawn depends on (seed, stream, position) alone, and is distributed as it should be. */
final class RandomStreamTest {
    private static final long SEED = Seeds.of("RandomStreamTest");
    private static final int N = 1 << 18;

    /** A statistic this many standard deviations out happens by chance once in 15 million seeds. */
    private static final double SIGMAS = 5.3;

    private static float[] uniform(long stream, int n) {
        float[] x = new float[n];
        new RandomStream(SEED, stream).uniform(0, x);
        return x;
    }

    private static float[] normal(long stream, int n) {
        float[] x = new float[n];
        new RandomStream(SEED, stream).normal(0, x);
        return x;
    }

    @Test
    void fillsInPiecesEqualOneFill() {
        for (int n : new int[] {1, 63, 64, 65, 500, 1000}) {
            float[] whole = uniform(3, n);
            float[] wholeNormal = normal(3, n);
            for (int from = 0; from < n; from += RandomStream.BLOCK) {
                float[] piece = new float[Math.min(RandomStream.BLOCK, n - from)];
                RandomStream stream = new RandomStream(SEED, 3);
                stream.uniform(from / RandomStream.BLOCK, piece);
                Approx.assertSameBits(
                        "uniform from " + from, Arrays.copyOfRange(whole, from, from + piece.length), piece);
                stream.normal(from / RandomStream.BLOCK, piece);
                Approx.assertSameBits(
                        "normal from " + from, Arrays.copyOfRange(wholeNormal, from, from + piece.length), piece);
            }
        }
    }

    @Test
    void positionsCountBlocks() {
        assertEquals(0, RandomStream.positions(0));
        assertEquals(1, RandomStream.positions(1));
        assertEquals(1, RandomStream.positions(64));
        assertEquals(2, RandomStream.positions(65));
    }

    @Test
    void seedStreamAndPositionAllMatter() {
        float[] x = uniform(1, 64);
        float[] other = new float[64];
        new RandomStream(SEED + 1, 1).uniform(0, other);
        assertFalse(Arrays.equals(x, other), "another seed");
        new RandomStream(SEED + (1L << 32), 1).uniform(0, other);
        assertFalse(Arrays.equals(x, other), "another seed in its high half");
        new RandomStream(SEED, 2).uniform(0, other);
        assertFalse(Arrays.equals(x, other), "another stream");
        new RandomStream(SEED, 1).uniform(1, other);
        assertFalse(Arrays.equals(x, other), "another position");
        new RandomStream(SEED, 1).uniform(1L << 40, other);
        assertFalse(Arrays.equals(x, other), "a far position");
    }

    @Test
    void uniformNumbersLieInTheirRangeAndFillItEvenly() {
        float[] x = uniform(4, N);
        int cells = 256;
        int[] counts = new int[cells];
        for (float v : x) {
            assertTrue(v >= 0f && v < 1f, () -> "outside [0, 1): " + v);
            counts[(int) (v * cells)]++;
        }
        double expected = (double) N / cells;
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
        // χ² with k degrees of freedom has mean k and variance 2k
        int k = cells - 1;
        assertTrue(
                Math.abs(chiSquare - k) < SIGMAS * Math.sqrt(2.0 * k),
                () -> "χ² is " + chiSquare + " for " + k + " degrees of freedom, seed " + SEED);
    }

    @Test
    void lowDigitsOfUniformNumbersAreEvenToo() {
        long odd = 0;
        for (float v : uniform(5, N)) {
            odd += (int) (v * 0x1p24f) & 1;
        }
        long ones = odd;
        assertTrue(Math.abs(ones - N / 2.0) < SIGMAS * Math.sqrt(N) / 2, () -> ones + " of " + N + ", seed " + SEED);
    }

    @Test
    void normalNumbersHaveTheirMoments() {
        double[] moments = new double[5];
        for (float v : normal(6, N)) {
            for (int p = 1; p <= 4; p++) {
                moments[p] += Math.pow(v, p) / N;
            }
        }
        double[] exact = {1, 0, 1, 0, 3};
        // Var(x^p) = E x^2p − (E x^p)²
        double[] variance = {0, 1, 2, 15, 96};
        for (int p = 1; p <= 4; p++) {
            double off = Math.abs(moments[p] - exact[p]) / Math.sqrt(variance[p] / N);
            assertTrue(off < SIGMAS, "moment " + p + " is " + moments[p] + ", seed " + SEED);
        }
    }

    @Test
    void normalNumbersFollowTheirDistribution() {
        float[] x = normal(7, N);
        Arrays.sort(x);
        double worst = 0;
        for (int i = 0; i < N; i++) {
            double cdf = cdf(x[i]);
            worst = Math.max(worst, Math.max(cdf - (double) i / N, (double) (i + 1) / N - cdf));
        }
        double distance = worst * Math.sqrt(N);
        // Kolmogorov–Smirnov: P(√n·D > 2.9) ≈ 2·exp(−2·2.9²) = 1e−7
        assertTrue(distance < 2.9, () -> "√n·D is " + distance + ", seed " + SEED);
        assertTrue(x[N - 1] > 3.5 && x[0] < -3.5, () -> "no tails: " + x[0] + " to " + x[N - 1]);
    }

    /** Φ(x) by Simpson's rule on the density from 0: good to 1e−10 for |x| below 6. */
    private static double cdf(double x) {
        int steps = 64;
        double h = x / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double t = i * h;
            sum += Math.exp(-t * t / 2) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    @Test
    void streamsAndNeighboursAreUncorrelated() {
        float[] a = normal(8, N);
        float[] b = normal(9, N);
        assertUncorrelated("two streams", a, b);
        // partners of one Box–Muller pair, neighbours, and counters one apart
        for (int lag : new int[] {1, 16, 32, 64}) {
            assertUncorrelated(
                    "numbers " + lag + " apart", Arrays.copyOfRange(a, 0, N - lag), Arrays.copyOfRange(a, lag, N));
        }
        // the squares of a pair share nothing either
        float[] squares = new float[N - 16];
        float[] later = new float[N - 16];
        for (int i = 0; i < N - 16; i++) {
            squares[i] = (a[i] * a[i] - 1) / (float) Math.sqrt(2);
            later[i] = (a[i + 16] * a[i + 16] - 1) / (float) Math.sqrt(2);
        }
        assertUncorrelated("squares of numbers 16 apart", squares, later);
    }

    private static void assertUncorrelated(String what, float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        double off = sum / Math.sqrt(a.length);
        assertTrue(
                Math.abs(off) < SIGMAS, () -> what + " are correlated: " + off + " standard deviations, seed " + SEED);
    }
}

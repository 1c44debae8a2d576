package io.github.vflow.tensor.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StratifiedNormalsTest {
    private static final long SEED = 5;
    private static final int SAMPLES = 50;

    /** Of means over 4,000 vectors: five standard errors. */
    private static final double FIVE_ERRORS = 5 / Math.sqrt(4_000);

    private static float[] vectors(int samples, int size, long seed) {
        return StratifiedNormals.of(new SplittableRandom(seed), samples, size);
    }

    /** The radius of a pair is in the part that e^(−r²/2), which is uniform, says. */
    @Test
    void eachPartHasOneRadiusOfEachPair() {
        for (int size : new int[] {2, 6, 7}) {
            float[] all = vectors(SAMPLES, size, SEED);
            for (int j = size % 2; j < size; j += 2) {
                int first = j;
                int[] parts = IntStream.range(0, SAMPLES)
                        .map(s -> part(all[s * size + first], all[s * size + first + 1]))
                        .sorted()
                        .toArray();
                assertArrayEquals(IntStream.range(0, SAMPLES).toArray(), parts, "pair at " + j + " of " + size);
            }
        }
    }

    private static int part(double a, double b) {
        return (int) (SAMPLES * Math.exp(-(a * a + b * b) / 2));
    }

    /** Over many seeds, means, variances and products are those of independent standard normal numbers. */
    @Test
    void eachVectorIsStandardNormal() {
        int size = 5;
        double[][] moments = new double[size][size];
        double[] means = new double[size];
        int vectors = 0;
        for (int k = 0; k < 1_000; k++) {
            float[] all = vectors(4, size, SEED + k);
            for (int s = 0; s < 4; s++, vectors++) {
                for (int i = 0; i < size; i++) {
                    means[i] += all[s * size + i];
                    for (int j = 0; j < size; j++) {
                        moments[i][j] += (double) all[s * size + i] * all[s * size + j];
                    }
                }
            }
        }
        for (int i = 0; i < size; i++) {
            assertEquals(0, means[i] / vectors, FIVE_ERRORS);
            for (int j = 0; j < size; j++) {
                assertEquals(i == j ? 1 : 0, moments[i][j] / vectors, Math.sqrt(2) * FIVE_ERRORS, i + ", " + j);
            }
        }
    }

    @Test
    void aSeedChoosesTheNumbers() {
        assertArrayEquals(vectors(3, 4, 1), vectors(3, 4, 1));
        assertEquals(0, vectors(3, 0, 1).length);
        assertEquals(0, Arrays.mismatch(vectors(3, 4, 1), vectors(3, 4, 2)), "the first number that differs");
    }
}

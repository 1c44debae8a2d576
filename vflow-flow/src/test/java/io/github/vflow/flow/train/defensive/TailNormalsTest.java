package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Mixtures of normal distributions whose number of components held-out rows choose. */
final class TailNormalsTest {
    private static final long SEED = Seeds.of("TailNormalsTest");

    /** Rows about the given centres of the first column, in turns. */
    private static double[][] rows(int n, double... centres) {
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, n)
                .mapToObj(
                        i -> new double[] {centres[i % centres.length] + random.nextGaussian(), random.nextGaussian()})
                .toArray(double[][]::new);
    }

    private static TailNormals normals(double[][] rows) {
        return TailNormals.of(rows, new SplittableRandom(SEED));
    }

    /** Of a standard normal distribution, ln p is ln N; the ridge and 2,000 rows change it little. */
    @Test
    void oneClusterHasTheLogDensityOfItsNormalDistribution() {
        TailNormals normals = normals(rows(2_000, 0));
        double[][] some = {{0, 0}, {1, -1}, {-2, 0.5}};
        double[] logs = normals.logs(some);
        for (int i = 0; i < some.length; i++) {
            double square = some[i][0] * some[i][0] + some[i][1] * some[i][1];
            assertEquals(
                    -Math.log(2 * Math.PI) - 0.5 * square,
                    logs[i],
                    0.1 + 0.05 * square,
                    Arrays.toString(some[i]) + ", seed " + SEED);
        }
        assertArrayEquals(logs, normals(rows(2_000, 0)).logs(some), "a second call");
    }

    /** Clusters far apart have components of their own, and the room between them none. */
    @Test
    void clustersHaveComponents() {
        TailNormals two = normals(rows(600, -8, 8));
        assertTrue(two.components() >= 2, two.components() + ", seed " + SEED);
        double[] logs = two.logs(new double[][] {{0, 0}, {8, 0}});
        assertEquals(-Math.log(4 * Math.PI), logs[1], 0.4, "seed " + SEED);
        assertTrue(logs[0] - logs[1] < -20, Arrays.toString(logs) + ", seed " + SEED);
        assertTrue(normals(rows(600, -24, -8, 8, 24)).components() >= 4, "seed " + SEED);
    }

    /** A table with few rows for each dimension has one component, and a column of equal numbers a ridge. */
    @Test
    void fewRowsHaveOneComponent() {
        TailNormals normals = normals(new double[][] {{0, 1, 0}, {1, 0, 0}, {-1, 1, 0}, {0, -2, 0}});
        assertEquals(1, normals.components());
        double[] logs = normals.logs(new double[][] {{0, 0, 0}, {0, 0, 1}});
        assertEquals(0.5 / MixtureDefaults.TRIMMED_RIDGE, logs[0] - logs[1], 1e-6 * logs[0] + 1);
    }

    /** A generator that draws no judge leaves one component. */
    @Test
    void rowsWithoutAJudgeHaveOneComponent() {
        assertEquals(1, TailNormals.of(rows(600, -8, 8), () -> Long.MAX_VALUE).components());
    }
}

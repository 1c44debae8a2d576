package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Robust mixtures of normal distributions. */
final class TrimmedNormalsTest {
    private static final long SEED = Seeds.of("TrimmedNormalsTest");
    private static final int ROWS = 1_000;
    private static final int ODD = 60;

    private static double[][] normal() {
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, ROWS)
                .mapToObj(_ -> new double[] {random.nextGaussian(), random.nextGaussian()})
                .toArray(double[][]::new);
    }

    private static double[] logs(double[][] rows) {
        return TrimmedNormals.logs(
                rows, IntStream.range(0, rows.length).map(i -> i % 5).toArray(), new SplittableRandom(SEED));
    }

    /** Of a standard normal distribution, the middle of the rows has its ln p: leaving out 8 % lifts it by less than 0.2 nats. */
    @Test
    void theMiddleOfANormalDistributionHasItsLogDensity() {
        double[][] rows = normal();
        double[] logs = logs(rows);
        double[] errors = IntStream.range(0, ROWS)
                .filter(i -> rows[i][0] * rows[i][0] + rows[i][1] * rows[i][1] < 1)
                .mapToDouble(i ->
                        logs[i] + Math.log(2 * Math.PI) + 0.5 * (rows[i][0] * rows[i][0] + rows[i][1] * rows[i][1]))
                .toArray();
        double mean = Arrays.stream(errors).average().orElseThrow();
        assertEquals(0.1, mean, 0.2, "seed " + SEED);
        assertArrayEquals(logs, logs(rows), "a second call");
    }

    /** Odd rows around a line of normal ones: a mixture of all rows has a component for them. */
    @Test
    void oddRowsAreLeftOut() {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        double[][] rows = normal();
        for (double[] row : rows) {
            row[1] = row[0] + 0.05 * row[1];
        }
        for (int i = 0; i < ODD; i++) {
            rows[i][0] = random.nextGaussian();
            rows[i][1] = rows[i][0] + (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 2);
        }
        double[] logs = logs(rows);
        double[] others = Arrays.copyOfRange(logs, ODD, ROWS);
        Arrays.sort(others);
        double low = others[(ROWS - ODD) / 50];
        long found = IntStream.range(0, ODD).filter(i -> logs[i] < low).count();
        assertTrue(found >= 0.95 * ODD, found + " of " + ODD + " below 2 % of the others, seed " + SEED);
    }

    /** Clusters far apart have components of their own, and the room between them none. */
    @Test
    void clustersHaveComponents() {
        double[][] rows = normal();
        for (int i = 0; i < ROWS; i++) {
            rows[i][0] += i % 2 == 0 ? -8 : 8;
        }
        rows[0] = new double[] {0, 0};
        rows[1] = new double[] {8, 0};
        double[] logs = logs(rows);
        assertEquals(-Math.log(4 * Math.PI), logs[1], 0.4, "seed " + SEED);
        assertTrue(logs[0] - logs[1] < -20, logs[0] + " between, " + logs[1] + " in a cluster, seed " + SEED);
    }

    /** A table with few rows for each dimension has one component, and a column of equal numbers a ridge. */
    @Test
    void fewRowsHaveOneComponent() {
        double[] logs = logs(new double[][] {{0, 1, 0}, {1, 0, 0}, {-1, 1, 0}, {0, -2, 0}, {0.1, 0.1, 3}});
        assertTrue(Arrays.stream(logs).allMatch(Double::isFinite), Arrays.toString(logs));
        assertTrue(IntStream.range(0, 4).allMatch(i -> logs[4] < logs[i]), Arrays.toString(logs));
    }
}

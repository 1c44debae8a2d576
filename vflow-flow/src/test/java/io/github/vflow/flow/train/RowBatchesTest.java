package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vflow.flow.data.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Batches of rows: each row once in each epoch, whatever the sizes. */
final class RowBatchesTest {
    private static final int EPOCHS = 3;

    /** Row i is (i, −i). */
    private static Rows numbered(int n) {
        float[][] rows = new float[n][];
        Arrays.setAll(rows, i -> new float[] {i, -i});
        return Rows.of(rows);
    }

    @Property
    void everyEpochHasEveryRowOnceAcrossTheEndsOfBatches(
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 40) int batchSize,
            @ForAll long seed) {
        BatchSource batches = BatchSource.of(numbered(rows), seed);
        int needed = EPOCHS * rows;
        int[] drawn = new int[(needed / batchSize + 1) * batchSize];
        double[] batch = new double[2 * batchSize];
        for (int b = 0; b * batchSize < drawn.length; b++) {
            batches.fill(b, batch);
            for (int i = 0; i < batchSize; i++) {
                drawn[b * batchSize + i] = (int) batch[2 * i];
                assertEquals(0, batch[2 * i] + batch[2 * i + 1], "a row stays whole");
            }
        }
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            int[] order = Arrays.copyOfRange(drawn, epoch * rows, (epoch + 1) * rows);
            Arrays.sort(order);
            assertArrayEquals(IntStream.range(0, rows).toArray(), order, "seed " + seed + ", epoch " + epoch);
        }
    }

    @Property
    void aBatchDependsOnTheSeedAndItsNumberAlone(
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 40) int batchSize,
            @ForAll @IntRange(min = 0, max = 50) int number,
            @ForAll long seed) {
        double[] fresh = new double[2 * batchSize];
        BatchSource.of(numbered(rows), seed).fill(number, fresh);
        BatchSource used = BatchSource.of(numbered(rows), seed);
        double[] again = new double[2 * batchSize];
        used.fill(number + 7, again);
        used.fill(0, again);
        used.fill(number, again);
        assertArrayEquals(fresh, again, "seed " + seed);
    }

    @Test
    void epochsAndSeedsHaveOrdersOfTheirOwn() {
        double[] first = new double[100];
        double[] second = new double[100];
        double[] other = new double[100];
        BatchSource.of(numbered(50), 1).fill(0, first);
        BatchSource.of(numbered(50), 1).fill(1, second);
        BatchSource.of(numbered(50), 2).fill(0, other);
        assertFalse(Arrays.equals(first, second));
        assertFalse(Arrays.equals(first, other));
        double[] sorted = first.clone();
        Arrays.sort(sorted);
        assertFalse(Arrays.equals(first, sorted));
    }
}

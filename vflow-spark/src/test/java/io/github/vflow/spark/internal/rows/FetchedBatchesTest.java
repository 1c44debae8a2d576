package io.github.vflow.spark.internal.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Batches of rows that are elsewhere. */
class FetchedBatchesTest {
    /** Row i is (i, −i). */
    private static final RowFetcher NUMBERS = (rows, into) -> {
        for (int i = 0; i < rows.length; i++) {
            into[2 * i] = rows[i];
            into[2 * i + 1] = -rows[i];
        }
    };

    @Property
    void batchesFollowOneAnotherThroughTheOrder(
            @ForAll @IntRange(min = 2, max = 500) int n,
            @ForAll @IntRange(min = 1, max = 60) int batch,
            @ForAll @IntRange(max = 200) int number,
            @ForAll long seed) {
        FetchedBatches batches = new FetchedBatches(NUMBERS, n, 2, seed);
        RowOrder order = new RowOrder(n, seed);
        double[] rows = new double[2 * batch];
        batches.fill(number, rows);
        for (int i = 0; i < batch; i++) {
            long expected = order.at((long) number * batch + i);
            assertEquals(expected, (long) rows[2 * i]);
            assertEquals(-expected, (long) rows[2 * i + 1]);
        }
        double[] again = new double[2 * batch];
        batches.fill(number + 100, again);
        batches.fill(number, again);
        assertArrayEquals(rows, again, Arrays.toString(again));
    }
}

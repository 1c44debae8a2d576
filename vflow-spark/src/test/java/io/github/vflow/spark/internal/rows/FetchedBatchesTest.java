package io.github.vflow.spark.internal.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

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

    /** 64 batches come at once, or as many as fit into eight mebibytes; a batch is described by its row. */
    @Test
    void manyBatchesAreFetchedAtOnce() {
        List<Integer> fetched = new ArrayList<>();
        RowFetcher counting = (rows, into) -> {
            fetched.add(rows.length);
            NUMBERS.fetch(rows, into);
        };
        FetchedBatches batches = new FetchedBatches(counting, 1_000, 2, 3);
        assertEquals(2, batches.width());
        double[] rows = new double[2 * 10];
        for (int batch : new int[] {0, 1, 63, 64, 127, 64, 0}) {
            batches.fill(batch, rows);
        }
        assertEquals(List.of(640, 640, 640), fetched);
        fetched.clear();
        double[] large = new double[2 * 100_000];
        batches.fill(5, large);
        batches.fill(9, large);
        batches.fill(10, large);
        assertEquals(List.of(500_000, 500_000), fetched, "five batches of 1.6 MB are eight mebibytes");
        assertEquals(
                "row " + new RowOrder(1_000, 3).at(47)
                        + " of 1000 that are not in the sample, in the order of their cells (counted from 0)",
                batches.describe(4, 10, 7));
    }
}

package io.github.vflow.spark.internal.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The orders of rows. */
class RowOrderTest {
    @Property
    void anEpochHasEachRowOnce(
            @ForAll @IntRange(min = 1, max = 3_000) int n, @ForAll long seed, @ForAll @IntRange(max = 5) int epoch) {
        RowOrder order = new RowOrder(n, seed);
        long[] sorted = LongStream.range(0, n)
                .map(i -> order.at((long) epoch * n + i))
                .sorted()
                .toArray();
        assertEquals(n, LongStream.of(sorted).distinct().count());
        assertEquals(0, sorted[0]);
        assertEquals(n - 1, sorted[n - 1]);
    }

    @Property
    void aPositionAloneDecides(@ForAll @LongRange(min = 1, max = 1L << 60) long n, @ForAll long seed) {
        RowOrder order = new RowOrder(n, seed);
        long number = order.at(0);
        assertTrue(number >= 0 && number < n);
        order.at(n - 1);
        assertEquals(number, order.at(0));
        assertEquals(number, new RowOrder(n, seed).at(0));
    }

    /** Neighbours in the order are far apart in the table: the mean distance of two uniform numbers is n/3. */
    @Test
    void neighboursAreFarApart() {
        int n = 10_000;
        RowOrder order = new RowOrder(n, 7);
        double mean = LongStream.range(0, n - 1)
                .map(i -> Math.abs(order.at(i + 1) - order.at(i)))
                .average()
                .orElseThrow();
        assertEquals(n / 3.0, mean, 0.02 * n);
        assertTrue(
                LongStream.range(0, n)
                                .filter(i -> order.at(i) == order.at(n + i))
                                .count()
                        < 10,
                "epochs differ");
    }

    /** A checkpoint goes on with the order that it began with: so the orders of these epochs must not change. */
    @Test
    void theOrderOfAnEpochStays() {
        RowOrder order = new RowOrder(12, 1);
        assertEquals(
                "[8, 9, 4, 3, 2, 5, 1, 6, 11, 10, 0, 7, 6, 10, 5, 9, 7, 11, 4, 8, 0, 2, 3, 1]",
                Arrays.toString(LongStream.range(0, 24).map(order::at).toArray()));
        RowOrder large = new RowOrder(1_000_000_007L, -5);
        assertEquals(
                "[241854773, 848721651, 7281039, 746801692, 332149100, 211885139, 719780957, 25220019, 746496966, 834912054, 424854335, 654782119, 43072597]",
                Arrays.toString(LongStream.range(999_999_999, 1_000_000_012)
                        .map(large::at)
                        .toArray()));
    }

    /** The numbers up to the next power of four have one order, and those outside of the range are permuted again. */
    @Test
    void numbersOutsideOfTheRangeArePermutedAgain() {
        for (int whole : new int[] {4, 16, 64}) {
            RowOrder all = new RowOrder(whole, 1);
            for (int n = whole / 4 + 1; n <= whole; n++) {
                RowOrder order = new RowOrder(n, 1);
                for (int i = 0; i < n; i++) {
                    long expected = all.at(i);
                    while (expected >= n) {
                        expected = all.at(expected);
                    }
                    assertEquals(expected, order.at(i), "number " + i + " of " + n);
                }
            }
        }
    }

    @Test
    void anOrderOfNothingIsRefused() {
        assertEquals(
                "RowOrder: there must be 1 to 2^60 rows but there are 0",
                assertThrows(IllegalArgumentException.class, () -> new RowOrder(0, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new RowOrder((1L << 60) + 1, 1));
        assertTrue(new RowOrder(1L << 60, 1).at(0) >= 0);
    }
}

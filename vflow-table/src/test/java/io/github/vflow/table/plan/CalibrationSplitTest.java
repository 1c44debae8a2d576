package io.github.vflow.table.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The rows that calibrate: a random part of a table. */
final class CalibrationSplitTest {
    @Property(tries = 200)
    void aSplitIsAPartition(@ForAll @IntRange(min = 1, max = 50) int n, @ForAll int wish, @ForAll long seed) {
        int kept = Math.floorMod(wish, n + 1);
        CalibrationSplit split = CalibrationSplit.of(rows(n), kept, seed);
        assertEquals(kept, split.calibration().length);
        for (int[] part : List.of(split.rest(), split.calibration())) {
            assertTrue(IntStream.range(1, part.length).allMatch(i -> part[i - 1] < part[i]), Arrays.toString(part));
        }
        int[] both = IntStream.concat(Arrays.stream(split.rest()), Arrays.stream(split.calibration()))
                .sorted()
                .toArray();
        assertEquals(Arrays.toString(IntStream.range(0, n).toArray()), Arrays.toString(both));
        assertEquals(
                Arrays.toString(split.calibration()),
                Arrays.toString(CalibrationSplit.of(rows(n), kept, seed).calibration()));
    }

    private static Rows rows(int n) {
        return Rows.of(new double[n], 1);
    }

    /** A constant has no density, so the one odd row of a column is trained on. */
    @Test
    void aColumnThatVariesVariesInTheRest() {
        double[] column = new double[20];
        column[4] = 1;
        for (long seed = 0; seed < 100; seed++) {
            int[] rest = CalibrationSplit.of(Rows.of(column, 1), 10, seed).rest();
            assertTrue(Arrays.stream(rest).anyMatch(i -> i == 4), "seed " + seed);
            assertEquals(10, rest.length);
        }
    }

    @Test
    void everyRowIsEquallyLikelyToBeKept() {
        int[] times = new int[10];
        for (long seed = 0; seed < 3_000; seed++) {
            for (int i : CalibrationSplit.of(rows(10), 3, seed).calibration()) {
                times[i]++;
            }
        }
        for (int t : times) {
            // 900 ± 4.5 standard deviations
            assertTrue(Math.abs(t - 900) < 115, Arrays.toString(times));
        }
    }

    @Test
    void tooManyRowsAreRefused() {
        assertEquals(
                "CalibrationSplit: between 0 and all 3 rows can be for calibration but got 4; give a smaller part",
                assertThrows(IllegalArgumentException.class, () -> CalibrationSplit.of(rows(3), 4, 1))
                        .getMessage());
    }

    /** At least one row is held out and at least one is left; of rows that calibrate, two are left. */
    @Test
    void partsAreRoundedAndLeaveRows() {
        assertEquals(1, SplitSizes.heldOut(0.01, 40));
        assertEquals(4, SplitSizes.heldOut(0.1, 44));
        assertEquals(5, SplitSizes.heldOut(0.1, 45));
        assertEquals(9, SplitSizes.heldOut(0.99, 10));
        assertEquals(10_000, SplitSizes.heldOut(0.5, 100_000));
        assertEquals(8, SplitSizes.calibration(0.99, 10));
        assertEquals(0, SplitSizes.calibration(0.99, 2));
        assertEquals(5, SplitSizes.calibration(0.1, 45));
        assertEquals(0, SplitSizes.calibration(999));
        assertEquals(100, SplitSizes.calibration(1_000));
        assertEquals(10_000, SplitSizes.calibration(200_000));
    }
}

package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

/** The number of calibration rows that a rate needs is the least with which the least p-value is at most the rate. */
final class RowsNeededTest {
    @Property
    void itIsTheLeast(@ForAll @DoubleRange(min = 1e-8, max = 0.999) @Scale(8) double rate) {
        int n = Alarm.rowsNeeded(rate);
        assertTrue(1 / (n + 1.0) <= rate, rate + " needs " + n);
        assertTrue(n == 1 || 1.0 / n > rate, rate + " needs " + n);
    }

    @Property
    void theLeastPValueOfRowsIsSupportedByThem(@ForAll @IntRange(min = 1, max = 1_000_000) int n) {
        assertEquals(n, Alarm.rowsNeeded(1 / (n + 1.0)));
    }

    @Test
    void aRateIsAPart() {
        assertEquals(99, Alarm.rowsNeeded(0.01));
        assertEquals(
                "alarm: the rate of false alarms must be in (0, 1) but is 0.0; 0.01 is one in a hundred",
                assertThrows(IllegalArgumentException.class, () -> Alarm.rowsNeeded(0))
                        .getMessage());
    }
}

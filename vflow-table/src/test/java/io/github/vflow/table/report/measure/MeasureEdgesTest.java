package io.github.vflow.table.report.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.column.Sorted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Measures of a report where something is empty, equal, or exactly at an end. */
final class MeasureEdgesTest {
    private static final double ROUNDING = 1e-12;

    private static Sorted ordered(double... numbers) {
        return Sorted.of(numbers);
    }

    @Test
    void endsOfAnAxisAreInItAndWhatIsBeyondIsNot() {
        Sorted o = ordered(-0.1, 0, 0.3, 0.5, 1, 1.1, Double.NaN);
        double[] shares = o.shares(x -> x, 2);
        assertArrayEquals(new double[] {2 / 6.0, 2 / 6.0}, shares, ROUNDING);
        assertArrayEquals(new double[] {4 / 6.0}, o.shares(x -> x, 1), ROUNDING);
    }

    @Test
    void quantilesAreNumbersOfTheColumn() {
        Sorted o = ordered(5, 1, 3);
        assertEquals(1, o.get(0));
        assertEquals(5, o.get(2));
        assertEquals(1, o.nearest(0));
        assertEquals(1, o.nearest(0.24));
        assertEquals(3, o.nearest(0.26));
        assertEquals(5, o.nearest(1));
        assertEquals(0, o.shareUpTo(0.5));
        assertEquals(1, o.shareUpTo(5));
        assertEquals(2 / 3.0, o.shareBelow(5), ROUNDING);
        assertEquals(Double.NaN, ordered().shareUpTo(1));
    }

    /** The first of equal differences counts; an empty column has none. */
    @Test
    void theNoiseOfADifferenceIsThatOfItsSizes() {
        Difference d = Difference.of(ordered(1, 2, 3, 4), ordered(2, 3, 9, 9, 9));
        assertEquals(0.6, d.size(), ROUNDING);
        assertEquals(4, d.at());
        assertEquals(1, d.first());
        assertEquals(0.4, d.second(), ROUNDING);
        assertEquals(1.63 * Math.sqrt(1 / 4.0 + 1 / 5.0), d.noise(), ROUNDING);
        Difference tie = Difference.of(ordered(1, 4), ordered(2, 3));
        assertEquals(0.5, tie.size());
        assertEquals(1, tie.at());
        for (Difference none : List.of(
                Difference.of(ordered(), ordered(1, 2)),
                Difference.of(ordered(1, 2), ordered()),
                Difference.ofShares(new double[] {1, 0}, 0, new double[] {0, 1}, 9),
                Difference.ofShares(new double[] {1, 0}, 9, new double[] {0, 1}, 0))) {
            assertEquals(new Difference(0, Double.NaN, 0, 0, 1), none);
            assertFalse(none.isSeen());
        }
    }

    @Test
    void sharesOfCategoriesHaveTheNoiseOfAShare() {
        Difference d = Difference.ofShares(new double[] {0.6, 0.3, 0.1}, 400, new double[] {0.5, 0, 0.5}, 100);
        assertEquals(2, d.at());
        assertEquals(0.1, d.first());
        assertEquals(0.5, d.second());
        assertEquals(1.29 * Math.sqrt(1 / 400.0 + 1 / 100.0), d.noise(), ROUNDING);
        assertTrue(d.isSeen());
        assertFalse(new Difference(0.2, 1, 0.3, 0.1, 0.2).isSeen(), "as large as the noise");
    }

    /** 29 % of 99 + 1 rows are 29 rows, though the product rounds to less; a limit below all or above all rows has no spread. */
    @Test
    void ratesCountWholeRows() {
        AlarmRates rates = new AlarmRates(99, 5_000);
        assertEquals(rates.at(0.295), rates.at(0.29));
        assertNotEquals(rates.at(0.285), rates.at(0.29));
        assertEquals(new AlarmRates.Range(0, 0), rates.at(0.0099));
        assertTrue(rates.at(0.01).high() > 0);
        assertTrue(rates.at(0.99).low() < 1);
        assertEquals(1, rates.at(0.99).high());
        assertEquals(new AlarmRates.Range(1, 1), rates.at(1));
        AlarmRates.Range range = new AlarmRates.Range(0.1, 0.2);
        assertTrue(range.has(0.1) && range.has(0.2));
        assertFalse(range.has(Math.nextDown(0.1)) || range.has(Math.nextUp(0.2)));
    }

    /** The chance that all or none of a few rows are alarms decides the ends of their range. */
    @Test
    void fewRowsHaveTheRangeOfCountedOrders() {
        // one row, one of nine scores below the limit: P(alarm) = 1/10
        assertEquals(new AlarmRates.Range(0, 1), new AlarmRates(9, 1).at(0.1));
        // P(alarm) = 1/1000 is left out
        assertEquals(new AlarmRates.Range(0, 0), new AlarmRates(999, 1).at(0.001));
        // P(no alarm) = 1/1000 is left out
        assertEquals(new AlarmRates.Range(1, 1), new AlarmRates(999, 1).at(0.999));
    }
}

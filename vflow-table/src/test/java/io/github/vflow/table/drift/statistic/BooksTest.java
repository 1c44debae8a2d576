package io.github.vflow.table.drift.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The band and the tests have the numbers of the books. */
final class BooksTest {
    @Test
    void theBandIsThatOfTheBooks() {
        long[] counts = new long[101];
        Arrays.fill(counts, 0, 100, 100);
        Band band = Band.of(counts, 0.01);
        assertEquals(Math.sqrt(Math.log(400) / 2e4), band.above()[49], 1e-12, "DKW in the middle");
        double q = 0.01 + band.above()[0];
        assertEquals(
                Math.log(4e6) / 1e4, 0.01 * Math.log(0.01 / q) + 0.99 * Math.log(0.99 / (1 - q)), 1e-12, "Chernoff");
        assertTrue(band.below()[0] > 0 && band.below()[0] < band.above()[0], "the lower end is nearer");
        assertEquals(1 - Math.pow(4e6, -1e-4), band.below()[99], 1e-12, "no value was missing, yet some may be");
        assertEquals(0, band.above()[99], 1e-12);
    }

    @Test
    void knowsTheTablesOfTheBooks() {
        // χ² of 1 and 10 degrees of freedom at their 5 % points; one of 200 far out
        assertEquals(0.05, Gamma.upper(0.5, 3.841458820694124 / 2), 1e-12);
        assertEquals(0.05, Gamma.upper(5, 18.307038053275146 / 2), 1e-12);
        assertEquals(0.05, Gamma.upper(100, 233.99426889232227 / 2), 1e-10);
        assertEquals(1, Gamma.upper(3, 0));
        TwoSample rare = TwoSample.of(new long[] {1, 2, 997}, new long[] {2, 1, 997});
        assertEquals(1, rare.pValue(), 1e-6, "rare cells count as one");
    }
}

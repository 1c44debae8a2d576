package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

/** The verdict about a Dataset in numbers, without a session. */
class SummaryTest {
    private static BigInteger choose(long n, long k) {
        BigInteger result = BigInteger.ONE;
        for (long i = 0; i < k; i++) {
            result = result.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return k < 0 || k > n ? BigInteger.ZERO : result;
    }

    /** k of n new rows lie below the a-th lowest of m calibration rows if fewer than a of the lowest k + a − 1 rows are of the calibration. */
    private static double tail(int n, int k, int a, int m) {
        BigInteger ways = BigInteger.ZERO;
        for (int i = 0; i < a; i++) {
            ways = ways.add(choose(m, i).multiply(choose(n, k + a - 1 - i)));
        }
        return new BigDecimal(ways)
                .divide(new BigDecimal(choose(n + m, k + a - 1)), MathContext.DECIMAL64)
                .doubleValue();
    }

    private static void assertChance(int n, double rate, int a, int m) {
        for (int k = 1; k <= n; k++) {
            double expected = tail(n, k, a, m);
            assertEquals(
                    expected,
                    VFlowCheck.Summary.of(n + 2, k, 2, rate, m).chance(),
                    1e-12,
                    k + " of " + n + " at " + rate + " by " + m);
        }
        assertEquals(1, VFlowCheck.Summary.of(n, 0, 0, rate, m).chance());
        assertEquals(0, VFlowCheck.Summary.of(n, n + 1, 0, rate, m).chance(), 1e-12);
    }

    @Test
    void chanceCountsTheOrdersOfOldAndNewRows() {
        assertChance(3, 0.4, 2, 4);
        assertChance(12, 0.25, 5, 19);
        assertChance(40, 0.05, 1, 19);
        // 0.29·100 is less than 29 in double
        assertChance(7, 0.29, 29, 99);
    }

    @Test
    void aDatasetPassesUnlessChanceDoesNotExplainItsAlarms() {
        VFlowCheck.Summary none = VFlowCheck.Summary.of(1_000, 0, 0, 0.01, 999);
        assertTrue(none.passed());
        assertEquals(
                "passed: 0 of 1000 rows are alarms at a rate of 0.01 (chance 1.0), 0 have no score", none.toString());
        assertTrue(VFlowCheck.Summary.of(1_000_000, 11_000, 0, 0.01, 999).passed(), "a calibration of few rows");
        assertFalse(VFlowCheck.Summary.of(1_000_000, 11_000, 0, 0.01, 999_999).passed());
        VFlowCheck.Summary many = VFlowCheck.Summary.of(1_000, 40, 0, 0.01, 999);
        assertFalse(many.passed());
        assertTrue(many.toString().startsWith("failed: 40 of 1000 rows"), many::toString);
        assertFalse(VFlowCheck.Summary.of(1_000, 0, 1, 0.01, 999).passed(), "a row without a score");
        assertTrue(new VFlowCheck.Summary(1_000, 9, 0, 0.01, 0.001).passed());
        assertFalse(new VFlowCheck.Summary(1_000, 9, 0, 0.01, 0.000999).passed());
    }
}

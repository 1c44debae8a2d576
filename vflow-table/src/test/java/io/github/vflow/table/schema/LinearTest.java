package io.github.vflow.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.schema.Relation.Digits;
import io.github.vflow.table.schema.Relation.Linear;
import io.github.vflow.table.schema.Relation.OneToOne;
import io.github.vflow.table.schema.Relation.Term;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Relations in numbers: digits, sums, and what rounding leaves of them. */
final class LinearTest {
    private static final double ROUNDING = 1e-12;
    private static final Digits CENTS = new Digits(2, Digits.MOST);
    private static final Digits TENTHS = new Digits(1, Digits.MOST);
    private static final Digits FULL = new Digits(20, Digits.MOST);
    private static final Linear TOTAL =
            new Linear(List.of(new Term("price", 1, CENTS), new Term("tax", 1, CENTS)), 0, CENTS, false);
    private static final Linear FAHRENHEIT = new Linear(List.of(new Term("celsius", 1.8, CENTS)), 32, TENTHS, true);

    private static double[] of(double... numbers) {
        return numbers;
    }

    /** The last digit of 107.1 is a cent in a column of cents, a unit among three significant digits, and 1e-4 in float32. */
    @Test
    void theLastDigitFollowsFromPointAndSignificance() {
        assertEquals(0.01, CENTS.unit(107.1), ROUNDING);
        assertEquals(1, new Digits(2, 3).unit(107.1), ROUNDING);
        assertEquals(0.1, new Digits(2, 3).unit(-99.9), ROUNDING);
        assertEquals(1e-4, new Digits(9, Digits.FLOAT).unit(107.1), ROUNDING);
        assertEquals(0.01, CENTS.unit(0), ROUNDING);
        assertEquals(0.005, CENTS.rounding(107.1), ROUNDING);
        assertEquals(1e-4, new Digits(9, Digits.FLOAT).rounding(107.1), ROUNDING);
        for (int[] bad : new int[][] {{-1, 1}, {0, 0}, {0, 16}}) {
            assertThrows(IllegalArgumentException.class, () -> new Digits(bad[0], bad[1]));
        }
        assertEquals(new Digits(0, 15), new Digits(0, Digits.MOST));
        assertEquals(1, new Digits(0, 1).significant());
    }

    @Test
    void numbersAreRoundedToTheirDigits() {
        assertEquals(107.12, CENTS.round(107.1249));
        assertEquals(107.12, CENTS.round(107.125), "half to even");
        assertEquals(0.1, CENTS.round(0.1));
        assertEquals(110, new Digits(2, 2).round(107.1));
        assertEquals(0.1 + 0.2, FULL.round(0.1 + 0.2), "full precision stays");
        assertEquals(0.1 + 0.2, new Digits(15, Digits.MOST).round(0.1 + 0.2));
        assertEquals(0.3, new Digits(15, Digits.MOST - 1).round(0.1 + 0.2));
        assertTrue(Double.isNaN(CENTS.round(Double.NaN)));
        assertEquals(Double.POSITIVE_INFINITY, CENTS.round(Double.POSITIVE_INFINITY));
    }

    @Test
    void aSumGivesEachOfItsNumbers() {
        assertEquals(List.of("price", "tax"), TOTAL.sources());
        assertEquals(0.3, TOTAL.value(of(0.1, 0.2)));
        assertEquals(0.1 + 0.2, TOTAL.exact(of(0.1, 0.2)));
        assertEquals(0.2, TOTAL.source(1, of(0.1, Double.NaN), 0.3));
        assertEquals(0.1, TOTAL.source(0, of(Double.NaN, 0.2), 0.3));
        assertEquals(0.12, TOTAL.rounded(1, 0.1234));
        assertTrue(Double.isNaN(TOTAL.value(of(0.1, Double.NaN))));
        assertFalse(TOTAL.givesSources());
        assertThrows(IllegalArgumentException.class, () -> new Linear(List.of(), 1, CENTS, false));
    }

    /** A rule without rounding holds to 1e-10 of the sizes of its terms: |value| + |offset| + Σ |weight·source|. */
    @Test
    void anExactRuleHoldsToRelativePrecision() {
        Linear rule = new Linear(List.of(new Term("a", 2, FULL), new Term("b", -3, FULL)), -10, FULL, false);
        double exact = 2 * 50 - 3 * 20 - 10;
        double allowed = 1e-10 * (30 + 10 + 100 + 60);
        for (double sign : new double[] {-1, 1}) {
            assertTrue(rule.holds(of(50, 20), exact + sign * 0.99 * allowed));
            assertFalse(rule.holds(of(50, 20), exact + sign * 1.01 * allowed));
        }
        assertEquals(50, rule.source(0, of(Double.NaN, 20), exact));
        assertEquals(20, rule.source(1, of(50, Double.NaN), exact));
    }

    /** 21.13 °C is 70.034 °F, which is written as 70.0: half of a tenth and the rounding of the source, times 1.1, are allowed. */
    @Test
    void aRoundedRuleHoldsToHalfOfTheLastDigit() {
        assertEquals(70.0, FAHRENHEIT.value(of(21.13)));
        double allowed = 1.1 * (0.05 + 1.8 * 0.005);
        double exact = 1.8 * 21.13 + 32;
        for (double sign : new double[] {-1, 1}) {
            assertTrue(FAHRENHEIT.holds(of(21.13), exact + sign * 0.999 * allowed));
            assertFalse(FAHRENHEIT.holds(of(21.13), exact + sign * 1.001 * allowed));
        }
        Linear coarse = new Linear(List.of(new Term("c", 1.8, TENTHS)), 32, TENTHS, true);
        assertTrue(coarse.holds(of(21.1), 1.8 * 21.1 + 32 + 0.0549));
        assertFalse(
                coarse.holds(of(21.1), 1.8 * 21.1 + 32 + 0.0551),
                "a source with as few digits has no rounding of its own");
    }

    /** A source is given only if the rounding of the column leaves its last digit: tenths of °F do not tell hundredths of °C. */
    @Test
    void aRoundedRuleGivesNoSourceWithMoreDigits() {
        assertTrue(Double.isNaN(FAHRENHEIT.source(0, of(Double.NaN), 70)));
        Linear tenths = new Linear(List.of(new Term("c", 1.8, TENTHS)), 32, TENTHS, true);
        assertEquals(21.1, tenths.source(0, of(Double.NaN), 70));
        Linear triple = new Linear(List.of(new Term("c", 3, TENTHS)), 0, TENTHS, true);
        assertEquals(2.1, triple.source(0, of(Double.NaN), 6.3));
    }

    @Test
    void aRuleIsWordsOfItsTerms() {
        assertEquals("price + tax", TOTAL.words());
        assertEquals("1.8·celsius + 32", FAHRENHEIT.words());
        assertEquals("-a/3 - 0.5", rule(-0.5, -1 / 3.0).words());
        assertEquals("a - b + 0.25", rule(0.25, 1, -1).words());
        assertEquals("0.333333·a", rule(0, 0.333333).words(), "a short weight is no fraction");
        assertEquals(
                "2·a + b + c + d + e + … (2 more columns)",
                rule(0, 2, 1, 1, 1, 1, 1, 1).words());
        assertEquals("2·a + b + c + d + e", rule(0, 2, 1, 1, 1, 1).words());
        assertEquals("0.123457·a + 123456", rule(123_456, 0.12345678901).words());
        assertEquals("a + 999999999", rule(999_999_999, 1).words());
        assertEquals("a + 1.0E9", rule(1e9, 1).words());
    }

    private static Linear rule(double offset, double... weights) {
        List<Term> terms = IntStream.range(0, weights.length)
                .mapToObj(k -> new Term("" + (char) ('a' + k), weights[k], FULL))
                .toList();
        return new Linear(terms, offset, FULL, false);
    }

    @Test
    void labelsStandForEachOther() {
        OneToOne codes = new OneToOne("city", List.of(0.0, 1.0, 2.0), List.of(7.0, 5.0, 6.0));
        assertEquals(List.of("city"), codes.sources());
        assertEquals(5, codes.value(of(1)));
        assertEquals(7, codes.value(of(-0.0)));
        assertEquals(2, codes.source(0, of(Double.NaN), 6));
        assertTrue(Double.isNaN(codes.value(of(3))));
        assertTrue(Double.isNaN(codes.source(0, of(Double.NaN), 9)));
        assertEquals(2, codes.rounded(0, 1.7));
        assertTrue(codes.holds(of(0), 7));
        assertFalse(codes.holds(of(0), 5));
        assertTrue(codes.holds(of(3), 9), "two numbers that training has not seen");
        assertFalse(codes.holds(of(3), 6), "one of them belongs to another");
        assertEquals("one to one with city", codes.words());
        for (List<Double> bad : List.of(List.of(1.0, 1.0), List.of(1.0))) {
            assertThrows(IllegalArgumentException.class, () -> new OneToOne("c", List.of(0.0, 1.0), bad));
            assertThrows(IllegalArgumentException.class, () -> new OneToOne("c", bad, List.of(0.0, 1.0)));
        }
    }
}

package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.verdict.Attribution.Expected;
import io.github.vflow.table.verdict.Attribution.Part;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words of reasons, and the decimals of their numbers. */
final class WordsOfReasonsTest {
    @Test
    void breachesSayWhatIsBroken() {
        assertEquals(
                "colour is green, which the model has never seen",
                new Verdict.UnseenCategory("colour", "green").words());
        assertEquals(
                "total is price + tax in all training rows (12) but is 13",
                new Verdict.BrokenRelation("total", "price + tax", "12", "13").words());
        assertEquals(
                "total is price + tax in all training rows but is 13",
                new Verdict.BrokenRelation("total", "price + tax", "", "13").words());
        assertEquals("h is missing", new Verdict.MissingCell("h").words());
    }

    private static String outside(double value, double low, double high) {
        String words = new Verdict.OutOfRange("n", value, low, high, Optional.empty()).words();
        assertTrue(words.startsWith("n is ") && words.endsWith(" of the training rows"), words);
        return words.substring(5, words.length() - " of the training rows".length())
                .replace(", outside of the range ", ": ");
    }

    @Test
    void rangesHaveTheDecimalsOfTheirWidth() {
        assertEquals("3.50: 0.00 to 1.00", outside(3.5, 0, 1));
        assertEquals("35: 0 to 10", outside(35, 0, 10).replace(".0", ""));
        assertEquals("2500: 0 to 1000", outside(2500, 0, 1000));
        assertEquals("0.50000000: 0.00000000 to 0.00000100", outside(0.5, 0, 1e-6));
    }

    /** A range of one value has no width; whole numbers then stay as they are. */
    @Test
    void aConstantHasTheDecimalsOfItsValue() {
        assertEquals("7: 5 to 5", outside(7, 5, 5));
        assertEquals("7.25000: 5 to 5", outside(7.25, 5, 5));
        assertEquals("1.00000e+09: 5 to 5", outside(1e9, 5, 5));
        assertEquals("-1.00000e+09: 5 to 5", outside(-1e9, 5, 5));
    }

    @Test
    void aDateIsWrittenAsTheSourceWritesIt() {
        Verdict.OutOfRange date = new Verdict.OutOfRange(
                "day", 3, 1, 2, Optional.of(d -> String.format(Locale.ROOT, "2026-01-%02.0f", d)));
        assertEquals(
                "day is 2026-01-03, outside of 2026-01-01 to 2026-01-02, the dates of the training rows", date.words());
        assertEquals(
                "2026-01-03 (2026-01-01 to 2026-01-05)",
                new Attribution.Written("2026-01-03", "2026-01-01", "2026-01-05").words());
    }

    /** Beyond 10⁹ and below 10⁻⁶, numbers have six digits. */
    @Test
    void veryLargeAndVerySmallNumbersHaveSixDigits() {
        assertEquals("2 (0 to 1000000000)", new Attribution.Quantity(1.5, 0, 1e9).words());
        assertEquals("1.50000 (0 to 2.00000e+09)", new Attribution.Quantity(1.5, 0, 2e9).words());
        assertEquals("1.50000 (1.50000 to 1.50000)", new Attribution.Quantity(1.5, 1.5, 1.5 + 1e-9).words());
    }

    @Test
    void aValueHasTheDecimalsOfTheExpectation() {
        assertEquals("2.5", text(2.5, new Attribution.Quantity(1, 3, 3)));
        assertEquals("2.50", text(2.5, new Attribution.Quantity(1, 3, 4)));
        assertEquals("7", text(7L, new Attribution.Quantity(1, 3, 4)));
        assertEquals("2.5", text(2.5, new Attribution.Unknown(2)));
    }

    private static String text(Object value, Expected expected) {
        return new Part("x", value, expected, 1, 0).text();
    }

    @Test
    void aShareIsOfATotalAboveZero() {
        assertEquals(0.25, new Attribution(8, List.of(), 8, 0, List.of()).share(2));
        assertEquals(Double.NaN, new Attribution(0, List.of(), 0, 0, List.of()).share(2));
        assertEquals(Double.NaN, new Attribution(-1, List.of(), -1, 0, List.of()).share(2));
    }
}

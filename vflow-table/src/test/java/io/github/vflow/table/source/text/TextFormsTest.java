package io.github.vflow.table.source.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers, labels and tables as text, at the ends of each form. */
final class TextFormsTest {
    @Test
    void numbersHaveThreeDigitsOfTheirScale() {
        assertEquals("1", Decimals.text(1.23456, 100));
        assertEquals("1.2", Decimals.text(1.23456, 99));
        assertEquals("1.23", Decimals.text(1.23456, 1));
        assertEquals("1.235", Decimals.text(1.23456, 0.1));
        assertEquals("5.0", Decimals.text(5, 10));
        assertEquals("0.50000000", Decimals.text(0.5, 1e-6));
        assertEquals("3", Decimals.text(2.6, 1e9));
        assertEquals("1000000000.00", Decimals.text(1e9, 1));
    }

    @Test
    void numbersWithoutAUsefulScaleHaveSixDigits() {
        assertEquals("0.500000", Decimals.text(0.5, 9e-7));
        assertEquals("2.60000", Decimals.text(2.6, 2e9));
        assertEquals("2.60000", Decimals.text(2.6, 0));
        assertEquals("2.60000", Decimals.text(2.6, Double.NaN));
        assertEquals("1.00000e+09", Decimals.text(1e9 + 1, 1));
        assertEquals("-1.00000e+09", Decimals.text(-1e9 - 1, 1));
        assertEquals("1.00000e+09", Decimals.text(1e9, 0));
        assertEquals("999999999", Decimals.text(999_999_999, 0));
        assertEquals("-5", Decimals.text(-5, 1e8));
        assertEquals("5", Decimals.text(5, 9.9e7), "no decimals");
    }

    @Test
    void labelsAreToldApartWithoutCaseAndBlanks() {
        assertEquals("new york", LabelKey.of("  New \t York "));
    }

    @Test
    void columnsStandOneBelowTheOther() {
        assertEquals(
                List.of("a   bbb", "xx  y", "    zzzz"),
                TextTable.of(List.of("a", "bbb"), List.of(List.of("xx", "y"), List.of("", "zzzz"))));
    }

    @Test
    void wholeNumbersHaveNoPoint() {
        assertEquals("3", Numerals.shortest(3));
        assertEquals("-999999999999999", Numerals.shortest(-999_999_999_999_999.0));
        assertEquals("1.0E15", Numerals.shortest(1e15));
        assertEquals("-1.0E15", Numerals.shortest(-1e15));
        assertEquals("0.1", Numerals.shortest(0.1));
    }

    /** Seventeen digits before the point or after it. */
    @Test
    void exponentsAreWrittenOutAsFarAsDoubleHasDigits() {
        assertEquals("10000000000000000", Numerals.plain("1.0E16"));
        assertEquals("1.0E17", Numerals.plain("1.0E17"));
        assertEquals("0.00000000000000010", Numerals.plain("1.0E-16"));
        assertEquals("1.0E-17", Numerals.plain("1.0E-17"));
    }

    @Test
    void aNumberThatIsMeantHasAHint() {
        assertEquals("write numbers without a unit", Numerals.hint("0 %"));
        assertEquals("write numbers without a unit", Numerals.hint("9$"));
        assertEquals("", Numerals.hint(".,"));
        assertEquals("infinity is no number of a table, so leave the cell empty", Numerals.hint(" Infinity "));
    }

    private static Amount amount(String text) {
        return Amount.of(text).orElseThrow();
    }

    @Test
    void amountsHaveTheirSeparators() {
        assertEquals(
                List.of(',', 2),
                List.of(amount("1,234.50").group('.'), amount("1,234.50").decimals('.')));
        assertEquals(
                List.of('\0', 6),
                List.of(amount("1,234.50").group(','), amount("1,234.50").decimals(',')));
        assertEquals(
                List.of('\0', 0),
                List.of(amount("1234").group('.'), amount("1234").decimals('.')));
        assertEquals(
                List.of('\'', '\0'),
                List.of(amount("1'234").group('.'), amount(".5").group('.')));
        assertEquals(
                List.of(-1, -1),
                List.of(amount("1.5e3").decimals('.'), amount("1.5E-3").decimals('.')));
        assertEquals(
                List.of(0, 1), List.of(amount("5.").decimals('.'), amount(".5").decimals('.')));
    }

    @Test
    void amountsHaveTheValueOfTheirDigits() {
        assertEquals(0.5, amount(".5").value('.'));
        assertEquals(5, amount("5.").value('.'));
        assertEquals(1_234, amount("1 234").value('.'));
        assertEquals(12_345, amount("12,345").value('.'));
        assertEquals(123_456, amount("123,456").value('.'));
        assertEquals(1_500, amount("1.5e3").value('.'));
        assertEquals(90, amount("9E1").value('.'));
        assertEquals(5, amount("+5").value('.'));
        for (String none : List.of("1234,567", "12,34", "1,2345", "1,000e3", "0,999", "1,234,5678")) {
            assertTrue(Double.isNaN(amount(none).value('.')), none);
        }
        assertTrue(Double.isNaN(amount("1,234,567").value(',')));
    }

    @Test
    void amountsHaveOneSignAndOneUnit() {
        assertTrue(amount("(5)").hasParentheses() && amount("(5)").isNegative());
        assertFalse(amount("-5").hasParentheses());
        assertFalse(amount("+5").isNegative() || amount("$+5").isNegative());
        for (String none : List.of("(-5)", "+5-", "-$-5", "$5 €", "EUR 5 %", "AAA 5", "5 ZZZ")) {
            assertTrue(Amount.of(none).isEmpty(), none);
        }
        assertEquals("EUR", amount("5 EUR").unit());
        assertEquals("kr.", amount("kr. 5").unit());
        String sixty = "1".repeat(60);
        assertEquals(60, amount(" " + sixty + " ").digits().length());
        assertTrue(Amount.of(sixty + "1").isEmpty());
    }

    @Test
    void recordsFitTheColumns() {
        assertEquals(List.of("a", "b;c;d"), CsvOutput.fitted(List.of("a", "b", "c", "d"), 2, ';'));
        assertEquals(List.of("a", "b"), CsvOutput.fitted(List.of("a", "b"), 2, ';'));
        assertEquals(List.of("a", "", ""), CsvOutput.fitted(List.of("a"), 3, ';'));
    }

    @Test
    void separatorsInUseElsewhereAreQuoted() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvOutput csv = new CsvOutput(out, ',');
        csv.write(List.of(";x", "\ty", "z"));
        csv.flush();
        assertEquals("\";x\",\"\ty\",z\n", out.toString(StandardCharsets.UTF_8));
    }
}

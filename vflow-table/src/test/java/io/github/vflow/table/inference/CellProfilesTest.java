package io.github.vflow.table.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the cells of one column may be: numbers, dates, codes, labels, counts. */
final class CellProfilesTest {
    private static ColumnProfile profile(Object... cells) {
        ColumnProfile profile = new ColumnProfile(MissingCells.of(ReadOptions.standard()));
        TextCells source = new TextCells(
                List.of("c"), List.of(cells).stream().<List<?>>map(List::of).toList(), false);
        try (TextCells.Records records = source.open()) {
            while (records.next()) {
                profile.add(records, 0);
            }
        }
        return profile;
    }

    private static ColumnProfile profile(int n, IntFunction<Object> cell) {
        return profile(IntStream.range(0, n).mapToObj(cell).toArray());
    }

    /** A text among four numbers or more. */
    @Test
    void aColumnOfNumbersMayHaveSomeTexts() {
        assertTrue(profile("1", "2", 3, "4.5", "oak").isNumeric());
        assertFalse(profile("1", "2", "3", "oak").isNumeric());
        assertFalse(profile("oak", "ash").isNumeric());
        assertFalse(profile().isNumeric());
        assertEquals(5, profile("1", "2", 3, "4.5", "oak", "", "NA").known(), "missing cells are none");
        assertEquals(1, profile("inf", "5", "oak").hints().count());
    }

    @Test
    void aColumnOfDatesHasNothingElse() {
        assertTrue(profile("2024-05-31", " 2024-06-01 ").isDates());
        assertFalse(profile("2024-05-31", "7").isDates());
        assertFalse(profile("2024-05-31", "soon").isDates());
        assertFalse(profile().isDates());
    }

    /** Digits alone, of which some begin with a zero; a zero alone is a number. */
    @Test
    void codesBeginWithZeros() {
        assertTrue(profile("01234", "99999").isCode());
        assertFalse(profile("0", "12345").isCode());
        assertFalse(profile("01234", "x").isCode());
        assertFalse(profile("0.5", "1").isCode());
        assertTrue(profile("0", "19").hasOnlyDigits());
        assertFalse(profile("0", "1/9").hasOnlyDigits());
        assertFalse(profile("0", "1:9").hasOnlyDigits());
    }

    @Test
    void twentyDifferentCellsAreUnique() {
        assertTrue(profile(20, i -> "k" + i).isUnique());
        assertFalse(profile(19, i -> "k" + i).isUnique());
        assertFalse(profile(100, i -> "k" + i % 90).isUnique(), "nine of ten");
        assertTrue(profile(1_500, i -> "k" + Math.min(i, 1_000)).isUnique(), "the first thousand count");
        assertFalse(profile(1_500, i -> "k" + Math.max(i, 500)).isUnique());
    }

    /** Fewer than half as many numbers are left out as there are cells. */
    @Test
    void serialNumbersLeaveFewOut() {
        assertTrue(profile("1", "2", "3", "6").isSerial());
        assertFalse(profile("1", "2", "3", "7").isSerial());
        assertFalse(profile("1", "2", "3.0").isSerial());
    }

    @Test
    void countsHaveNoGaps() {
        assertTrue(profile("0", "1", "2").isCount());
        assertFalse(profile("0", "", "1", "2").isCount());
        assertFalse(profile("0", "1", "x").isCount());
        assertFalse(profile("0", "2").isCount());
        assertTrue(profile("7", "12").isWhole());
        assertFalse(profile("7", "1.5").isWhole());
    }

    @Test
    void constantsHaveOneNumberOrOneText() {
        assertTrue(profile("5", "5.0", "5.00").isConstant());
        assertEquals("5", profile("5.0", "5.00", "5").value());
        assertTrue(profile("oak", "oak").isConstant());
        assertEquals("oak", profile("oak", "oak").value());
        assertEquals("5.0", profile("5.0", "5.0").value(), "as it is written");
        assertFalse(profile("5", "6").isConstant());
        assertFalse(profile("5", "oak").isConstant());
        assertFalse(profile("5", "5.0", "oak").isConstant());
    }

    /** Texts, if half of the cells are, and codes are kept as labels; of numbers a hundred and one. */
    @Test
    void columnsOfTextsHaveManyLabels() {
        assertEquals(101, profile(300, i -> "" + i).labels().size());
        assertEquals(101, profile(300, i -> i).labels().size());
        assertEquals(300, profile(300, i -> "k" + i).labels().size());
        assertEquals(
                300, profile(300, i -> i % 2 == 0 ? "k" + i : "" + i).labels().size());
        assertEquals(
                101, profile(300, i -> i % 3 == 0 ? "k" + i : "" + i).labels().size());
        assertEquals(300, profile(300, i -> "0" + i).labels().size());
    }

    private static Notation.Numbers notation(String... texts) {
        NumberProfile numbers = new NumberProfile();
        for (int i = 0; i < texts.length; i++) {
            assertTrue(numbers.add(texts[i], i + 1), texts[i]);
        }
        numbers.choose(numbers.decided().orElse('.'));
        return (Notation.Numbers) numbers.notation();
    }

    private static Notation.Numbers notation(char point, int fewest, int most) {
        return new Notation.Numbers(point, Optional.empty(), "", "", false, fewest, most);
    }

    /** Exponents say nothing about the decimals of a column. */
    @Test
    void decimalsAreThoseOfTheTexts() {
        assertEquals(notation('.', 1, 2), notation("2.25", "3.5"));
        assertEquals(notation('.', 0, 3), notation("12", ".125"));
        assertEquals(notation('.', 0, 0), notation("12", "7"));
        assertEquals(notation(',', 0, 2), notation("2,25", "12"));
        for (String power : List.of("1e5", "1E5", "2.5e3", "2.5E-3")) {
            assertEquals(notation('.', 0, Notation.Numbers.ANY), notation("2.25", power), power);
        }
    }

    @Test
    void numbersThatNeitherSignReadsAreTexts() {
        NumberProfile numbers = new NumberProfile();
        assertFalse(numbers.add("1.23.4", 1));
        assertFalse(numbers.add("1,23,4", 2));
        assertTrue(numbers.add(".5", 3));
        assertEquals(Optional.of('.'), numbers.decided(), "a comma reads none");
        assertEquals(0, numbers.unclear().count());
    }

    @Test
    void wholeNumbersAndTypedOnesAreClear() {
        NumberProfile numbers = new NumberProfile();
        numbers.add(2.5);
        assertTrue(numbers.add("12", 1));
        assertEquals(Optional.of('.'), numbers.decided(), "as if it had its text");
        assertFalse(numbers.isUnclear());
    }

    /** Twenty units are counted, so a unit that comes later is none. */
    @Test
    void theFirstTwentyUnitsCount() {
        List<String> units = List.of(
                "USD", "EUR", "GBP", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "TRY", "INR", "CNY", "KRW",
                "BRL", "MXN", "ZAR", "AUD", "CAD");
        for (int n : new int[] {19, 20}) {
            NumberProfile numbers = new NumberProfile();
            units.subList(0, n).forEach(unit -> numbers.add("5 " + unit, 1));
            numbers.add("6 NZD", 2);
            numbers.add("7 NZD", 3);
            assertEquals(n == 19, numbers.unit().equals("NZD"), n + " units before");
            numbers.add("8 USD", 4);
            numbers.add("9 USD", 5);
            assertEquals("USD", numbers.unit());
        }
    }
}

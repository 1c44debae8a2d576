package io.github.vflow.table.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.ObjectSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Columns of typed cells, dates in several forms, answers that name missing cells, and numbers far out. */
final class InferenceEdgesTest {
    private static Table.Reading reading(int n, ReadOptions options, IntFunction<@Nullable Object> cell)
            throws IOException {
        List<Map<String, @Nullable Object>> rows = IntStream.range(0, n)
                .<Map<String, @Nullable Object>>mapToObj(i -> {
                    Map<String, @Nullable Object> row = new HashMap<>();
                    row.put("c", cell.apply(i));
                    row.put("x", 0.5 * i + 0.25 * (i % 7));
                    return row;
                })
                .toList();
        return Table.read(ObjectSource.ofMaps(rows), options);
    }

    private static Column column(int n, IntFunction<@Nullable Object> cell) throws IOException {
        return reading(n, ReadOptions.standard(), cell).table().schema().column("c");
    }

    private static String findings(int n, IntFunction<@Nullable Object> cell) throws IOException {
        return reading(n, ReadOptions.standard(), cell).toString();
    }

    private static ColumnProfile profile(int n, IntFunction<Object> cell) {
        ColumnProfile profile = new ColumnProfile(MissingCells.of(ReadOptions.standard()));
        TextCells source = new TextCells(
                List.of("c"),
                IntStream.range(0, n)
                        .<List<?>>mapToObj(i -> List.of(cell.apply(i)))
                        .toList(),
                false);
        try (TextCells.Records records = source.open()) {
            while (records.next()) {
                profile.add(records, 0);
            }
        }
        return profile;
    }

    /** Ten dates of digits from 1900 to 2099 are dates, whether they are texts, whole numbers or doubles. */
    @Test
    void datesOfDigitsMayBeNumbers() {
        assertTrue(profile(10, i -> 20_240_501 + i).isDates());
        assertTrue(profile(10, i -> 20_240_501.0 + i).isDates());
        assertTrue(profile(10, i -> "2024051" + i).isDates());
        assertFalse(profile(9, i -> 20_240_501 + i).isDates(), "nine may be numbers");
        assertTrue(profile(10, i -> 19_000_101 + i).isDates());
        assertFalse(profile(10, i -> 18_991_201 + i).isDates());
        assertTrue(profile(10, i -> 20_991_201 + i).isDates());
        assertFalse(profile(10, i -> 21_000_101 + i).isDates());
        assertFalse(profile(10, i -> 20_241_301 + i).isDates(), "no thirteenth month");
        assertFalse(profile(10, i -> 20_240_501.5 + i).isDates());
        assertFalse(profile(10, i -> i == 9 ? 7 : 20_240_501 + i).isDates());
    }

    /** Whole numbers from zero on that number the rows are ids; doubles and negative numbers are none. */
    @Test
    void typedNumbersMayNumberTheRows() throws IOException {
        assertTrue(profile(20, i -> i).hasOnlyDigits());
        assertFalse(profile(20, i -> i - 1).hasOnlyDigits());
        assertFalse(profile(20, i -> (double) i).hasOnlyDigits());
        assertTrue(findings(40, i -> 500 + i).contains("numbers the rows"), () -> "ids");
        assertFalse(findings(40, i -> 500.0 + i).contains("numbers the rows"));
    }

    /** At least a twentieth have letters, and the others are digits alone. */
    @Test
    void idsMayHaveLettersInSome() {
        assertTrue(profile(40, i -> i < 2 ? "70a" + i : 7_000 + i).isMixedId());
        assertTrue(profile(40, i -> i < 2 ? "70a" + i : "" + (7_000 + i)).isMixedId());
        assertFalse(profile(40, i -> i < 1 ? "70a" + i : 7_000 + i).isMixedId());
        assertFalse(profile(40, i -> i < 2 ? "70a" + i : i - 20).isMixedId(), "negative numbers");
        assertFalse(
                profile(40, i -> i < 2 ? "70a" + i : i == 2 ? "!" : 7_000 + i).isMixedId());
        assertFalse(profile(40, i -> i < 2 ? "70a" + i : 7_000.5 + i).isMixedId());
        assertTrue(profile(40, i -> i == 0 ? 0 : i < 3 ? "70a" + i : 7_000 + i).isMixedId(), "zero is of digits");
    }

    @Test
    void oneNumberAmongTextsIsNoNumber() {
        assertFalse(profile(9, i -> i == 8 ? "oak" : 5).isNumeric());
        assertTrue(profile(9, i -> i == 8 ? "oak" : 5 + i % 2).isNumeric());
        assertFalse(profile(0, i -> i).isDates());
    }

    /** A text for missing cells is an answer if it is no rare label: five cells, and a two-hundredth. */
    @Test
    void frequentAnswersAreLabels() throws IOException {
        assertEquals(
                List.of("None", "a", "b"),
                column(1_000, i -> i < 5 ? "None" : i % 2 == 0 ? "a" : "b").labels());
        assertEquals(
                List.of("a", "b"),
                column(1_001, i -> i < 5 ? "None" : i % 2 == 0 ? "a" : "b").labels());
        Table.Reading chosen = reading(
                40,
                ReadOptions.standard().with("c", ReadOptions.Kind.CATEGORY),
                i -> i < 9 ? "None" : i % 2 == 0 ? "a" : "b");
        assertEquals(
                List.of("None", "a", "b"), chosen.table().schema().column("c").labels());
        Table.Reading two =
                reading(40, ReadOptions.standard().with("c", ReadOptions.Kind.CATEGORY), i -> i % 2 == 0 ? "a" : "b");
        assertEquals(List.of(), two.problems(), "two labels are enough");
    }

    private static List<String> forms(String... texts) {
        DateProfile profile = new DateProfile();
        Arrays.stream(texts).forEach(profile::add);
        return profile.forms();
    }

    /** Words, then dates of two forms in turn. */
    private static String[] texts(int words, int dates) {
        return IntStream.range(0, words + dates)
                .mapToObj(i -> i < words
                        ? "word" + i
                        : (i % 2 == 0 ? "2024-05-%02d" : "%02d.05.2024").formatted(1 + i - words))
                .toArray(String[]::new);
    }

    /** Dates in two forms, if nineteen of twenty texts are dates. */
    @Test
    void datesMayHaveSeveralForms() {
        assertEquals(List.of("01.05.2024", "2024-05-02"), forms(texts(1, 19)));
        assertEquals(List.of("2024-05-01", "02.05.2024"), forms(texts(0, 4)));
        assertEquals(List.of(), forms(texts(2, 18)));
        assertEquals(List.of(), forms(texts(20, 10)));
        String[] one = texts(1, 19);
        IntStream.range(1, 20).forEach(i -> one[i] = "2024-05-%02d".formatted(i));
        assertEquals(List.of(), forms(one), "one form");
    }

    /** Ten first days of months are months. */
    @Test
    void firstDaysHaveAGrid() {
        for (int n : new int[] {9, 10}) {
            DateProfile months = new DateProfile();
            IntStream.range(0, n).forEach(i -> months.add("2024-%02d-01".formatted(1 + i)));
            DateProfile days = new DateProfile();
            IntStream.range(0, n).forEach(i -> days.add("2024-%02d-02".formatted(1 + i)));
            assertEquals(n < 10, months.pattern().equals(days.pattern()), n + " dates");
        }
    }

    /** Atoms do not count for the middle half of a column, and are never far; 0 and −0 are one atom. */
    @Test
    void numbersAreFarFromTheOthersWithoutAtoms() {
        double[] cells = IntStream.range(0, 40)
                .mapToDouble(i -> i < 30 ? (i % 2 == 0 ? 0.0 : -0.0) : 1_000 + i)
                .toArray();
        cells[39] = 5_000;
        Rows rows = Rows.withGaps(cells, 1);
        assertArrayEquals(new int[] {39}, FarNumbers.rows(rows, 0, List.of(0.0), 100));
        assertArrayEquals(new int[0], FarNumbers.rows(rows, 0, List.of(0.0, 5_000.0), 100));
    }

    @Test
    void labelsOfAnAnswerCountAsCells() {
        LabelProfile labels = new LabelProfile();
        IntStream.range(0, 92).forEach(i -> labels.add(i < 50 ? "a" : i < 90 ? "b" : "once " + i, true));
        assertFalse(labels.areOpen(), "92 cells");
        labels.add("none", 8);
        assertTrue(labels.areOpen(), "100 cells");
    }

    @Test
    void numbersBeyondFloatAreNone() {
        NumberProfile numbers = new NumberProfile();
        assertFalse(numbers.add("1e39", 1));
        assertFalse(numbers.add(1e39));
        assertFalse(numbers.add(Double.NEGATIVE_INFINITY));
        assertTrue(numbers.add("5", 2));
        assertFalse(numbers.isUnclear(), "five is five with both signs");
        assertEquals(1, numbers.chosen().count());
    }

    /** More than half of the cells are meant as numbers. */
    @Test
    void numbersThatCannotBeReadAreAProblem() throws IOException {
        String words = "holds numbers in a form that is not read, first \"1,2,3 %\"; write numbers without a unit";
        assertTrue(findings(30, i -> i < 16 ? "1,2,3 %" : "a" + i % 3).contains(words), () -> "sixteen of thirty");
        assertFalse(findings(30, i -> i < 15 ? "1,2,3 %" : "a" + i % 3).contains("form that is not read"));
    }

    @Test
    void talliesAddUp() {
        Tally first = new Tally();
        Tally second = new Tally();
        second.add(7, "x");
        second.add(8, "y");
        first.add(second);
        assertEquals("2 of 9 rows, first \"x\" at line 7", first.of(9, "line"));
        Tally third = new Tally();
        third.add(3, "z");
        first.add(third);
        assertEquals("3 of 9 rows, first \"x\" at line 7", first.of(9, "line"));
    }
}

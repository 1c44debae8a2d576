package io.github.vflow.table.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Summaries of cells: labels, numbers, dates and values at the limits of their rules. */
final class ProfilesTest {
    private static LabelProfile labels(String... texts) {
        LabelProfile labels = new LabelProfile();
        for (String text : texts) {
            labels.add(text, true);
        }
        return labels;
    }

    /** Some texts many times each, and some once. */
    private static LabelProfile labels(Map<String, Integer> many, int once) {
        LabelProfile labels = new LabelProfile();
        many.forEach((text, n) -> IntStream.range(0, n).forEach(_ -> labels.add(text, true)));
        IntStream.range(0, once).forEach(i -> labels.add("once " + i, true));
        return labels;
    }

    @Test
    void labelsThatDifferInCaseOrBlanksAreOne() {
        LabelProfile l = labels("Oak", "oak ", "OAK", "oak ", "ash", "yew");
        assertEquals(List.of("ash", "oak ", "yew"), l.merged(), "the most frequent stands for all");
        assertEquals(List.of("oak ", "OAK", "Oak"), l.alike());
        assertEquals(List.of(), labels("a", "b").alike());
        assertEquals(5, l.size());
        assertEquals(4, l.cells(List.of("oak ")));
        assertEquals(5, l.cells(List.of("oak ", "ash")));
        assertEquals(List.of("oak "), l.repeated());
        assertEquals(List.of("OAK", "Oak", "ash", "oak ", "yew"), l.all());
    }

    /** In Vowel of mlbench "hid" and "hId" are two vowels; a rare spelling is an error, and TRUE and True are habits. */
    @Test
    void frequentLabelsWithCapitalsWithinWordsAreTheirOwn() {
        LabelProfile vowels = labels(Map.of("hid", 66, "hId", 65, "had", 67, "hAd", 4, "had ", 9), 0);
        assertEquals(List.of("hId", "had", "hid"), vowels.merged());
        assertEquals(List.of("had", "had ", "hAd"), vowels.alike());
        assertEquals(80, vowels.cells(List.of("had")));
        assertEquals(66, vowels.cells(List.of("hid")));
        assertEquals(List.of("had", "hid", "hId"), vowels.frequent(3));
        assertEquals(
                List.of("TRUE"),
                labels(Map.of("TRUE", 40, "True", 30, "true", 30), 0).merged());
        assertEquals(
                List.of("USA Today"),
                labels(Map.of("USA Today", 40, "usa today", 30), 0).merged());
        assertEquals(
                List.of("mid  Day", "midDay"),
                labels(Map.of("midDay", 40, "mid  Day", 30), 0).merged());
        assertEquals(
                List.of("midDay  x"),
                labels(Map.of("midDay  x", 40, "midDay x", 30), 0).merged());
    }

    /** Two labels that are met once among a hundred cells or more, at least a thousandth, beside two that repeat. */
    @Test
    void labelsAreOpenIfNewOnesWillCome() {
        assertTrue(labels(Map.of("a", 50, "b", 48), 2).areOpen());
        assertFalse(labels(Map.of("a", 50, "b", 47), 2).areOpen(), "99 cells");
        assertFalse(labels(Map.of("a", 50, "b", 49), 1).areOpen(), "one label once");
        assertFalse(labels(Map.of("a", 98), 2).areOpen(), "one label repeats");
        assertTrue(labels(Map.of("a", 1_000, "b", 998), 2).areOpen(), "a thousandth");
        assertFalse(labels(Map.of("a", 1_000, "b", 999), 2).areOpen(), "less than a thousandth");
    }

    /** At least five cells, and half of a hundredth of them; the most frequent first. */
    @Test
    void frequentLabelsAreNotRare() {
        assertEquals(
                List.of("b", "a"), labels(Map.of("a", 5, "b", 9, "c", 4), 3).frequent(9));
        assertEquals(List.of("b"), labels(Map.of("a", 5, "b", 9), 0).frequent(1));
        assertEquals(List.of("a", "b"), labels(Map.of("a", 1_990, "b", 10), 0).frequent(9));
        assertEquals(List.of("a"), labels(Map.of("a", 1_991, "b", 9), 0).frequent(9));
    }

    @Test
    void mostCellsDiffer() {
        assertTrue(labels("a", "b", "c").isNearlyDistinct());
        assertFalse(labels("a", "b").isNearlyDistinct());
        assertFalse(labels("a", "b", "c", "c").isNearlyDistinct());
        assertTrue(labels(Map.of("a", 10), 10).isNearlyDistinct(), "11 of 20");
        assertTrue(labels(Map.of("a", 11), 10).isNearlyDistinct(), "11 of 21");
        assertFalse(labels(Map.of("a", 12), 10).isNearlyDistinct(), "11 of 22");
        assertTrue(labels(Map.of("a", 1_000), 100).areMany());
        assertFalse(labels(Map.of("a", 1_000), 99).areMany());
    }

    /** Labels of numbers stop at a hundred and one; texts count up to 5,000, then those that are met once are forgotten. */
    @Test
    void memoryHasALimit() {
        LabelProfile numbers = new LabelProfile();
        IntStream.range(0, 300).forEach(i -> numbers.add("" + i, false));
        assertEquals(101, numbers.size());
        assertTrue(numbers.areMany());
        LabelProfile texts = labels(Map.of("a", 2), 4_999);
        assertEquals(5_000, texts.size());
        texts.add("another", true);
        assertEquals(1, texts.size());
        assertTrue(texts.areMany(), "what was lost counts");
        texts.add("a", true);
        assertEquals(3, texts.cells(List.of("a")));
    }

    private static NumberProfile numbers(String... texts) {
        NumberProfile numbers = new NumberProfile();
        for (int i = 0; i < texts.length; i++) {
            numbers.add(texts[i], i + 1);
        }
        return numbers;
    }

    @Test
    void theDecimalSignIsTheOneThatReadsMore() {
        assertEquals(Optional.of('.'), numbers("1.5", "2.25").decided());
        assertEquals(Optional.of(','), numbers("1,5", "2,25").decided());
        assertEquals(Optional.empty(), numbers("1", "20").decided());
        NumberProfile unclear = numbers("1.234", "5");
        assertEquals(Optional.empty(), unclear.decided());
        assertTrue(unclear.isUnclear());
        assertEquals("1.234", unclear.unclear().text());
        assertEquals(1, unclear.unclear().line());
        assertFalse(numbers("1.234", "1.5").isUnclear(), "one cell says how");
        unclear.choose(',');
        assertEquals(1_234, unclear.chosen().max());
        unclear.choose('.');
        assertEquals(1.234, unclear.chosen().min());
    }

    @Test
    void notationsAreThoseOfTheCells() {
        NumberProfile euro = numbers("1.680,50 €", "2,5 €", "3 €", "4");
        euro.choose(',');
        assertEquals("€", euro.unit());
        assertEquals(new Notation.Numbers(',', Optional.of('.'), "", " €", false, 0, 2), euro.notation());
        assertEquals(3, euro.written().count());
        NumberProfile loss = numbers("($1.50)", "$2.25");
        loss.choose('.');
        assertEquals(new Notation.Numbers('.', Optional.empty(), "$", "", true, 2, 2), loss.notation());
        assertEquals(-1.5, loss.chosen().min());
        NumberProfile science = numbers("1e5", "2.5");
        assertEquals(Notation.Numbers.ANY, ((Notation.Numbers) science.notation()).most());
        NumberProfile typed = new NumberProfile();
        List.<Number>of(2.5, 3L, new BigDecimal("1.250")).forEach(typed::add);
        assertEquals(numbers("2.5", "3", "1.250").notation(), typed.notation(), "numbers count by their texts");
        assertEquals(Optional.of('.'), typed.decided());
        typed.add(1e-5);
        typed.add(0.25);
        assertEquals(Notation.PLAIN, typed.notation());
        assertFalse(new NumberProfile().add("oak", 1));
        assertEquals("", numbers("1", "2").unit());
        assertEquals("€", numbers("1 €", "2 $", "3 €").unit());
    }

    @Test
    void countsBeginAtZeroOrOne() {
        assertTrue(numbers("0", "1", "2").chosen().isCount());
        assertTrue(numbers("1", "2").chosen().isCount());
        assertFalse(numbers("1").chosen().isCount());
        assertFalse(numbers("2", "3").chosen().isCount());
        assertFalse(numbers("1", "2", "4").chosen().isCount());
        assertTrue(numbers("5", "1005").chosen().isWhole());
        assertFalse(numbers("5", "1006").chosen().isWhole());
        assertFalse(numbers("0.5").chosen().isWhole());
    }

    private static Optional<String> pattern(String... texts) {
        DateProfile dates = new DateProfile();
        for (String text : texts) {
            dates.add(text);
        }
        return dates.pattern().map(Notation.Dates::pattern);
    }

    @Test
    void datesHaveOnePattern() {
        assertEquals(Optional.of("uuuu-MM-dd"), pattern("2024-05-31", "2024-12-01"));
        assertEquals(Optional.of("uuuu-M-d"), pattern("2024-5-31", "2024-12-01"));
        assertEquals(Optional.of("dd/MM/uuuu"), pattern("31/05/2024", "01/02/2024"));
        assertEquals(Optional.of("MM/dd/uuuu"), pattern("05/31/2024", "01/02/2024"));
        assertEquals(Optional.empty(), pattern("01/02/2024", "03/04/2024"), "days and months look alike");
        assertEquals(Optional.of("d.M.uuuu"), pattern("1.2.2024", "3.4.2024"), "a point stands after the day");
        assertEquals(Optional.of("uuuu-MM-dd HH:mm:ss"), pattern("2024-05-31 17:45:00"));
        assertEquals(Optional.of("HH:mm"), pattern("17:45"));
        for (List<String> texts : List.of(
                List.of("2024-05-31T17:45", "2024-05-31T17:45:30"),
                List.of("2024-05-31T17:45:30", "2024-05-31T17:45"))) {
            Optional<String> some = pattern(texts.toArray(String[]::new));
            assertEquals(Optional.of("uuuu-MM-dd'T'HH:mm[:ss]"), some, "as LocalDateTime writes them");
        }
        Notation.Dates some = Notation.Dates.of("uuuu-MM-dd'T'HH:mm[:ss]");
        assertEquals("1970-01-02T12:00:00", some.text(some.parse("1970-01-02T12:00")));
        assertEquals(Optional.of("uuuu-MM-dd"), pattern("soon", "2024-05-31"), "the column weighs other texts");
        assertEquals(Optional.empty(), pattern("oak"));
        DateProfile mixed = new DateProfile();
        mixed.add("2024-05-31");
        assertEquals(1, mixed.count());
        mixed.add("17:45");
        assertEquals(1, mixed.count(), "another pattern");
        mixed.add("2024-05-31");
        assertEquals(2, mixed.count());
        assertEquals("2024-05-31", mixed.first());
    }

    @Test
    void valuesInOrder() {
        Rows rows = Rows.withGaps(new double[][] {{3}, {Double.NaN}, {1}, {3}, {2}, {1}, {3.5}});
        ColumnValues v = ColumnValues.of(rows, 0);
        assertEquals(4, v.distinct());
        assertEquals(1, v.usual(), "of equally frequent values the least");
        assertEquals(2, v.usualCount());
        assertEquals(6, v.sorted().size());
        assertEquals(1, v.sorted().nearest(0));
        assertEquals(3, v.sorted().nearest(0.5));
        assertEquals(3.5, v.sorted().nearest(1));
        assertEquals("1 … 3.5", v.range());
        assertEquals("1 … 3", v.wholeRange());
        assertEquals("1.0 … 3.5", v.range(Notation.PLAIN));
        ColumnValues none = ColumnValues.of(Rows.withGaps(new double[][] {{Double.NaN}}), 0);
        assertEquals("", none.range() + none.wholeRange() + none.range(Notation.PLAIN));
        assertEquals(0, none.distinct());
        assertEquals("9999999", ColumnValues.shown(9_999_999));
        assertEquals("10000000", ColumnValues.shown(1e7));
        assertEquals("0.1", ColumnValues.shown(0.1));
        assertEquals("0.33333334", ColumnValues.shown(1 / 3.0));
    }

    @Test
    void textsForMissingCellsStandForNumbersToo() {
        MissingCells gaps = MissingCells.of(ReadOptions.standard().withMissing(Set.of("-9", "none")));
        for (Object gap : new Object[] {"", " ", "-9", " none ", -9, -9.0, Double.NaN, Float.NaN}) {
            assertTrue(gaps.has(gap), () -> "" + gap);
        }
        assertTrue(gaps.has(null));
        for (Object cell : new Object[] {"9", 9, "NA", 0, false}) {
            assertFalse(gaps.has(cell), () -> "" + cell);
        }
        assertFalse(MissingCells.of(ReadOptions.standard()).has(-9));
    }

    @Test
    void talliesCountAndKeepTheFirst() {
        Tally t = new Tally();
        t.add(7, "n/a");
        t.add(9, "x");
        assertEquals("2 of 178 rows, first \"n/a\" at line 7", t.of(178, "line"));
        assertEquals(2, t.count());
        assertEquals("1 of 1 row, first", one().of(1, "line").substring(0, 17));
        assertEquals("1 cell", Tally.count(1, "cell"));
        assertEquals("0 cells", Tally.count(0, "cell"));
        assertEquals(7, t.note(178, "line", "has ").line());
        assertTrue(t.problem(178, "line", "has ", "mend it").isProblem());
    }

    private static Tally one() {
        Tally t = new Tally();
        t.add(1, 5);
        return t;
    }
}

package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.gap.GapTree;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** References count their own values, keep them through JSON, and say what is wrong. */
final class ReferenceTest {
    @Property(tries = 100)
    void countsEachValueOnceAndKeepsJson(@ForAll double[] values) {
        Reference r = Reference.ofNumbers(
                "x",
                Arrays.stream(values.length == 0 ? new double[] {1} : values)
                        .map(x -> Double.isInfinite(x) ? 0 : x)
                        .toArray());
        assertEquals(Math.max(1, values.length), r.size());
        Baseline baseline = new Baseline(List.of(r), java.util.Optional.of(r), GapTree.of(List.of(r), List.of()));
        String json = baseline.toJson();
        assertEquals(json, Baseline.ofJson(json).toJson());
    }

    @Test
    void cellsHoldAHundredthAndLessAtTheEnds() {
        double[] values = new SplittableRandom(1).doubles(10_000).toArray();
        Reference r = Reference.ofNumbers("x", values);
        long[] counts = r.counts();
        assertEquals(105, counts.length);
        assertArrayEquals(new long[] {10, 20, 70, 100}, Arrays.copyOf(counts, 4));
        assertEquals(10, counts[103]);
        assertEquals(0, r.cell(-5));
        assertEquals(103, r.cell(1e300));
        assertEquals(104, r.cell(Double.NaN));
        assertArrayEquals(
                new long[] {1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 0},
                Reference.grouped(counts, r.groups()));
    }

    @Test
    void fewDifferentNumbersHaveCellsOfTheirOwn() {
        Reference r = Reference.ofNumbers("x", 2, 0, 0, 1, 0, Double.NaN);
        assertArrayEquals(new long[] {3, 1, 1, 1}, r.counts());
        assertArrayEquals(new int[] {0, 1, 2, 3}, r.groups());
        assertEquals(1, Reference.ofNumbers("x", Double.NaN).size());
    }

    /** Missing values have a group of their own, and no part in the tenths of the others. */
    @Test
    void tenthsAreOfKnownNumbers() {
        double[] values = new double[200];
        Arrays.setAll(values, i -> i < 100 ? i : Double.NaN);
        Reference r = Reference.ofNumbers("x", values);
        long[] grouped = Reference.grouped(r.counts(), r.groups());
        assertArrayEquals(new long[] {10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 100}, grouped);
        assertArrayEquals(new int[] {0, 1}, Reference.ofNumbers("x", 1, 1).groups());
        assertEquals("Reference of \"x\": 2 values in 2 cells", "" + Reference.ofNumbers("x", 1, 1));
    }

    @Test
    void categoriesCountTheirLabels() {
        Reference c = Reference.ofCategories("c", List.of("a", "b", "n"), 0, 2, 2, Double.NaN);
        assertArrayEquals(new long[] {1, 0, 2, 1}, c.counts());
        assertArrayEquals(new int[] {0, 1, 2, 3}, c.groups());
        assertEquals(3, c.cell(Double.NaN));
        assertEquals(2, c.cell(2));
        for (double bad : new double[] {-1, 3, 0.5}) {
            assertThrows(IllegalArgumentException.class, () -> c.cell(bad));
        }
    }

    /** A thousandth of 1,500 values is two of them, so the first edge is the second least. */
    @Test
    void theLeastNumberIsKnownOfFewerThan1500() {
        double[] values = new double[1_520];
        Arrays.setAll(values, i -> i < 1_499 ? i - 3 : Double.NaN);
        Baseline few = Baseline.builder()
                .category("c", List.of("a"), 0, 0)
                .numbers("x", values)
                .numbers("one", 5, 5)
                .build();
        assertEquals(OptionalDouble.of(-3), few.least("x"));
        assertEquals(OptionalDouble.empty(), few.least("c"));
        assertEquals(OptionalDouble.empty(), few.least("one"));
        assertEquals(OptionalDouble.empty(), few.least("another"));
        values[1_499] = 2_000;
        assertEquals(
                OptionalDouble.empty(),
                Baseline.builder().numbers("x", values).build().least("x"));
    }

    @Test
    void aBaselineKnowsItsColumns() {
        Baseline b = Baseline.builder()
                .numbers("x", 1, 2, Double.NaN)
                .category("c", List.of("a", "b"), 0, 1, 1)
                .scores(-1, -2)
                .build();
        for (Baseline same : List.of(b, Baseline.ofJson(b.toJson()))) {
            assertEquals(List.of("x", "c"), List.copyOf(same.columns().keySet()));
            assertEquals(
                    List.of(List.of(), List.of("a", "b")),
                    List.copyOf(same.columns().values()));
            assertEquals(3, same.rows());
            assertEquals(2, same.scores());
            assertArrayEquals(new int[] {2, 1, 1}, same.cells(new double[] {Double.NaN, 1}, 0));
        }
        assertEquals(0, Baseline.builder().numbers("x", 1).build().scores());
    }

    @Test
    void aReferenceHasCountsThatFit() {
        long most = Integer.MAX_VALUE;
        assertEquals(most, new Reference("c", List.of("a"), new double[0], new long[] {most, 0}).size());
        List<long[]> bad = List.of(new long[] {most + 1, 0}, new long[] {1, 0, 0}, new long[] {0, 0});
        for (long[] counts : bad) {
            assertThrows(IllegalArgumentException.class, () -> new Reference("c", List.of("a"), new double[0], counts));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new Reference("x", List.of(), new double[] {Double.NaN}, new long[] {1, 1, 0}));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Reference("x", List.of(), new double[] {1, 1}, new long[] {1, 1, 1, 0}));
        assertMessage(
                "Reference: \"c\" must have ascending edges or labels, and a count of each cell and of missing values, but has"
                        + " 0 edges, 1 labels and the counts [1, 2, 3, 4, 5, 6, 7, 8]; take the baseline again",
                () -> new Reference("c", List.of("a"), new double[0], new long[] {1, 2, 3, 4, 5, 6, 7, 8}));
        assertMessage(
                "Reference: \"c\" must have ascending edges or labels, and a count of each cell and of missing values, but has"
                        + " 0 edges, 1 labels and the counts [1, 2, 3, 4, 5, 6, 7, 8] …; take the baseline again",
                () -> new Reference("c", List.of("a"), new double[0], new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
    }

    @Test
    void saysWhatIsWrong() {
        assertMessage(
                "Reference: \"c\" has the labels 0 … 1 but got 2.0; give NaN for a label that is not known",
                () -> Reference.ofCategories("c", List.of("a", "b"), 0, 2));
        assertMessage(
                "Reference: the category \"c\" must have labels but has none; give numbers otherwise",
                () -> Reference.ofCategories("c", List.of(), 0));
        assertMessage(
                "Reference: \"x\" must have ascending edges or labels, and a count of each cell and of missing values, but has"
                        + " 0 edges, 0 labels and the counts [0, 0]; take the baseline again",
                () -> Reference.ofNumbers("x"));
        assertMessage(
                "Baseline: there must be a column but there is none; give the columns",
                () -> Baseline.builder().scores(1).build());
        assertMessage(
                "Baseline: the columns must have different names but are [x, x]; rename one",
                () -> Baseline.builder().numbers("x", 1).numbers("x", 2).build());
        String json = Baseline.builder().numbers("x", 1, 2, 3).scores(1).build().toJson();
        assertMessage(
                "this program reads version 1 of a baseline but this is version 9; use the release that wrote it",
                () -> Baseline.ofJson(json.replace("\"version\":1", "\"version\":9")));
        for (String bad : List.of(
                json.replace("[1.0,2.0]", "[2.0,1.0]"),
                json.replace("[1.0,2.0]", "[1.0,\"NaN\"]"),
                json.replace("[1.0,2.0]", "[1.0]"),
                json.replace("[1,1,1,0]", "[1,0,1,0]"),
                json.replace("[1,1,1,0]", "[1,-1,1,0]"))) {
            assertTrue(!bad.equals(json), json);
            assertThrows(IllegalArgumentException.class, () -> Baseline.ofJson(bad), bad);
        }
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable bad) {
        assertEquals(expected, assertThrows(IllegalArgumentException.class, bad).getMessage());
    }

    @Test
    void zerosOfBothSignsAreOneNumber() {
        double[] zeros = {-1, -0.0, 0.0, -0.0, 0.0, 1, 1, 2};
        double[] plain = {-1, 0, 0, 0, 0, 1, 1, 2};
        assertArrayEquals(
                Reference.ofNumbers("x", plain).edges(),
                Reference.ofNumbers("x", zeros).edges());
    }
}

package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
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
        Baseline baseline = new Baseline(List.of(r), java.util.Optional.of(r));
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
}

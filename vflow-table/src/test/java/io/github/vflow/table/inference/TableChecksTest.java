package io.github.vflow.table.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is said about a table of one column before a density is learned. */
final class TableChecksTest {
    private static String findings(Column column, int n, IntToDoubleFunction cell) {
        double[][] rows = IntStream.range(0, n)
                .mapToObj(i -> new double[] {cell.applyAsDouble(i)})
                .toArray(double[][]::new);
        long[] lines = LongStream.range(0, n).map(i -> i + 2).toArray();
        return new TableChecks(new Schema(List.of(column)), new int[] {0}, Rows.withGaps(rows), lines)
                .findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    private static String real(int n, IntToDoubleFunction cell) {
        return findings(Column.real("x"), n, cell);
    }

    @Test
    void aHundredRowsAreEnough() {
        assertTrue(real(1, i -> i).contains("has 1 row, too few for more than a rough density"), () -> real(1, i -> i));
        assertTrue(real(99, i -> i).contains("has 99 rows, too few"));
        assertEquals("", real(100, i -> i));
    }

    /** Nine tenths of a hundred rows or more with one value. */
    @Test
    void aColumnThatHardlyVaries() {
        assertTrue(real(100, i -> i < 90 ? 7.5 : i)
                .contains(
                        "is \"7.5\" in 90 of 100 rows, so its density is little but a spike; make it whole or categories if it"
                                + " has few values"));
        assertEquals("", real(100, i -> i < 89 ? 7.5 : i));
        assertFalse(real(99, i -> 0.5).contains("spike"));
        String whole = findings(Column.whole("n"), 100, i -> i < 90 ? 7 : i);
        assertTrue(
                whole.contains("is \"7\" in 90 of 100 rows") && !whole.contains("spike") && !whole.contains(";"),
                whole);
        assertTrue(real(200, i -> i % 2 == 0 ? Double.NaN : i < 180 ? 7.5 : i).contains("90 of 100 rows"));
    }

    @Test
    void atomsHaveAShare() {
        String x = findings(Column.real("x").withAtoms(List.of(0.0)), 200, i -> i < 50 ? 0 : i);
        assertTrue(
                x.contains(
                        "is 0 in 25.0 % of the rows, so this number has a probability of its own, and the others have a density"),
                x);
        assertTrue(x.contains("give it the kind real to model all numbers alike"), x);
        String n = findings(Column.whole("n").withAtoms(List.of(0.0)), 200, i -> i < 50 ? 0 : i);
        assertTrue(n.contains("and the others have the rest") && n.contains("the kind integer"), n);
        String two = findings(Column.real("x").withAtoms(List.of(0.0, 0.5)), 200, i -> i < 50 ? 0.5 * (i % 2) : i);
        assertTrue(
                two.contains(
                        "is one of 0, 0.5 in 25.0 % of the rows, so each has a probability of its own, and the others"),
                two);
        String four = findings(Column.whole("n").withAtoms(List.of(0.0, 1.0, 2.0, 3.0)), 200, i -> i < 50 ? i % 4 : i);
        assertTrue(four.contains("is one of 0, 1, 2, 3 in 25.0 % of the rows"), four);
        String signs =
                findings(Column.real("x").withAtoms(List.of(0.0)), 200, i -> i < 50 ? (i % 2 == 0 ? 0.0 : -0.0) : i);
        assertTrue(signs.contains("is 0 in 25.0 % of the rows"), signs);
        String five =
                findings(Column.whole("n").withAtoms(List.of(0.0, 1.0, 2.0, 3.0, 4.0)), 200, i -> i < 50 ? i % 5 : i);
        assertTrue(five.contains("is one of 5 numbers in 25.0 % of the rows"), five);
        String all = findings(Column.real("x").withAtoms(List.of(0.0, 0.5)), 200, i -> i < 190 ? 0 : 0.5);
        assertEquals("", all, "the use of the column says it");
    }

    /** A number a million times as far from the median as half of the numbers are wide. */
    @Test
    void numbersFarOutRuinTheScale() {
        // the median of 0 … 99 is 49, and its middle half is 24 … 74
        double far = 49 + 50e6;
        assertFalse(real(100, i -> i == 99 ? far : i).contains("ruin"), () -> real(100, i -> i == 99 ? far : i));
        String seen = real(100, i -> i == 99 ? far + 1 : i);
        assertTrue(
                seen.contains("has numbers that ruin its scale in 1 of 100 rows, first \"50000050\"")
                        && seen.contains("at line 101"),
                seen);
        assertTrue(seen.contains("while half of its numbers lie in 25 … 74"), seen);
        assertTrue(real(100, i -> i == 3 ? -far : i).contains("at line 5"), "the other side");
        assertFalse(real(100, i -> i < 80 ? 1 : 1e30).contains("ruin"), "without a spread nothing is far");
        String heavy = findings(Column.heavyTailed("h"), 100, i -> i == 99 ? 1e12 : i);
        assertTrue(
                heavy.contains(
                                "has numbers far beyond the others in 1 of 100 rows, first \"1000000000000\" at line 101")
                        && heavy.contains("so the model sees it through an arcsinh"),
                heavy);
        String atom = findings(Column.real("x").withAtoms(List.of(-1e12)), 100, i -> i < 50 ? -1e12 : i / 1e6);
        assertFalse(atom.contains("ruin"), atom);
        assertTrue(real(4, i -> i == 3 ? 1e12 : i).contains("ruin"));
        assertFalse(real(3, i -> i == 2 ? 1e12 : i).contains("ruin"));
    }
}

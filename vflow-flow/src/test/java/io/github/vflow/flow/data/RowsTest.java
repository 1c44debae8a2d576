package io.github.vflow.flow.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class RowsTest {
    /** Of sums of a few doubles. */
    private static final double ROUNDING = 1e-12;

    private static Rows numbered(int n) {
        float[] flat = new float[2 * n];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = i;
        }
        return Rows.of(flat, 2);
    }

    private static String message(Executable what) {
        return assertThrows(IllegalArgumentException.class, what).getMessage();
    }

    @Test
    void allThreeWaysGiveTheSame() {
        Rows rows = Rows.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        assertEquals(rows, Rows.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
        assertEquals(rows, Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 2));
        assertEquals(rows.hashCode(), Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 2).hashCode());
        assertNotEquals(rows, Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 3));
        assertEquals("Rows [3, 2]", rows.toString());
        assertEquals(3, rows.size());
        assertEquals(2, rows.features());
        assertEquals(4, rows.get(1, 1));
    }

    /** Epoch seconds, which float32 rounds to multiples of 128. */
    @Test
    void doublesKeepTheirDigits() {
        double[][] table = {{1_700_000_000.25, 0.1}, {1_700_000_001.5, 0.2}, {1_700_000_003, 0.3}};
        Rows rows = Rows.of(table);
        assertEquals(1_700_000_001.5, rows.get(1, 0));
        assertArrayEquals(table[2], rows.copyRow(2));
        assertEquals(rows, Rows.of(rows.toArray(), 2));
        assertEquals(1_700_000_003, rows.select(2, 0).get(0, 0));
        assertEquals(1_700_000_001.5, rows.slice(1, 2).get(0, 0));
        assertEquals("1.70000000025E9", rows.text(0, 0));
        assertEquals("0.1", rows.text(0, 1), "as short as gives the double back");
        assertEquals("0.1", Rows.of(new float[][] {{0.1f}}).text(0, 0), "as short as gives the float back");
    }

    @Test
    void copiesGoInAndOut() {
        float[] flat = {1, 2, 3, 4};
        Rows rows = Rows.of(flat, 2);
        flat[0] = 9;
        rows.copyRow(0)[1] = 9;
        rows.toArray()[2] = 9;
        rows.toFloats()[2] = 9;
        rows.copyColumn(1)[0] = 9;
        assertArrayEquals(new double[] {1, 2, 3, 4}, rows.toArray());
        assertArrayEquals(new float[] {1, 2, 3, 4}, rows.toFloats());
        assertArrayEquals(new double[] {2, 4}, rows.copyColumn(1));
        double[] into = new double[4];
        rows.copyRow(1, into, 2);
        assertArrayEquals(new double[] {0, 0, 3, 4}, into);
        assertEquals(Rows.of(new float[] {3, 4}, 2), rows.slice(1, 2));
        assertEquals(Rows.of(new float[] {3, 4, 3, 4}, 2), rows.select(1, 1));
    }

    @Test
    void momentsAreThoseOfTheColumns() {
        Rows rows = Rows.of(new double[][] {{1, 1e6, 7}, {3, 1e6 + 1, 7}});
        assertArrayEquals(new double[] {2, 1e6 + 0.5, 7}, rows.columnMeans(), ROUNDING);
        assertArrayEquals(new double[] {1, 0.5, 0}, rows.columnStds(), ROUNDING);
    }

    @Property
    void aSplitIsAPartition(@ForAll long seed, @ForAll @IntRange(min = 2, max = 100) int n) {
        Rows rows = numbered(n);
        Rows.Split split = rows.split(0.5, seed);
        int[] seen = IntStream.concat(firsts(split.train()), firsts(split.validation()))
                .sorted()
                .toArray();
        assertArrayEquals(firsts(rows).toArray(), seen);
        assertEquals(Math.round(0.5 * n), split.train().size());
        assertEquals(split, rows.split(0.5, seed));
    }

    @Test
    void aSplitDependsOnTheSeed() {
        assertNotEquals(numbered(100).split(0.9, 1), numbered(100).split(0.9, 2));
        int[] train = firsts(numbered(100).split(0.9, 1).train()).toArray();
        assertNotEquals(Arrays.toString(Arrays.stream(train).sorted().toArray()), Arrays.toString(train));
    }

    private static IntStream firsts(Rows rows) {
        return IntStream.range(0, rows.size()).map(i -> (int) rows.get(i, 0));
    }

    /** The one odd row of a column, and the known ones of a column with gaps, are trained on whatever the seed. */
    @Test
    void aColumnThatVariesVariesInTheTrainingPart() {
        double[][] table = new double[40][];
        for (int i = 0; i < table.length; i++) {
            table[i] = new double[] {i, i == 7 ? 1 : 0, i < 2 ? i : Double.NaN, i == 9 ? -1 : 5};
        }
        Rows rows = Rows.withGaps(
                Arrays.stream(table).flatMapToDouble(Arrays::stream).toArray(), 4);
        for (long seed = 0; seed < 50; seed++) {
            Rows.Split split = rows.split(0.5, seed);
            assertEquals(20, split.train().size());
            assertEquals(
                    IntStream.range(0, 40).boxed().toList(),
                    IntStream.concat(firsts(split.train()), firsts(split.validation()))
                            .sorted()
                            .boxed()
                            .toList());
            for (int j = 1; j < 4; j++) {
                assertEquals(
                        2, Arrays.stream(split.train().known(j)).distinct().count(), "seed " + seed + ", column " + j);
            }
        }
    }

    @Test
    void saysWhatIsWrongWithATable() {
        assertEquals(
                "Rows.of: there must be a row and a column but got [0, 0]; pass some data",
                message(() -> Rows.of(new float[0][])));
        assertEquals(
                "Rows.of: there must be a row and a column but got [2, 0]; pass some data",
                message(() -> Rows.of(new double[2][0])));
        assertEquals(
                "Rows.of: every row must be as long as row 0, 2, but row 1 has length 1; complete or remove it",
                message(() -> Rows.of(new double[][] {{1, 2}, {3}})));
        assertEquals(
                "Rows.of: every number must be finite in float32 but row 1, column 0 is NaN (both counted from 0);"
                        + " repair, rescale or remove the row",
                message(() -> Rows.of(new float[][] {{1, 2}, {Float.NaN, 3}})));
        assertEquals(
                "Rows.of: every number must be finite in float32 but row 0, column 1 is 1.0E39 (both counted from 0);"
                        + " repair, rescale or remove the row",
                message(() -> Rows.of(new double[][] {{1, 1e39}})));
        assertEquals(
                "Rows.of: the length must be a positive multiple of features but got length 5 and features 2;"
                        + " pass whole rows",
                message(() -> Rows.of(new float[5], 2)));
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        Rows rows = numbered(4);
        assertEquals(
                "Rows.split: both parts must have a row but a fraction of 0.99 of 4 rows is 4;"
                        + " choose another fraction or pass more rows",
                message(() -> rows.split(0.99, 1)));
        assertEquals(
                "Rows.split: both parts must have a row but a fraction of NaN of 4 rows is 0;"
                        + " choose another fraction or pass more rows",
                message(() -> rows.split(Double.NaN, 1)));
        assertEquals(
                "Rows.slice: need 0 ≤ from < to ≤ 4 but got [2, 5); a table is never empty",
                message(() -> rows.slice(2, 5)));
        assertEquals(
                "Rows: column 2 of 2",
                assertThrows(IndexOutOfBoundsException.class, () -> rows.get(0, 2))
                        .getMessage());
    }

    @Test
    void columnsAreSelectedInTheOrderGiven() {
        Rows rows = Rows.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        assertEquals(Rows.of(new double[][] {{3, 1}, {6, 4}}), rows.selectColumns(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> rows.selectColumns(3));
        assertThrows(IllegalArgumentException.class, rows::selectColumns);
    }

    @Test
    void momentsAreThoseOfTheKnownCells() {
        double gap = Double.NaN;
        Rows rows = Rows.withGaps(new double[] {1, gap, 3, 5, gap, 7, gap, gap}, 2);
        assertTrue(rows.hasMissing());
        assertFalse(Rows.of(new double[][] {{1, 2}}).hasMissing());
        assertArrayEquals(new double[] {2, 6}, rows.columnMeans());
        assertArrayEquals(new double[] {1, 1}, rows.columnStds());
        assertArrayEquals(new double[] {5, 7}, rows.known(1));
        assertThrows(IllegalArgumentException.class, () -> Rows.of(new double[][] {{gap}}));
        assertThrows(IllegalArgumentException.class, () -> Rows.withGaps(new double[] {Double.POSITIVE_INFINITY}, 1));
    }
}

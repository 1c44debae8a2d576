package io.github.vflow.table.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.missing.Imputation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Values of columns as numbers and back, at the ends of what a column can hold. */
final class ColumnTest {
    private static final Column KIND = Column.category("k", List.of("a", "b", "other"));
    private static final Column PART = Column.bounded("p", 0, 1);
    private static final Column.Circular ANGLE = new Column.Circular("w", -180, 180);
    private static final Column WHOLE = Column.whole("n");
    private static final Column SAME = Column.constant("s", "1.50");

    private static void assertMessage(String expected, Executable wrong) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }

    /** Null and NaN are missing cells of all columns with numbers. */
    @Test
    void missingCellsAreNaN() {
        List<Column> columns = List.of(Column.real("x"), PART, ANGLE, Column.heavyTailed("h"), WHOLE, KIND, SAME);
        for (Column c : columns) {
            for (Object gap : Arrays.asList(null, Double.NaN, Float.NaN)) {
                assertTrue(Double.isNaN(c.encode(gap)), () -> c + " of " + gap);
            }
            if (c.isModelled()) {
                assertNull(c.decode(Double.NaN), c::toString);
            }
        }
        Map<String, Object> row = new HashMap<>(Map.of("x", 1));
        row.put("w", null);
        assertArrayEquals(new double[] {1, Double.NaN}, new Schema(List.of(Column.real("x"), ANGLE)).encode(row));
    }

    @Test
    void numbersStandForThemselves() {
        assertEquals(0.5, Column.real("x").encode(0.5));
        assertEquals(3, Column.heavyTailed("x").encode(3));
        assertEquals(0.5, Column.real("x").decode(0.5));
        assertEquals(0.5, Column.real("x").drawn(0.5));
        assertMessage(
                "Column: \"x\" has finite numbers but got Infinity; repair it, or make it a Column.category",
                () -> Column.real("x").encode(Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Column.real("x").encode("1"));
        assertTrue(Column.real("x").canBe(-1e38));
        assertFalse(Column.real("x").canBe(1e39), "float32 has no such number");
        assertFalse(Column.real("x").canBe(Double.NaN));
    }

    @Test
    void onlyColumnsOfNumbersHaveAtoms() {
        assertEquals(List.of(2.0), Column.real("x").withAtoms(List.of(2.0)).atoms());
        assertEquals(Column.whole("n").withAtoms(List.of(2.0)), WHOLE.withAtoms(List.of(2.0)));
        assertEquals(WHOLE, WHOLE.withAtoms(List.of(2.0)).withAtoms(List.of()));
        assertEquals(KIND, KIND.withAtoms(List.of(2.0)));
        assertEquals(List.of(), KIND.atoms());
    }

    @Test
    void boundsAreOutside() {
        assertEquals(0.5, PART.encode(0.5));
        for (double bad : new double[] {0, 1, -0.1, 1.1}) {
            assertFalse(PART.canBe(bad), () -> "" + bad);
            assertMessage(
                    "Column: \"p\" has numbers between 0.0 and 1.0 but got " + bad
                            + "; repair it, or give wider bounds",
                    () -> PART.encode(bad));
        }
        assertTrue(PART.canBe(Double.MIN_VALUE));
        assertEquals(Double.MIN_VALUE, PART.drawn(0));
        assertEquals(Math.nextDown(1.0), PART.drawn(7));
        assertEquals(0.25, PART.drawn(0.25));
        assertThrows(IllegalArgumentException.class, () -> Column.bounded("p", 1, 1));
    }

    /** Each number has a place from the low end on, which stands below the high end. */
    @Test
    void aCircleHasNoEnd() {
        assertEquals(360, ANGLE.period());
        for (double x : new double[] {-180, -90, 0, 90, 179.5}) {
            assertEquals(x, ANGLE.encode(x));
            assertEquals(x, ANGLE.drawn(x + 360));
            assertEquals(x, ANGLE.drawn(x - 720));
        }
        assertEquals(-180, ANGLE.drawn(180));
        assertEquals(0, new Column.Circular("t", 0, 1).place(-1e-20), "a place that is rounded up is the low end");
        assertTrue(ANGLE.canBe(1_000));
        assertThrows(IllegalArgumentException.class, () -> new Column.Circular("w", 1, 1));
    }

    @Test
    void wholeNumbersHaveALargest() {
        assertEquals(16_777_216, WHOLE.encode(16_777_216));
        assertEquals(-16_777_216, WHOLE.encode(-16_777_216));
        for (double bad : new double[] {16_777_217, 0.5}) {
            assertFalse(WHOLE.canBe(bad), () -> "" + bad);
            assertMessage(
                    "Column: \"n\" has whole numbers of at most 16,777,216 but got " + bad + "; make it a Column.real",
                    () -> WHOLE.encode(bad));
        }
        assertTrue(WHOLE.canBe(3));
        assertEquals(3L, WHOLE.decode(3));
        assertEquals(3, WHOLE.drawn(3.99));
    }

    private static double[] numbers(int n, int step) {
        return IntStream.range(0, n).mapToDouble(i -> i * step).toArray();
    }

    /** At most eight different numbers less than 128 apart, or any in a range of eight, or twenty that leave out two of three. */
    @Test
    void fewWholeNumbersHaveAProbabilityEach() {
        assertTrue(Whole.areFew(numbers(8, 1)));
        assertFalse(Whole.areFew(numbers(9, 1)));
        assertTrue(Whole.areFew(new double[] {0, 1, 2, 3, 4, 5, 6, 10}), "eight in a wider range");
        assertTrue(Whole.areFew(numbers(8, 18)), "126 apart");
        assertTrue(Whole.areFew(new double[] {0, 127}));
        assertFalse(Whole.areFew(new double[] {0, 128}));
        assertFalse(Whole.areFew(numbers(9, 2)), "every second");
        double[] third = numbers(20, 3);
        assertFalse(Whole.areFew(third), "20 of 58");
        third[19] = 58;
        assertFalse(Whole.areFew(third), "20 of 59");
        third[19] = 59;
        assertTrue(Whole.areFew(third), "20 of 60");
        double[] grid = {0, 3, 6, 9, 12, 15, 18, 21, 26};
        assertTrue(Whole.areFew(grid), "nine numbers of 27");
        grid[8] = 25;
        assertFalse(Whole.areFew(grid), "nine numbers of 26 share a density");
        assertTrue(Whole.areFew(numbers(20, 6)));
        assertFalse(Whole.areFew(numbers(21, 6)));
        assertFalse(Whole.areFew(new double[] {5, 5}), "one number");
        assertFalse(Whole.areFew(new double[0]));
        assertTrue(Whole.areFew(new double[] {3, 3, 4}));
    }

    @Test
    void labelsAreCountedFromZero() {
        assertEquals(1, KIND.encode("b"));
        assertEquals("b", KIND.decode(1));
        for (double number : new double[] {0, 2, Double.NaN}) {
            KIND.require(number);
        }
        for (double bad : new double[] {-1, 3, 0.5}) {
            assertMessage(
                    "Column: \"k\" has no category of number " + bad
                            + "; it has 3, counted from 0; give NaN for a missing cell",
                    () -> KIND.require(bad));
        }
    }

    private static double read(Column column, Object cell) {
        return column.reader(Notation.PLAIN).applyAsDouble(cell);
    }

    /** A value is a label by its text, by its number, or but for case and blanks; it never counts labels. */
    @Test
    void aValueIsALabel() {
        for (Object bad : List.of("c", 1.0, 1)) {
            assertMessage(
                    "Column: \"k\" has no category " + bad + "; it has [a, b, other]; give null for a missing cell",
                    () -> KIND.encode(bad));
        }
        Column grades = Column.category("k", List.of("1", "2", "3", "0.50", "none"));
        assertEquals(1, grades.encode(2.0));
        assertEquals(1, grades.encode(2));
        assertEquals(3, grades.encode(0.5));
        assertEquals(4, grades.encode(" None"));
        assertTrue(Double.isNaN(read(grades, 4.0)));
        Column written = Column.category("k", List.of("1", "1.0", "7", "07", "X", "x"));
        assertEquals(0, written.encode(1L));
        assertEquals(1, written.encode(1.0));
        assertEquals(2, written.encode(7.0));
        assertEquals(2, read(written, 7.0));
        Column codes = Column.category("k", List.of("07", "007", "8"));
        assertTrue(Double.isNaN(read(codes, 7)), "two labels are this number");
        assertEquals(2, written.encode(7));
        assertTrue(Double.isNaN(read(written, "x ")), "two labels differ from it in blanks alone, or in case as well");
        Column open = Column.category("k", KIND.labels(), "other");
        assertEquals(2, open.encode("c"));
        assertEquals(0, open.encode("a"));
        assertEquals(2, open.encode(3.0));
        assertMessage(
                "Column: the label of all other texts of \"k\" must be one of [a, b, other] but is rest; add it",
                () -> Column.category("k", KIND.labels(), "rest"));
    }

    @Test
    void aConstantIsATextOrTheSameNumber() {
        for (Object same : List.of("1.50", "1.5", 1.5)) {
            assertTrue(Double.isNaN(SAME.encode(same)), same::toString);
        }
        assertThrows(IllegalArgumentException.class, () -> SAME.encode("1.51"));
        assertThrows(
                IllegalArgumentException.class, () -> Column.constant("s", "kg").encode("g"));
        assertEquals("1.50", SAME.decode(Double.NaN));
        assertFalse(SAME.isModelled());
        assertFalse(new LeftOutKind.Constant("s", "x").holds("y"), "texts that are no numbers are not one number");
    }

    /** One draw far out moves the mean: heavy tails and whole numbers expect the median. */
    @Test
    void skewedDrawsExpectTheNumberOfTheKind() {
        Imputation skewed = Imputation.equal(new double[][] {{1}, {2}, {3}, {4}, {1_000}});
        assertEquals(202, Column.real("r").best(skewed));
        assertEquals(3, Column.heavyTailed("h").best(skewed));
        assertEquals(3, Column.whole("w").best(skewed));
    }

    /** The mean of directions is between them on the short way round, whatever the turn of each draw and the place of the low end. */
    @Test
    void directionsExpectTheMiddleOfTheShortWay() {
        Imputation north = Imputation.equal(new double[][] {{350}, {355}, {5}, {20}});
        assertEquals(2.5, new Column.Circular("c", 0, 360).best(north), 1e-9);
        Imputation west = Imputation.equal(new double[][] {{-179}, {-170}, {173}});
        assertEquals((-179 - 170 - 187) / 3.0, new Column.Circular("c", -180, 180).best(west), 1e-9);
        Imputation south = Imputation.equal(new double[][] {{170}, {180}, {205}});
        assertEquals(185, new Column.Circular("c", 0, 360).best(south), 1e-9, "away from the ends, the usual mean");
        Imputation weighted = Imputation.of(new double[][] {{23}, {1}}, new double[] {Math.log(3), 0});
        assertEquals(23.5, new Column.Circular("c", 0, 24).best(weighted), 1e-9);
    }

    /** A derived column is as the column that it would be; an ignored one is nothing. */
    @Test
    void columnsThatAreLeftOut() {
        Relation copy = new Relation.OneToOne("k", List.of(0.0, 1.0), List.of(5.0, 6.0));
        Column derived = Column.derived(Column.whole("n"), copy);
        assertEquals("n", derived.name());
        assertFalse(derived.isModelled());
        assertEquals(5, derived.encode(5));
        assertEquals(5L, derived.decode(5));
        assertFalse(derived.canBe(0.5));
        assertTrue(derived.canBe(5));
        assertMessage(
                "Column.derived: \"s\" must have numbers, such as a real column, but is " + SAME
                        + "; leave its relation out",
                () -> Column.derived(SAME, copy));
        Column ignored = Column.ignored("i");
        assertFalse(ignored.isModelled());
        assertTrue(Double.isNaN(ignored.encode("anything")));
        assertNull(ignored.decode(1));
    }
}

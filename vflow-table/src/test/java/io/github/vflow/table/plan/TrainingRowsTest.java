package io.github.vflow.table.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.schema.Column;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The parts of the rows of a small table, and all that is said about them. */
final class TrainingRowsTest {
    private static final Recipe RECIPE = Recipe.standard().withNoise(0.0);
    private static final double GAP = Double.NaN;

    /** Rows (i, i² mod 11). */
    private static double[][] numbers(int n) {
        return IntStream.range(0, n).mapToObj(i -> new double[] {i, i * i % 11}).toArray(double[][]::new);
    }

    private static Table table(double[]... rows) {
        return Table.of(Rows.withGaps(rows), List.of("a", "b"));
    }

    private static TrainingRows rows(int n, Recipe recipe) {
        return TrainingRows.of(table(numbers(n)), recipe);
    }

    private static void refused(String message, Executable wrong) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }

    @Test
    void eachPartHasTheRowsOfItsNumbers() {
        TrainingRows all = rows(20, RECIPE.withCalibration(0.25));
        assertEquals(new TablePlan.Parts(13, 2, 5), all.parts());
        assertEquals(20, all.size());
        for (int i = 0; i < 5; i++) {
            assertEquals(all.calibration()[i], all.calibrationRows().get(i, 0));
        }
        assertEquals(all.heldOut()[1], all.heldOutRows().get(1, 0));
        assertEquals(all.train()[12], all.trainRows().get(12, 0));
        double[] rest = IntStream.concat(IntStream.of(all.train()), IntStream.of(all.heldOut()))
                .sorted()
                .asDoubleStream()
                .toArray();
        assertArrayEquals(rest, all.restRows().copyColumn(0));
        assertEquals(all.calibrationRows(), all.judges().orElseThrow());
        TrainingRows without = rows(20, RECIPE.withCalibration(0));
        assertEquals(without.heldOutRows(), without.judges().orElseThrow());
        TrainingRows trainsAll = rows(20, RECIPE.withCalibration(0).withHeldOut(0));
        assertTrue(trainsAll.judges().isEmpty() && !trainsAll.validates());
        assertEquals(20, trainsAll.train().length);
    }

    @Test
    void aTableNeedsTwoRowsAndOneToValidate() {
        assertEquals(
                new TablePlan.Parts(2, 0, 0), rows(2, RECIPE.withHeldOut(0)).parts());
        assertEquals(new TablePlan.Parts(2, 1, 0), rows(3, RECIPE).parts());
        String rest =
                " with a known cell is too small: to train takes at least two rows, and one to validate; give some"
                        + " hundred rows";
        refused("fit: a table of 2 rows" + rest, () -> rows(2, RECIPE));
        refused("fit: a table of 1 row" + rest, () -> rows(1, RECIPE.withHeldOut(0)));
        refused(
                "fit: a table of 1 row" + rest,
                () -> TrainingRows.of(table(numbers(2)[0], new double[] {GAP, GAP}), RECIPE));
    }

    @Test
    void oneLineSaysWhatTheRowsAreFor() {
        assertEquals(
                "20 rows of 2 columns, 2 of them for validation and 5 for calibration",
                rows(20, RECIPE.withCalibration(0.25)).toString());
        assertEquals(
                "99 rows of 2 columns, 10 of them for validation; fewer than 100 rows: no alarms",
                rows(99, RECIPE).toString());
        assertEquals(
                "100 rows of 2 columns, 10 of them for validation",
                rows(100, RECIPE).toString());
        double[][] gaps = numbers(101);
        gaps[40] = new double[] {GAP, GAP};
        gaps[41] = new double[] {GAP, 1};
        TrainingRows some = TrainingRows.of(table(gaps), RECIPE);
        assertEquals(
                "100 rows of 2 columns, 10 of them for validation; 1 row without a known cell left out",
                some.toString());
        assertArrayEquals(
                IntStream.range(0, 101).filter(i -> i != 40).asDoubleStream().toArray(),
                Stream.of(some.usableRows())
                        .flatMapToDouble(r -> IntStream.range(0, r.size()).mapToDouble(i -> i < 40 ? i : i + 1))
                        .toArray());
        assertEquals(100, some.usableRows().size());
    }

    @Test
    void gapsCountInRowsThatTrainOrChoose() {
        assertFalse(rows(40, RECIPE).hasMissing());
        TrainingRows parts = rows(40, RECIPE.withCalibration(0.25));
        for (int row : new int[] {parts.train()[3], parts.heldOut()[0], parts.calibration()[2]}) {
            double[][] gaps = numbers(40);
            gaps[row][1] = GAP;
            TrainingRows with = TrainingRows.of(table(gaps), RECIPE.withCalibration(0.25));
            assertArrayEquals(parts.calibration(), with.calibration());
            assertEquals(row != parts.calibration()[2], with.hasMissing(), "row " + row);
        }
    }

    @Test
    void aRowIsDescribedByItsCells() {
        Table typed = Table.of(
                        Rows.withGaps(new double[][] {{0.5, 1}, {1.5, GAP}, {2, 0}, {GAP, 1}}), List.of("a", "k"))
                .with(Column.category("k", List.of("x", "y")));
        TrainingRows all = TrainingRows.of(typed, RECIPE);
        assertEquals("row 1 of the table (the first row is 1): a = 0.5, k = y", all.describe(0));
        assertEquals("row 2 of the table (the first row is 1): a = 1.5, k = missing", all.describe(1));
        assertEquals("row 4 of the table (the first row is 1): a = missing, k = y", all.describe(3));
    }

    @Test
    void givenColumnsStandLastWithTheirNumbers() {
        Table three = Table.of(
                IntStream.range(0, 30)
                        .mapToObj(i -> new double[] {i, i * i % 11, i * i % 7})
                        .toArray(double[][]::new),
                "a",
                "b",
                "c");
        TrainingRows given = TrainingRows.of(three, RECIPE.given("c", "a"));
        assertEquals(List.of("b", "a", "c"), given.table().columns());
        assertEquals(1, given.features());
        assertEquals(0, given.calibration().length);
        assertFalse(given.areCrossFitted(RECIPE.given("c", "a")));
        assertEquals(three, given.source());
        refused(
                "fit: the given columns must be some, but not all, of [a, b, c] but are [a, b, c]",
                () -> TrainingRows.of(three, RECIPE.given("a", "b", "c")));
        refused(
                "fit: the given columns must be some, but not all, of [a, b, c] but are [d]",
                () -> TrainingRows.of(three, RECIPE.given("d")));
        refused(
                "fit: the given column \"c\" must have numbers but has categories; give a column of 0 and 1 for each"
                        + " category",
                () -> TrainingRows.of(
                        three.with(Column.category("c", List.of("0", "1", "2", "3", "4", "5", "6"))),
                        RECIPE.given("c")));
        double[][] gaps = numbers(30);
        gaps[3][1] = GAP;
        refused(
                "fit: cells are missing in the columns [b] but a model of p(y | x) needs complete rows; fill the cells, drop"
                        + " the columns or the rows, or learn p(row) without given columns",
                () -> TrainingRows.of(table(gaps), RECIPE.given("a")));
        assertEquals(0, rows(2_000, RECIPE.given("a")).calibration().length);
        assertEquals(200, rows(2_000, RECIPE).calibration().length);
    }

    @Test
    void tablesOfSomeHundredRowsAreCrossFitted() {
        assertFalse(rows(99, RECIPE).areCrossFitted(RECIPE));
        assertTrue(rows(100, RECIPE).areCrossFitted(RECIPE));
        assertTrue(rows(999, RECIPE).areCrossFitted(RECIPE));
        assertFalse(rows(1_000, RECIPE).areCrossFitted(RECIPE));
        assertFalse(rows(300, RECIPE.withCalibration(0)).areCrossFitted(RECIPE.withCalibration(0)));
    }

    @Test
    void anArchitectureFitsTheColumns() {
        TrainingRows all = rows(30, RECIPE);
        RowSpec spec = all.spec(RowSpec.of(2, 0, 1), true);
        assertFalse(spec.columns().moments().areNone());
        assertTrue(all.spec(RowSpec.of(2, 0, 1), false).columns().moments().areNone());
        refused(
                "fit: the architecture has 3 features and 0 given columns but the table has 2 and 0, [a, b]; build the"
                        + " RowSpec for the columns of the table",
                () -> all.spec(RowSpec.of(3, 0, 1), true));
        refused(
                "fit: the architecture has 2 features and 1 given columns but the table has 2 and 0, [a, b]; build the"
                        + " RowSpec for the columns of the table",
                () -> all.spec(RowSpec.of(2, 0, 1).withGiven(1), true));
        double[][] gaps = numbers(30);
        gaps[all.train()[0]][1] = GAP;
        refused(
                "fit: cells are missing in the columns [b] but the architecture needs complete rows; give it"
                        + " RowSpec.withFill(FillSpec.standard())",
                () -> TrainingRows.of(table(gaps), RECIPE).spec(RowSpec.of(2, 0, 1), true));
    }

    /** Two numbers a millionth apart at a billion are one in float32. */
    @Test
    void aColumnThatHasNoDensityIsNamed() {
        double[][] constant = numbers(30);
        IntStream.range(0, 30).forEach(i -> constant[i][1] = 4);
        refused(
                "fit: column \"b\" is 4.0 in all 27 rows; a constant has no density, so remove the column",
                () -> TrainingRows.of(table(constant), RECIPE).spec(RowSpec.of(2, 0, 1), true));
        double[][] close = numbers(30);
        IntStream.range(0, 30).forEach(i -> close[i][1] = 1e9 + i * 1e-6);
        TrainingRows all = TrainingRows.of(table(close), RECIPE);
        assertEquals(2, all.spec(RowSpec.of(2, 0, 1), true).features());
        String text =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> all.spec(RowSpec.of(2, 0, 1), false))
                        .getMessage());
        assertTrue(text.startsWith("fit: column \"b\" "), text);
    }

    /** The only row that differs is held out. */
    @Test
    void aColumnThatDiffersInOtherRowsOnlyIsNamed() {
        Recipe recipe = RECIPE.withCalibration(0);
        TrainingRows all = rows(40, recipe);
        double[][] other = numbers(40);
        IntStream.range(0, 40).forEach(i -> other[i][1] = i == all.heldOut()[0] ? 5 : 4);
        TrainingRows odd =
                new TrainingRows(table(other), table(other), 2, all.train(), all.heldOut(), all.calibration());
        refused(
                "fit: column \"b\" is 4.0 in all 36 rows; a constant has no density, so remove the column; it differs in"
                        + " rows that do not train only, so leave it out, or make it a category",
                () -> odd.spec(RowSpec.of(2, 0, 1), true));
    }
}

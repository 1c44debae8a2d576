package io.github.vflow.table.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tables in memory. */
final class TableTest {
    private static final double NONE = Double.NaN;
    private static final Table TABLE =
            Table.of(new double[][] {{1, 2.5, NONE}, {3, NONE, 4}, {5, 6.5, 7}}, "a", "b", "c");

    private static String refusal(Executable made) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, made).getMessage());
    }

    @Test
    void columnsHaveNamesOrNumbers() {
        double[][] rows = {{1, 2}, {3, 4}};
        assertEquals(List.of("x1", "x2"), Table.of(rows).columns());
        assertEquals(List.of("x1", "x2", "x3"), Table.numbered(3));
        assertEquals(
                "Table.of: expected 2 column names but got [a]; name every column or none",
                refusal(() -> Table.of(rows, "a")));
        assertEquals("Table of 3 rows, columns [a, b, c]", TABLE.toString());
        assertEquals(List.of("b", "c"), TABLE.columnsWithGaps());
        assertEquals(3, TABLE.size());
    }

    @Test
    void partsOfATableKeepTheirOrder() {
        assertEquals(
                Rows.withGaps(new double[][] {{5, 6.5, 7}, {1, 2.5, NONE}}),
                TABLE.select(new int[] {2, 0}).rows());
        Table turned = TABLE.select(List.of("c", "a"));
        assertEquals(List.of("c", "a"), turned.columns());
        assertEquals(Rows.withGaps(new double[][] {{NONE, 1}, {4, 3}, {7, 5}}), turned.rows());
    }

    @Test
    void aKindMustHoldTheNumbers() {
        assertTrue(TABLE.with(Column.whole("a")).schema().column("a").isWhole());
        assertTrue(refusal(() -> TABLE.with(Column.whole("b"))).contains("2.5"), () -> "a fraction");
        assertEquals(
                "Table.with: a column must stay modelled, or stay left out, but \"a\" would not; read the table again with that"
                        + " column",
                refusal(() -> TABLE.with(Column.ignored("a"))));
    }

    @Test
    void rowsByNameAreThoseOfTheirSchema() {
        Schema schema = new Schema(List.of(Column.real("x"), Column.category("k", List.of("u", "v"))));
        Table table = Table.of(schema, List.of(Map.of("k", "v", "x", 1.5), Map.of("x", 2.5, "k", "u")));
        assertEquals(Rows.withGaps(new double[][] {{1.5, 1}, {2.5, 0}}), table.rows());
        String words = refusal(
                () -> Table.of(schema, List.of(Map.of("k", "v", "x", 1.5), Map.of("k", "v", "x", 1.5, "y", 3))));
        assertTrue(words.startsWith("Table.of: row 1 (counted from 0): "), words);
    }

    /** A model takes the columns in its own order, and refuses others. */
    @Test
    void rowsAreInTheOrderOfAModel() {
        assertSame(TABLE.rows(), TABLE.rows(TABLE.schema(), "score"));
        Schema turned = Schema.ofReals(List.of("c", "b", "a"));
        assertEquals(
                Rows.withGaps(new double[][] {{NONE, 2.5, 1}, {4, NONE, 3}, {7, 6.5, 5}}), TABLE.rows(turned, "score"));
        for (List<String> other : List.of(List.of("a", "b"), List.of("a", "b", "c", "d"), List.of("a", "b", "z"))) {
            assertEquals(
                    "score: expected the columns " + other
                            + " but the table has [a, b, c]; give the columns of the model",
                    refusal(() -> TABLE.rows(Schema.ofReals(other), "score")));
        }
        Schema labels =
                new Schema(List.of(Column.category("a", List.of("u", "v")), Column.real("b"), Column.real("c")));
        String words = refusal(() -> TABLE.rows(labels, "score"));
        assertTrue(
                words.startsWith("score: expected ") && words.endsWith("; give the table the schema of the model"),
                words);
    }

    /** Column c is a + b in all rows: it is left out, and comes back with its numbers. */
    @Test
    void relationsAreFoundAndUndone() {
        double[][] rows = new double[60][];
        for (int i = 0; i < 60; i++) {
            double a = i % 7 + 0.5 * i;
            double b = i * i % 11;
            rows[i] = new double[] {a, b, a + b};
        }
        Table table = Table.of(rows, "a", "b", "c");
        Table related = table.withRelations();
        assertEquals(2, related.columns().size());
        List<String> derived = table.columns().stream()
                .filter(c -> !related.columns().contains(c))
                .toList();
        assertEquals(
                table.rows(),
                related.withModelled(derived).select(table.columns()).rows());
        assertSame(related, related.withModelled(related.columns()));
        assertSame(TABLE, TABLE.withRelations());
        assertSame(TABLE, TABLE.with(List.of()));
        assertEquals(table.rows(), related.rows(table.schema(), "score"));
    }

    @Test
    void frequentNumbersAreAtoms() {
        double[][] rows = new double[100][1];
        for (int i = 0; i < 100; i++) {
            rows[i][0] = i % 4 == 0 ? 0 : i + 0.25;
        }
        Table table = Table.of(rows, "x");
        assertEquals(List.of(), table.schema().column("x").atoms());
        assertEquals(List.of(0.0), table.withAtoms().schema().column("x").atoms());
    }
}

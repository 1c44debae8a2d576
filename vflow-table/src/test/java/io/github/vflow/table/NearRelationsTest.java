package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A column that is another one in most rows, and one that is never less than another one: the model learns the difference. */
final class NearRelationsTest {
    private static final String PAID = "paid - price";
    private static final String END = "end - start";

    private final Table.Reading reading = read(500, ReadOptions.standard());
    private final Schema schema = reading.table().schema();

    private static Table.Reading read(int rows, ReadOptions options) {
        Random random = new Random(4);
        StringBuilder csv = new StringBuilder("price,paid,start,end\n");
        for (int i = 0; i < rows; i++) {
            int cents = random.nextInt(10_000);
            int start = random.nextInt(200);
            csv.append(cents / 100.0).append(',');
            csv.append((i % 50 == 7 ? cents + 500 + i : cents) / 100.0).append(',');
            csv.append(start)
                    .append(',')
                    .append(start + (i % 4 == 0 ? 0 : random.nextInt(100)))
                    .append('\n');
        }
        try {
            return Table.read(
                    CsvSource.of("near", csv.toString().getBytes(StandardCharsets.UTF_8), CsvSource.Format.detect()),
                    options);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void differencesStandForColumns() throws IOException {
        assertEquals(List.of("price", PAID, "start", END), schema.modelled().names());
        assertEquals(
                List.of("price", "paid", "start", "end"),
                schema.written().stream().map(Column::name).toList());
        assertTrue(schema.column(PAID).atoms().contains(0.0));
        assertTrue(schema.column(END).isWhole());
        assertEquals(schema, Schema.ofJson(schema.toJson()));
        String said = reading.toString();
        assertTrue(said.contains("is price in 98.0 % of the rows, so the model learns " + PAID), said);
        assertTrue(said.contains("is never less than start, and equal in "), said);
        assertTrue(said.contains("density of " + PAID + ", which is 0 in 98.0 % of the rows"), said);
        assertTrue(said.contains("density of " + END + ", which is never negative, and 0 in "), said);
        ReadOptions real = ReadOptions.standard().with("paid", ReadOptions.Kind.REAL);
        assertTrue(read(500, real).table().schema().column("paid").isModelled());
    }

    @Test
    void rowsGiveDifferencesAndBack() {
        Map<String, Object> row = Map.of("price", 12.34, "paid", 12.3, "start", 7, "end", 9);
        assertArrayEquals(new double[] {12.34, -0.04, 7, 2}, schema.encode(row));
        assertEquals(12.3, schema.decode(12.34, -0.04, 7, 2).get("paid"));
        assertEquals(
                List.of("price", "paid", "start", "end"),
                List.copyOf(schema.decode(12.34, 0, 7, 2).keySet()));
    }

    /** A table that is too short to show the rules, for a model with them, and the other way round. */
    @Test
    void tablesTakeTheColumnsOfAModel() {
        Table few = read(49, ReadOptions.standard()).table();
        assertEquals(List.of("price", "paid", "start", "end"), few.columns());
        double[] row = few.rows(schema, "test").copyRow(7);
        assertEquals(5.07, row[1]);
        assertEquals(few.rows().get(7, 3) - row[2], row[3]);
        assertArrayEquals(
                few.rows().copyRow(8),
                reading.table().rows(few.schema(), "test").copyRow(8));
    }

    /** With a gap, the column is the other one, as in most rows; a bound says nothing. */
    @Test
    void gapsAreFilled() {
        double[] row = schema.encode(Map.of("paid", 3.5, "end", 50));
        assertArrayEquals(new double[] {3.5, 0, Double.NaN, Double.NaN}, row);
        Relations relations = Relations.of(schema);
        double[] read = relations.record(Map.of("paid", 3.5, "end", 50));
        double[] low = relations.filled(read, new double[] {1, 1, 30, 5});
        assertArrayEquals(new double[] {3.5, 0, 30, 20}, relations.row(low));
        double[] high = relations.filled(read, new double[] {1, 1, 60, 5});
        assertArrayEquals(new double[] {3.5, 0, 50, 0}, relations.row(high), "start is no later than end");
        assertTrue(relations.breaches(high).isEmpty());
        String message = assertThrows(IllegalArgumentException.class, () -> relations.known(Map.of("end", 50)))
                .getMessage();
        assertTrue(message.endsWith("so it has no density of its own; give start"), message);
    }

    /** A draw becomes a row that keeps the order, and the digits. */
    @Test
    void drawsObey() {
        TableModel model = Untrained.of(reading.table());
        Map<String, ?> row = schema.decode(model.drawn(new double[] {12.3456, 0.004, 30, -5}));
        assertEquals(12.35, row.get("price"));
        assertEquals(12.35, row.get("paid"));
        assertEquals(30L, row.get("end"));
        assertEquals(
                37L,
                schema.decode(model.drawn(new double[] {12.3456, 2, 30, 7})).get("end"));
    }
}

package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Columns that are modelled and columns that are left out, as rows, as JSON and in files. */
final class SchemaTest {
    private static final Schema ALL = new Schema(List.of(
            Column.ignored("id"),
            Column.real("a \"b\""),
            Column.constant("unit", "1.50"),
            Column.category("kind", List.of("x, y", "z")),
            Column.whole("n")));

    @TempDir
    Path dir;

    @Test
    void rowsHaveNumbersForModelledColumnsOnly() {
        assertEquals(List.of("a \"b\"", "kind", "n"), ALL.modelled().names());
        Map<String, Object> row = new HashMap<>();
        row.put("a \"b\"", 0.5);
        row.put("kind", null);
        row.put("n", 3);
        assertArrayEquals(new double[] {0.5, Double.NaN, 3}, ALL.encode(row));
        Map<String, Object> back = ALL.decode(0.5, Double.NaN, 3);
        assertEquals(Arrays.asList("a \"b\"", "unit", "kind", "n"), List.copyOf(back.keySet()));
        assertNull(back.get("kind"));
        assertEquals("1.50", back.get("unit"));
        row.put("id", "anything");
        row.put("unit", 1.5);
        assertArrayEquals(new double[] {0.5, Double.NaN, 3}, ALL.encode(row));
        row.put("unit", 2);
        assertEquals(
                "Column: \"unit\" is constant and must be 1.50 but got 2; the model cannot score such a row, so train it with rows"
                        + " that differ",
                message(() -> ALL.encode(row)));
        row.remove("unit");
        row.remove("n");
        assertArrayEquals(
                new double[] {0.5, Double.NaN, Double.NaN}, ALL.encode(row), "a column that is left out is a gap");
    }

    @Test
    void jsonIsReadableBothWays() {
        assertEquals(
                "[{\"name\":\"id\",\"kind\":\"ignored\"},{\"name\":\"a \\\"b\\\"\",\"kind\":\"real\"},"
                        + "{\"name\":\"unit\",\"kind\":\"constant\",\"value\":\"1.50\"},"
                        + "{\"name\":\"kind\",\"kind\":\"category\",\"labels\":[\"x, y\",\"z\"]},{\"name\":\"n\",\"kind\":\"whole\"}]",
                ALL.toJson());
        assertEquals(ALL, Schema.ofJson(ALL.toJson()));
        assertEquals(
                "the kind of column \"a\" must be real, bounded, circular, heavy-tailed, whole, category, constant, derived or ignored but is text",
                message(() -> Schema.ofJson("[{\"name\":\"a\",\"kind\":\"text\"}]")));
        assertEquals("the field \"[0].kind\" is missing", message(() -> Schema.ofJson("[{\"name\":\"a\"}]")));
    }

    @Test
    void theFileOfAModelKeepsColumnsThatAreLeftOut() throws IOException {
        List<Map<String, Object>> rows = IntStream.range(0, 60)
                .<Map<String, Object>>mapToObj(i -> Map.of("a", i * 0.37 % 1, "unit", "kg", "n", i % 4))
                .toList();
        Table table = Table.of(
                new Schema(List.of(
                        Column.ignored("id"), Column.real("a"), Column.constant("unit", "kg"), Column.whole("n"))),
                rows);
        TableModel model = Untrained.of(table);
        assertEquals(List.of("a", "n"), model.columns());
        Path file = dir.resolve("m.safetensors");
        model.save(file);
        TableModel loaded = TableModel.load(file);
        assertEquals(table.schema(), loaded.schema());
        assertEquals(model.logProb(0.5, 2), loaded.logProb(Map.of("a", 0.5, "n", 2)));
        assertEquals(model.evaluate(table).value(), loaded.evaluate(table).value());
        Table other = Table.of(table.schema().with(Column.constant("unit", "g")), List.of(Map.of("a", 1, "n", 2)));
        assertTrue(message(() -> loaded.evaluate(other)).contains("unit"));

        ModelFile stored = ModelFile.load(file);
        new ModelFile(stored.model(), stored.columns(), Map.of("schema", "[{\"name\":\"a\",\"kind\":\"real\"}]"))
                .save(file);
        assertEquals(
                file + ": its schema must have the columns of the model, [a, n], but models [a]; train again",
                assertThrows(FileFormatException.class, () -> TableModel.load(file))
                        .getMessage());
        new ModelFile(stored.model(), stored.columns(), Map.of("schema", "[")).save(file);
        assertTrue(assertThrows(FileFormatException.class, () -> TableModel.load(file))
                .getMessage()
                .startsWith(file + ": its schema is damaged: "));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}

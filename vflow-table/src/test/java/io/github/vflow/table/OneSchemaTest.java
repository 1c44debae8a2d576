package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.ObjectSource;
import io.github.vflow.table.source.TableSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The same rows as maps, objects, CSV and a query are one table, with one schema and one model. The test of Spark compares with a file. */
final class OneSchemaTest {
    private static final Path TREES = Path.of("../examples/trees.csv");

    @TempDir
    private Path dir;

    private static Table file(Path file) throws IOException {
        return Table.read(file);
    }

    private Table file(List<Map<String, @Nullable Object>> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", rows.getFirst().keySet()));
        rows.forEach(row -> lines.add(row.values().stream()
                .map(value -> value == null ? "" : value.toString())
                .collect(Collectors.joining(","))));
        return file(Files.write(dir.resolve("rows.csv"), lines));
    }

    private static Table objects(List<Map<String, @Nullable Object>> rows) throws IOException {
        ObjectSource<List<@Nullable Object>> source = ObjectSource.of(rows.stream()
                .<List<@Nullable Object>>map(row -> new ArrayList<>(row.values()))
                .toList());
        List<String> names = List.copyOf(rows.getFirst().keySet());
        for (String name : names) {
            source = source.column(name, row -> row.get(names.indexOf(name)));
        }
        return Table.read(source, ReadOptions.standard()).orThrow();
    }

    private static void requireSame(Table expected, Table table) {
        assertEquals(expected.schema().toJson(), table.schema().toJson());
        assertEquals(expected.rows(), table.rows());
    }

    private void requireOne(List<Map<String, @Nullable Object>> rows) throws IOException {
        Table file = file(rows);
        requireSame(file, Table.of(rows));
        requireSame(file, objects(rows));
        // a map is read under a schema as a row of a file is
        assertEquals(file.rows(), Table.of(file.schema(), rows).rows());
    }

    /** The cells of a file as a program would hold them. */
    private static @Nullable Object value(String cell) {
        return cell.isEmpty()
                ? null
                : cell.matches("\\d+")
                        ? (Object) Integer.valueOf(cell)
                        : cell.matches("\\d+\\.\\d+") ? Double.valueOf(cell) : cell;
    }

    private static List<Map<String, @Nullable Object>> trees() throws IOException {
        List<String> lines = Files.readAllLines(TREES);
        String[] names = lines.getFirst().split(",", -1);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int j = 0; j < names.length; j++) {
                row.put(names[j], value(cells[j]));
            }
            rows.add(row);
        }
        return rows;
    }

    /** A number of the row, a date, an instant, a code, a truth value, amounts of two decimals, numbers with gaps. */
    private static List<Map<String, @Nullable Object>> orders() {
        Random random = new Random(5);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("order_id", 70_000 + i);
            row.put("day", LocalDate.of(2023, 1, 1).plusDays(random.nextInt(700)));
            row.put("at", Instant.parse("2024-03-01T00:00:01Z").plusSeconds(random.nextInt(10_000) * 1_800L));
            row.put("seen", LocalDateTime.of(2024, 5, 1, 0, 0).plusSeconds(random.nextInt(10_000) * 30L));
            row.put("code", String.format("%04d", random.nextInt(4)));
            row.put("paid", random.nextBoolean());
            row.put("amount", BigDecimal.valueOf(1_000 + random.nextInt(90_000), 2));
            row.put("pieces", i % 7 == 0 ? null : (Object) (1L + random.nextInt(5)));
            row.put("weight", i % 11 == 0 ? Double.NaN : Math.exp(random.nextGaussian()));
            rows.add(row);
        }
        rows.forEach(row -> row.replaceAll((name, x) -> Objects.equals(x, Double.NaN) ? null : x));
        return rows;
    }

    /** A constant, a sum of two columns, a column of zeros and other numbers. */
    private static List<Map<String, @Nullable Object>> bills() {
        Random random = new Random(6);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int net = 100 + random.nextInt(9_000);
            int tax = random.nextInt(2_000);
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("unit", 1.0);
            row.put("net", net / 100.0);
            row.put("tax", tax / 100.0);
            row.put("gross", (net + tax) / 100.0);
            row.put("discount", i % 3 == 0 ? 0.0 : random.nextInt(100_000) / 1_000.0);
            rows.add(row);
        }
        return rows;
    }

    @Test
    void treesAreOneTable() throws IOException {
        requireOne(trees());
        requireSame(file(TREES), Table.of(trees()));
        assertEquals(Column.ignored("tag"), Table.of(trees()).schema().column("tag"));
    }

    @Test
    void aTableWithDatesAndNumbersOfRowsIsOneTable() throws IOException {
        requireOne(orders());
        Schema schema = Table.of(orders()).schema();
        assertEquals(Column.ignored("order_id"), schema.column("order_id"));
        for (String time : List.of("day", "at", "seen")) {
            assertInstanceOf(Notation.Dates.class, schema.notation(time), time);
        }
    }

    @Test
    void aTableWithAConstantAndARelationIsOneTable() throws IOException {
        requireOne(bills());
        Table table = Table.of(bills());
        assertEquals(Column.constant("unit", "1.0"), table.schema().column("unit"));
        assertTrue(table.schema().columns().stream().anyMatch(c -> c.relation().isPresent()));
    }

    @Test
    void aQueryIsTheTableOfAFile() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table trees as select tag, species, cast(height as double) height, cast(rings as int) rings,"
                            + " country from csvread('" + TREES.toAbsolutePath().normalize() + "')");
            try (PreparedStatement query = connection.prepareStatement(
                    "select tag \"tag\", species \"species\", height \"height\", rings \"rings\", country \"country\" from trees"
                            + " order by tag")) {
                requireSame(
                        file(TREES),
                        Table.read(TableSource.ofQuery("trees", query::executeQuery), ReadOptions.standard())
                                .orThrow());
            }
        }
    }

    @Test
    void aParquetFileIsTheTableOfAFile() throws IOException {
        List<TinyParquet.Type> types = List.of(
                TinyParquet.Type.TEXT,
                TinyParquet.Type.TEXT,
                TinyParquet.Type.DOUBLE,
                TinyParquet.Type.INT32,
                TinyParquet.Type.TEXT);
        List<Map<String, @Nullable Object>> rows = trees();
        List<String> names = List.copyOf(rows.getFirst().keySet());
        List<TinyParquet.Values> columns = IntStream.range(0, names.size())
                .mapToObj(j -> new TinyParquet.Values(
                        names.get(j),
                        types.get(j),
                        rows.stream().map(row -> row.get(names.get(j))).collect(Collectors.toList())))
                .toList();
        requireSame(file(TREES), file(Files.write(dir.resolve("trees.parquet"), TinyParquet.file(columns))));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theModelsHaveEqualBytes() throws IOException {
        Recipe recipe = Recipe.standard().withSteps(20).withNoise(0.0).withFillSteps(20);
        assertArrayEquals(bytes(TableModel.fit(file(TREES), recipe)), bytes(TableModel.fit(Table.of(trees()), recipe)));
    }

    private static byte[] bytes(TableModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.withoutTimes().write(bytes);
        return bytes.toByteArray();
    }

    /** A double is the label with its text, or the label that is the same number; it never counts labels. */
    @Test
    void aDoubleIsTheLabelThatItIs() throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        List<Object> grades = List.of(1.0, 2.0, 3.0, "none", "none");
        for (int i = 0; i < 60; i++) {
            rows.add(new LinkedHashMap<>(Map.of("grade", grades.get(i % 5), "x", i * i % 17 + 0.5)));
        }
        requireOne(rows);
        Table table = Table.of(rows);
        for (int i = 0; i < 60; i++) {
            assertEquals(
                    String.valueOf(grades.get(i % 5)),
                    table.schema().decode(table.rows().copyRow(i)).get("grade"));
        }
    }

    @Test
    void rowsThatAreNoTableAreRefused() {
        assertEquals("the rows: there is no row; a table has a line of names and at least one row", refusal(List.of()));
        assertEquals("the rows: no column can be modelled: ", refusal(List.of(Map.of(), Map.of())));
        assertEquals(
                "the rows: a table of 1 row does not say what its columns are; give more rows",
                refusal(List.of(Map.of("a", 1))));
    }

    private static @Nullable String refusal(List<Map<String, ?>> rows) {
        return assertThrows(IllegalArgumentException.class, () -> Table.of(rows))
                .getMessage();
    }
}

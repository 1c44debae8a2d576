package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tables of text, whole and real numbers: values go in and come out, and scores of discrete rows are probabilities. */
final class TypedTableTest {
    private static final Recipe SHORT =
            Recipe.standard().withSteps(1_500).withBatch(128).withSamples(200).withNoise(0.0);

    private static final TableModel SALES = TableModel.fit(Table.of(sales(2_000)), SHORT);

    private static final List<Double> YEARS = List.of(1999.0, 2008.0);
    private static final List<Double> DOORS = List.of(0.0, 1.0, 2.0, 3.0, 99.0);

    @TempDir
    Path dir;

    /** A shop, how many pieces, and a price that depends on both. */
    private static List<Map<String, Object>> sales(int n) {
        Random random = new Random(7);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String shop = List.of("berlin", "oslo", "rome").get(random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(2));
            int pieces = 1 + random.nextInt(shop.equals("rome") ? 2 : 4);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("shop", shop);
            row.put("pieces", pieces);
            row.put("price", 10 * pieces + random.nextGaussian());
            rows.add(row);
        }
        return rows;
    }

    @Test
    void theSchemaIsInferredFromTheValues() {
        Schema schema = Table.of(sales(50)).schema();
        assertEquals(List.of("shop", "pieces", "price"), schema.names());
        assertEquals(List.of("berlin", "oslo", "rome"), schema.column("shop").labels());
        assertEquals("whole", schema.column("pieces").kindWord());
        assertEquals("real", schema.column("price").kindWord());
        Map<String, Object> row = sales(1).getFirst();
        Map<String, Object> back = schema.decode(schema.encode(row));
        assertEquals(row.get("shop"), back.get("shop"));
        assertEquals(((Integer) row.get("pieces")).longValue(), back.get("pieces"));
        assertEquals(row.get("price"), back.get("price"));
    }

    @Test
    void textIsScoredSampledSavedAndLoaded() throws IOException {
        TableModel model = SALES;
        double usual = model.logProb(Map.of("shop", "berlin", "pieces", 2, "price", 20.3));
        double odd = model.logProb(Map.of("shop", "berlin", "pieces", 2, "price", 30.3));
        assertTrue(usual > odd + 3, usual + " and " + odd);
        Path file = dir.resolve("sales.safetensors");
        model.save(file);
        TableModel loaded = TableModel.load(file);
        assertEquals(model.schema(), loaded.schema());
        assertEquals(usual, loaded.logProb(Map.of("shop", "berlin", "pieces", 2, "price", 20.3)));
        assertEquals(usual, loaded.logProb(0, 2, 20.3), "numbers of labels from 0 on");

        double[][] drawn = loaded.sample(2_000, 3);
        long berlin = 0;
        for (double[] row : drawn) {
            Map<String, Object> values = loaded.schema().decode(row);
            berlin += values.get("shop").equals("berlin") ? 1 : 0;
            assertEquals(row[1], Math.rint(row[1]), "whole");
        }
        assertEquals(0.7, berlin / 2_000.0, 0.06);
        assertArrayEquals(drawn[0], model.sample(1, 3)[0]);
    }

    /** Over all rows of a table without real numbers the probabilities sum to one. */
    @Test
    void scoresOfDiscreteRowsAreProbabilities() {
        assertSumsToOne(Untrained.of(Table.of(shopsAndPieces())));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void trainingReachesTheEntropy() {
        List<Map<String, Object>> rows = shopsAndPieces();
        TableModel model = TableModel.fit(Table.of(rows), SHORT);
        assertSumsToOne(model);
        Map<Object, Long> counts = rows.stream().collect(Collectors.groupingBy(r -> r, Collectors.counting()));
        double entropy = counts.values().stream()
                .mapToDouble(n -> -n / 2_000.0 * Math.log(n / 2_000.0))
                .sum();
        assertEquals(-entropy, model.evaluate(Table.of(model.schema(), rows)).value(), 0.01);
    }

    /** Two columns; sorted, so that they have the same order in every JVM. */
    private static List<Map<String, Object>> shopsAndPieces() {
        return sales(2_000).stream()
                .<Map<String, Object>>map(r -> new TreeMap<>(Map.of("shop", r.get("shop"), "pieces", r.get("pieces"))))
                .toList();
    }

    private static void assertSumsToOne(TableModel model) {
        double sum = 0;
        for (String shop : List.of("berlin", "oslo", "rome")) {
            for (int pieces = -20; pieces < 26; pieces++) {
                var e = model.estimate(model.row(Map.of("shop", shop, "pieces", pieces)));
                sum += Math.exp(e.logProb());
                assertEquals(0, e.standardError(), "exact");
            }
        }
        assertEquals(1, sum, 1e-6);
    }

    /** Whole numbers that are drawn have the mean of the rows: none is rounded up. The model may be wrong by a quarter. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void drawnWholeNumbersAreNotRoundedUp() {
        Column whole = Column.whole("n");
        assertEquals(2, whole.drawn(2.9));
        assertEquals(-1, whole.drawn(-0.1));
        Random random = new Random(5);
        double[][] rows = new double[1_000][];
        for (int i = 0; i < rows.length; i++) {
            // too many for a probability of each
            rows[i] = new double[] {random.nextInt(12), random.nextGaussian()};
        }
        TableModel model = TableModel.fit(
                Table.of(rows, "n", "x").with(whole), SHORT.withSteps(100).withFillSteps(60));
        assertEquals("whole", model.schema().column("n").kindWord());
        double mean = Arrays.stream(rows).mapToDouble(row -> row[0]).average().orElseThrow();
        int n = 4_000;
        double drawn = Arrays.stream(model.sample(n, 3))
                .mapToDouble(row -> row[0])
                .average()
                .orElseThrow();
        double error = 12 / Math.sqrt(12.0 * n);
        assertEquals(mean, drawn, 0.25 + 4 * error);
        double filled = model.impute(new double[] {Double.NaN, 0}, n, 3).mean()[0];
        assertEquals(mean, filled, 0.35 + 4 * error);
    }

    /** Both kinds survive the way through a file, and samples of a bounded column are rows that can be scored. */
    @Test
    void boundedAndHeavyTailedColumns() throws IOException {
        Random random = new Random(9);
        double[][] rows = new double[1_000][];
        for (int i = 0; i < rows.length; i++) {
            double part = Math.pow(random.nextDouble(), 2);
            rows[i] = new double[] {part, part + Math.tan(3 * (random.nextDouble() - 0.5))};
        }
        Table table = Table.of(rows, "part", "gain")
                .with(Column.bounded("part", 0, 1))
                .with(Column.heavyTailed("gain"));
        TableModel model = Untrained.of(table);
        Path file = dir.resolve("tails.safetensors");
        model.save(file);
        TableModel loaded = TableModel.load(file);
        assertEquals(table.schema(), loaded.schema());
        assertEquals(model.logProb(0.5, 1e6), loaded.logProb(0.5, 1e6));
        for (double[] row : loaded.sample(500, 2)) {
            assertTrue(Double.isFinite(loaded.logProb(row)));
        }
        assertEquals(
                "Column: \"part\" has numbers between 0.0 and 1.0 but got 1.0; repair it, or give wider bounds",
                message(() -> loaded.logProb(1, 0)));
        assertEquals(
                "ColumnSpec.Bounded: low must be less than high, and both finite, but they are 1.0 and 0.0",
                message(() -> Column.bounded("part", 1, 0)));
    }

    /** Years of a table with models of two years, and a code for a missing number. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void fewNumbersThatAreFarApartAreExact() {
        Random random = new Random(4);
        double[][] rows = new double[600][];
        for (int i = 0; i < rows.length; i++) {
            boolean isLate = random.nextInt(3) == 0;
            rows[i] = new double[] {
                isLate ? 2008 : 1999,
                random.nextInt(10) == 0 ? 99 : random.nextInt(4),
                random.nextGaussian() + (isLate ? 2 : 0)
            };
        }
        Table table = Table.of(rows, "year", "doors", "size")
                .with(Column.whole("year"))
                .with(Column.whole("doors"));
        TableModel model = TableModel.fit(table, SHORT.withSteps(200).withCalibration(0));
        double[][] drawn = model.sample(1_000, 5);
        long impossible = Arrays.stream(drawn)
                .filter(r -> !YEARS.contains(r[0]) || !DOORS.contains(r[1]))
                .count();
        assertTrue(impossible <= 15, impossible + " of 1,000 samples are none that the rows have");
        double late = Arrays.stream(drawn).filter(r -> r[0] == 2008).count() / 1_000.0;
        assertEquals(1.0 / 3, late, 0.08);
        double known = model.logProb(1999, 2, 0);
        double unknown = model.logProb(2003, 2, 0);
        assertTrue(Double.isFinite(unknown) && unknown < known - 4, known + " and " + unknown);
        assertEquals("whole", model.schema().column("year").kindWord());
    }

    @Test
    void messages() {
        Schema schema = Table.of(sales(50)).schema();
        assertEquals(
                "Table.of: row 1 (counted from 0): Column: \"shop\" has no category paris; it has [berlin, oslo, rome];"
                        + " give null for a missing cell",
                message(() -> Table.of(
                        schema, List.of(sales(1).getFirst(), Map.of("shop", "paris", "pieces", 1, "price", 2)))));
        assertEquals(
                "Column: \"pieces\" has whole numbers of at most 16,777,216 but got 1.5; make it a Column.real",
                message(() -> schema.encode(Map.of("shop", "rome", "pieces", 1.5, "price", 2))));
        assertEquals(
                "Column: \"price\" has finite numbers but got the text \"cheap\"; repair it, or make it a Column.category",
                message(() -> schema.encode(Map.of("shop", "rome", "pieces", 1, "price", "cheap"))));
        Table numbers = Table.of(new double[][] {{0, 1}, {1, 2}, {2.5, 3}}, "a", "b");
        assertEquals(
                "Column: \"a\" has whole numbers of at most 16,777,216 but got 2.5; make it a Column.real",
                message(() -> numbers.with(Column.whole("a"))));
        assertEquals(
                "whole", numbers.with(Column.whole("b")).schema().column("b").kindWord());
        assertEquals(
                "fit: the given column \"shop\" must have numbers but has categories; give a column of 0 and 1 for each category",
                message(() -> TableTraining.of(Table.of(sales(50)), SHORT.given("shop"))));
        assertEquals(
                "Column: \"shop\" has no category of number 3.0; it has 3, counted from 0; give NaN for a missing cell",
                message(() -> SALES.logProb(3, 1, 10)));
        assertTrue(message(() -> SALES.evaluate(Table.of(new double[][] {{0, 1, 2}}, "shop", "pieces", "price")))
                .startsWith("evaluate: expected Category[name=shop"));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    @Test
    void notANumberIsAMissingCell() {
        Table gaps = Table.of(new double[][] {{1, Double.NaN}, {2.5, 3}}, "a", "b");
        assertEquals(List.of("b"), gaps.columnsWithGaps());
        assertTrue(message(() -> Table.of(new double[][] {{1, Double.POSITIVE_INFINITY}}))
                .contains("must be finite in float32"));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(Map.of(
                    "day",
                    20240101 + i % 28,
                    "n",
                    i == 3 ? Double.NaN : i % 5,
                    "k",
                    i == 4 ? Double.NaN : "u" + i % 3));
        }
        Schema schema = Table.of(rows).schema();
        assertEquals(Column.real("day"), schema.column("day"), "float32 cannot tell such whole numbers");
        assertEquals(Column.whole("n"), schema.column("n"));
        assertEquals(Column.category("k", List.of("u0", "u1", "u2")), schema.column("k"));
        assertEquals(List.of("n", "k"), Table.of(rows).select(List.of("n", "k")).columnsWithGaps());
    }
}

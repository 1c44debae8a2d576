package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Relation;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that others determine: found, left out of the density, checked, filled in. */
final class RelationsTest {
    private static final long SEED = 11;

    @TempDir
    static Path dir;

    private static final List<Map<String, Object>> ROWS = rows(400, SEED);
    private static TableModel model = Tables.model();

    @BeforeAll
    static void train() throws IOException {
        TableModel trained = TableModel.fit(Table.of(ROWS), Tables.QUICK.withCalibration(0.3));
        trained.save(dir.resolve("m.safetensors"));
        model = TableModel.load(dir.resolve("m.safetensors"));
    }

    private static double cents(double number) {
        return Math.rint(100 * number) / 100;
    }

    private static double sum(double a, double b) {
        return BigDecimal.valueOf(a).add(BigDecimal.valueOf(b)).doubleValue();
    }

    /** A sum, an equal, an affine and a rounded column, names and codes, and a column that is nearly another. */
    private static List<Map<String, Object>> rows(int n, long seed) {
        Random random = new Random(seed);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double price = cents(Math.exp(3 + 0.5 * random.nextGaussian()));
            double tax = cents(0.2 * price + random.nextDouble());
            double celsius = Math.rint(150 + 80 * random.nextGaussian()) / 10;
            int city = random.nextInt(10) < 6 ? 0 : random.nextInt(3);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("price", price);
            row.put("tax", tax);
            row.put("total", sum(price, tax));
            row.put("copy", price);
            row.put("celsius", celsius);
            row.put("fahrenheit", Math.rint(10 * (1.8 * celsius + 32)) / 10);
            row.put("city", List.of("Berlin", "Paris", "Rome").get(city));
            row.put("code", List.of("DE", "FR", "IT").get(city));
            row.put("near", celsius + 0.2 * random.nextGaussian());
            row.put("unit", "kg");
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> with(Map<String, Object> row, String column, Object value) {
        Map<String, Object> changed = new HashMap<>(row);
        changed.put(column, value);
        return changed;
    }

    private static Map<String, Object> withGap(Map<String, Object> row, String... columns) {
        Map<String, Object> changed = new HashMap<>(row);
        List.of(columns).forEach(c -> changed.put(c, null));
        return changed;
    }

    private static String words(Schema schema, String column) {
        return schema.column(column).relation().orElseThrow().words();
    }

    @Test
    void relationsLeaveTheDensityAndStayInTheFile() {
        Schema schema = model.schema();
        assertEquals(List.of("price", "tax", "celsius", "city", "near"), model.columns());
        assertEquals("price + tax", words(schema, "total"));
        assertEquals("price", words(schema, "copy"));
        assertEquals("1.8·celsius + 32", words(schema, "fahrenheit"));
        assertEquals("one to one with city", words(schema, "code"));
        assertEquals(schema, Schema.ofJson(schema.toJson()));
    }

    @Test
    void aBrokenRelationIsTheFirstReason() {
        Alarm alarm = model.alarm(0.05);
        Map<String, Object> row = with(with(with(ROWS.getFirst(), "price", 31.5), "copy", 31.5), "tax", 6.45);
        row.put("total", 37.95);
        assertFalse(alarm.judge(row).reasons().stream().anyMatch(Verdict.Reason.Breach.class::isInstance));
        Verdict sum = alarm.judge(with(row, "total", 93.0));
        assertTrue(sum.isAlarm());
        assertEquals(1.0 / (alarm.calibrationRows() + 1), sum.pValue());
        assertEquals("total is price + tax in all training rows (37.95) but is 93", sum.reason());
        assertTrue(Double.isFinite(alarm.judge(row).score()));
        assertEquals(Double.NEGATIVE_INFINITY, sum.score());
        assertEquals(model.logProb(row), model.logProb(with(row, "total", 93.0)));
        assertTrue(alarm.judge(with(row, "copy", 0.01)).reason().startsWith("copy is price in all training rows ("));
        Verdict scale = alarm.explain(with(row, "fahrenheit", 451.0));
        assertTrue(scale.reason().startsWith("fahrenheit is 1.8·celsius + 32 in all training rows ("), scale.reason());
        assertTrue(scale.reason().endsWith(") but is 451"), scale.reason());
        Verdict name = alarm.judge(with(with(row, "city", "Rome"), "code", "DE"));
        assertEquals("code is one to one with city in all training rows (IT) but is DE", name.reason());
        assertEquals(
                "code is XX, which the model has never seen",
                alarm.judge(with(row, "code", "XX")).reason());
    }

    /** All that a record breaks is said: labels first, then relations; by a map as by a file. */
    @Test
    void anUnknownLabelHidesNoBrokenRelation() throws IOException {
        Map<String, Object> row = with(with(ROWS.getFirst(), "price", 31.5), "tax", 6.45);
        Map<String, Object> broken = with(with(with(row, "copy", 31.5), "total", 93.0), "city", "Oslo");
        List<String> expected = List.of(
                "city is Oslo, which the model has never seen",
                "total is price + tax in all training rows (37.95) but is 93");
        Alarm.Observed observed = AlarmScorer.of(model.density()).observe(broken);
        assertEquals(
                expected,
                observed.breaches().stream().map(Verdict.Reason::words).toList());
        assertEquals(
                expected,
                model.alarm(0.05).judge(broken).reasons().stream()
                        .map(Verdict.Reason::words)
                        .limit(2)
                        .toList());
        Path file = Files.writeString(dir.resolve("broken.csv"), csv(List.of(broken)));
        try (RecordScorer scorer = RecordScorer.of(model);
                RecordReader records = scorer.open(TableSource.of(file), ReadOptions.standard())) {
            assertEquals(
                    expected,
                    records.next().getFirst().breaches().stream()
                            .map(Verdict.Reason::words)
                            .toList());
        }
    }

    @Test
    void aConstantIsCheckedLikeARelation() {
        Map<String, Object> row = ROWS.getFirst();
        Verdict verdict = model.alarm(0.05).judge(with(row, "unit", "g"));
        assertTrue(verdict.isAlarm());
        assertEquals("unit is kg in all training rows but is g", verdict.reason());
        assertTrue(model.alarm(0.05).judge(row).score() > Double.NEGATIVE_INFINITY);
    }

    @Test
    void aModelOfOneColumnExplainsABrokenRelation() {
        List<Map<String, Object>> rows = new ArrayList<>();
        ROWS.forEach(r -> rows.add(Map.of("price", r.get("price"), "copy", r.get("price"))));
        TableModel one =
                TableModel.fit(Table.of(rows), Tables.QUICK.withSteps(3).withCalibration(0.3));
        assertEquals(1, one.columns().size());
        Verdict verdict = one.alarm(0.05).explain(Map.of("price", 1e4, "copy", 2.0));
        assertTrue(verdict.reason().contains(" in all training rows ("), verdict.reason());
        assertEquals(1, verdict.attribution().orElseThrow().parts().size());
    }

    @Test
    void oneCentIsAViolation() {
        Map<String, Object> row = ROWS.get(3);
        Verdict verdict = model.alarm(0.05).judge(with(row, "total", sum((double) row.get("total"), 0.01)));
        assertTrue(verdict.reason().startsWith("total is price + tax "), verdict.reason());
    }

    @Test
    void relationsFillGapsOnEitherSide() {
        Map<String, Object> row = ROWS.get(1);
        double expected = model.logProb(row);
        assertEquals(expected, model.logProb(withGap(row, "total", "copy", "fahrenheit", "code")));
        assertEquals(expected, model.logProb(withGap(row, "price", "copy")), "price is total − tax");
        assertEquals(expected, model.logProb(withGap(row, "price", "total")), "price is its copy");
        assertEquals(expected, model.logProb(withGap(row, "celsius", "city")));
        assertEquals(Double.NaN, model.row(withGap(row, "price", "copy", "total"))[0]);
    }

    @Test
    void samplesObeyRelations() {
        Alarm alarm = model.alarm(0.05);
        for (double[] sample : model.sample(50, SEED)) {
            Map<String, Object> row = new HashMap<>(model.schema().decode(sample));
            assertEquals(
                    sum((double) row.get("price"), (double) row.get("tax")), (double) row.get("total"), row::toString);
            assertEquals(row.get("price"), row.get("copy"));
            assertFalse(
                    alarm.judge(row).reasons().stream().anyMatch(Verdict.Reason.Breach.class::isInstance),
                    row::toString);
        }
        double[] given = model.sample(1, Map.of("fahrenheit", 68.0, "code", "IT"), SEED)[0];
        assertEquals(20.0, given[2]);
        assertEquals("Rome", model.schema().decode(given).get("city"));
        assertEquals(
                "Schema: \"total\" is price + tax, so it has no density of its own; give price, tax",
                message(() -> model.marginal(Map.of("total", 20.0))));
        assertEquals(
                "Schema: no row has these values: copy is price in all training rows (1) but is 2; leave one of them out",
                message(() -> model.marginal(Map.of("price", 1.0, "copy", 2.0))));
    }

    @Test
    void recordsAreCheckedAndHaveScores() throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>(ROWS.subList(0, 3));
        rows.set(1, with(rows.get(1), "total", 93.0));
        rows.set(2, withGap(rows.get(2), "price", "copy"));
        Path file = dir.resolve("records.csv");
        Files.writeString(file, csv(rows));
        try (RecordScorer scorer = RecordScorer.of(model).withAlarm(model.alarm(0.05));
                RecordReader records = scorer.open(TableSource.of(file), ReadOptions.standard())) {
            List<RecordScorer.Judged> judged = scorer.score(records.next());
            assertTrue(
                    judged.get(1).reason().endsWith(") but is 93"),
                    judged.get(1).reason());
            assertTrue(judged.get(1).reason().startsWith("total is price + tax in all training rows ("));
            for (int i = 0; i < 3; i++) {
                assertEquals(model.logProb(ROWS.get(i)), judged.get(i).logProb().orElseThrow());
            }
            assertTrue(
                    records.findings()
                            .toString()
                            .contains("column 3 (total) is not price + tax as in all training rows in 1 of"
                                    + " 3 rows, first \"93.0\" at line 3"),
                    records.findings().toString());
            assertEquals(0, records.faults());
        }
        Table broken = Table.read(file, model.schema());
        assertEquals(3, broken.size());
        assertTrue(Double.isFinite(model.evaluate(broken).value()));
    }

    private static String csv(List<Map<String, Object>> rows) {
        String head = String.join(
                ",",
                rows.getFirst().keySet().stream()
                        .sorted(java.util.Comparator.comparingInt(RelationsTest::place))
                        .toList());
        return head + "\n"
                + rows.stream()
                        .map(row -> IntStream.range(0, NAMES.size())
                                .mapToObj(j -> row.get(NAMES.get(j)) == null
                                        ? ""
                                        : row.get(NAMES.get(j)).toString())
                                .collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static final List<String> NAMES = List.copyOf(ROWS.getFirst().keySet());

    private static int place(String name) {
        return NAMES.indexOf(name);
    }

    @Test
    void aUserMayKeepAColumn() throws IOException {
        Path file = dir.resolve("kept.csv");
        Files.writeString(file, csv(ROWS));
        Table.Reading kept = Table.read(
                CsvSource.of(file),
                ReadOptions.standard().with("total", ReadOptions.Kind.REAL).with("code", ReadOptions.Kind.CATEGORY));
        Schema schema = kept.orThrow().schema();
        assertEquals(Column.real("total"), schema.column("total"));
        assertEquals("-tax + total", words(schema, "price"));
        assertEquals("one to one with code", words(schema, "city"));
    }

    @Test
    void givenColumnsStayModelled() {
        Table table = Table.of(ROWS.stream()
                .map(r -> Map.of(
                        "celsius",
                        r.get("celsius"),
                        "fahrenheit",
                        r.get("fahrenheit"),
                        "tax",
                        r.get("tax"),
                        "p",
                        r.get("price")))
                .toList());
        String derived = table.schema().column("fahrenheit").relation().isPresent() ? "fahrenheit" : "celsius";
        TableTraining conditional = TableTraining.of(table, Tables.QUICK.given(derived));
        assertEquals(1, conditional.plan().architecture().given());
        assertEquals(3, conditional.plan().architecture().features());
        assertEquals(4, conditional.rows().table().columns().size());
        assertEquals(derived, conditional.rows().table().columns().getLast());
    }

    @Test
    void coincidencesAreNoRelations() {
        Random random = new Random(SEED);
        double[][] wide = new double[30][60];
        for (double[] row : wide) {
            java.util.Arrays.setAll(row, _ -> random.nextGaussian());
        }
        Table table = Table.of(wide);
        assertEquals(table.schema(), table.withRelations().schema(), "more columns than rows");
        double[][] rare = new double[300][3];
        for (double[] row : rare) {
            row[0] = random.nextGaussian();
        }
        rare[7][1] = 1;
        rare[7][2] = 1;
        rare[9][2] = 1;
        assertEquals(3, Table.of(rare).withRelations().columns().size(), "too few rows differ");
        assertTrue(Double.isFinite(Untrained.of(table).logProb(wide[0])));
    }

    @Test
    void aTableWhoseRankIsLowTrains() {
        Random random = new Random(SEED);
        double[][] rows = new double[200][];
        for (int i = 0; i < rows.length; i++) {
            double a = random.nextGaussian();
            rows[i] = new double[] {a, a, 2 * a + 1e-9 * random.nextGaussian(), random.nextGaussian()};
        }
        TableModel all = TableModel.fit(Table.of(rows), Tables.QUICK.withSteps(20));
        assertEquals(4, all.columns().size());
        assertTrue(Double.isFinite(all.logProb(rows[0])));
        assertEquals(List.of("x1", "x3", "x4"), Table.of(rows).withRelations().columns());
    }

    @Test
    void aTableOfOtherRelationsHasTheColumnsOfTheModel() {
        Table other = Table.of(
                ROWS.stream().map(r -> with(r, "near", r.get("celsius"))).toList());
        assertTrue(other.schema().column("near").relation().isPresent());
        assertTrue(Double.isFinite(model.evaluate(other).value()));
    }

    @Test
    void messages() {
        assertEquals(
                "Schema: modelled columns must determine column \"b\" but it is a, and the schema models [c]; model the"
                        + " columns of its relation",
                message(() -> new Schema(List.of(
                        Column.derived(
                                Column.real("b"),
                                new Relation.Linear(
                                        List.of(new Relation.Term("a", 1, new Relation.Digits(0, 15))),
                                        0,
                                        new Relation.Digits(0, 15),
                                        false)),
                        Column.real("c")))));
        assertEquals(
                "Column.derived: \"a\" must have numbers, such as a real column, but is Ignored[name=a]; leave its relation out",
                message(() ->
                        Column.derived(Column.ignored("a"), new Relation.OneToOne("b", List.of(1.0), List.of(2.0)))));
        assertEquals(
                "Relation.OneToOne: the numbers of b and of the column must be different, and as many, but are [1.0] and"
                        + " [2.0, 3.0]; give pairs",
                message(() -> new Relation.OneToOne("b", List.of(1.0), List.of(2.0, 3.0))));
        assertEquals(
                "Relation.Linear: a rule has at least one source but this one has none; make the column a constant",
                message(() -> new Relation.Linear(List.of(), 1, new Relation.Digits(0, 15), false)));
        assertEquals(
                "Relation.Digits: decimals must be at least 0, and significant digits 1 to 15, but are -1 and 3; count the"
                        + " digits again",
                message(() -> new Relation.Digits(-1, 3)));
    }

    private static String message(Runnable code) {
        return assertThrows(IllegalArgumentException.class, code::run).getMessage();
    }
}

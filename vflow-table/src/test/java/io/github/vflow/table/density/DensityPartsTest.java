package io.github.vflow.table.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Alarm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Levels of atoms, scores of alarms, baselines, files and helpers of a density, each by itself. */
final class DensityPartsTest {
    private static final Table TABLE = Densities.table();
    private static final TableDensity DENSITY = Densities.of(TABLE);
    private static final double GAP = Double.NaN;

    private static AlarmScorer scorer(TableDensity density, Table table) {
        return Densities.scorer(density, table);
    }

    /** Listed numbers are those that a column has, but for rare ones. */
    @Test
    void listedNumbersAreTheNumbersOfTheirColumn() {
        double[][] cells = new double[120][];
        Arrays.setAll(cells, i -> new double[] {List.of(-2.5, 1.5, 4.0).get(i % 3), Math.sin(i)});
        Table table = Table.of(cells, "grade", "celsius").withAtoms();
        AlarmScorer scorer = scorer(Densities.of(table), table);
        assertEquals(List.of(-2.5, 1.5, 4.0), scorer.numbers(0));
        assertEquals(List.of(), scorer.numbers(1));
    }

    @Test
    void aJudgedColumnOnACircleHasItsPlace() {
        Scorer.JudgedColumn wind = AlarmScorer.columns(new Schema(List.of(new Column.Circular("wind", 0, 360))))
                .getFirst();
        assertEquals(360, wind.period());
        assertEquals("5.00", wind.text().orElseThrow().of(new double[] {GAP}, 365));
    }

    @Test
    void aCalibrationKeepsItsRanges() {
        AlarmScorer scorer = scorer(DENSITY, TABLE);
        Rows first = TABLE.rows().select(new int[] {0, 1, 2, 3, 4});
        Rows second = TABLE.rows().select(new int[] {10, 11, 12});
        TableDensity once = scorer.calibrated(first);
        TableDensity twice = AlarmScorer.of(once).calibrated(second);
        double[] scores = Score.values(scorer.scores(second));
        Arrays.sort(scores);
        Calibration c = twice.about().calibration().orElseThrow();
        assertArrayEquals(scores, c.scores());
        assertEquals(Arrays.stream(first.copyColumn(3)).max().orElseThrow(), c.high(3));
        double[][] all = {first.copyRow(0), second.copyRow(0)};
        List<Score> both = scorer.scores(all);
        assertEquals(scorer.score(all[1]), both.get(1));
        Alarm alarm = AlarmScorer.of(twice).alarm(0.5);
        assertEquals(c.pValue(both.getLast().value()), alarm.judge(all[1]).pValue());
    }

    @Test
    void aRowByNamesIsObserved() {
        AlarmScorer scorer = scorer(DENSITY, TABLE);
        Map<String, Object> row = new HashMap<>(Map.of("stars", 1, "amount", 2.5, "label", "fir"));
        row.put("celsius", null);
        Alarm.Observed seen = scorer.observe(row);
        assertArrayEquals(new double[] {1, 2.5, GAP, GAP}, seen.row());
        assertEquals(
                List.of("label"), seen.breaches().stream().map(b -> b.column()).toList());
        row.put("label", "oak");
        assertEquals(List.of(), scorer.observe(row).breaches());
        assertEquals(2, scorer.observe(row).row()[2]);
        List<Scorer.JudgedColumn> columns = scorer.columns();
        assertEquals(
                List.of("stars", "amount", "label", "celsius"),
                columns.stream().map(c -> c.name()).toList());
        assertTrue(columns.getFirst().isWhole() && !columns.getLast().isWhole());
        assertEquals(List.of("ash", "elm", "oak"), columns.get(2).labels());
    }

    @Test
    void theDrawsOfOneColumnAreSamples() {
        Table celsius = TABLE.select(List.of("celsius"));
        TableDensity one = Densities.of(celsius);
        Imputation draws = scorer(one, celsius).impute(new double[] {GAP}, 30, 5);
        assertArrayEquals(one.sample(30, Map.of(), 5), draws.values());
        double[] row = {1, GAP, 2, 0};
        assertArrayEquals(
                DENSITY.impute(row, 20, 5).values(),
                scorer(DENSITY, TABLE).impute(row, 20, 5).values());
    }

    @Test
    void aBaselineTellsRowsFromOthers() {
        Baseline all = Baselines.of(TABLE.schema().modelled(), TABLE.rows(), new double[] {-1, -2});
        assertEquals(150, all.rows());
        assertEquals(2, all.scores());
        TableDensity based = Baselines.replaced(DENSITY, TABLE.rows());
        assertEquals(150, based.requireBaseline().scores());
        assertEquals(List.of(), Baselines.compare(based, TABLE.rows()).drifted(0.001));
        double[][] hot = new double[150][];
        Arrays.setAll(hot, i -> {
            double[] row = TABLE.rows().copyRow(i);
            row[3] += 40;
            return row;
        });
        List<String> drifted = Baselines.compare(based, Rows.of(hot)).drifted(0.001).stream()
                .map(c -> c.column())
                .toList();
        assertTrue(drifted.contains("celsius") && drifted.contains(Baseline.SCORE), drifted.toString());
        assertFalse(drifted.contains("label"), drifted.toString());
        List<String> drawn = Baselines.compareDraws(based, 50, 3).columns().stream()
                .map(c -> c.column())
                .toList();
        assertEquals(List.of("stars", "amount", "label", "celsius"), drawn, "draws have no ln p");
    }

    /** Of many rows, 10,000 are the baseline and give its scores. */
    @Test
    void aBaselineHasAtMost10000Rows() {
        double[][] many = new double[10_007][];
        Arrays.setAll(many, i -> new double[] {i % 101});
        Table table = Table.of(many, "celsius");
        Baseline baseline = Baselines.of(table.schema().modelled(), table.rows(), new double[0]);
        assertEquals(10_000, baseline.rows());
        assertEquals(0, baseline.scores());
        TableDensity one = Densities.of(TABLE.select(List.of("celsius")));
        assertEquals(
                10_000, Baselines.replaced(one, table.rows()).requireBaseline().scores());
        assertEquals(
                "baseline: expected rows of 1 numbers, [celsius], but they have 4; give the modelled columns",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Baselines.of(table.schema().modelled(), TABLE.rows(), new double[0]))
                        .getMessage());
    }

    /** The density tells the costs of columns by a quarter of the samples, and a row out of range has none. */
    @Test
    void comparedScoresTakeFewerSamples() {
        TableDensity many = Densities.of(TABLE, new Scoring(96, 1));
        AlarmScorer scorer = scorer(many, TABLE);
        double[][] rows = {{2, 21, 1, GAP}, {2, 0, 1, 1e39}, {GAP, 20, 2, 1}};
        List<Score> some = scorer.compared(rows);
        List<Score> few = scorer.comparedRoughly(rows);
        TableDensity quarter = Densities.of(TABLE, new Scoring(24, 1));
        TableDensity twelfth = Densities.of(TABLE, new Scoring(8, 1));
        for (int i : List.of(0, 2)) {
            assertEquals(quarter.logProb(rows[i]), some.get(i).logProb(), 1e-6, "row " + i);
            assertEquals(
                    4 * quarter.estimate(rows[i]).effectiveSampleSize(),
                    some.get(i).effectiveSamples(),
                    1e-6);
            boolean isExact = many.model().noise() == 0;
            assertTrue(isExact || Math.abs(twelfth.logProb(rows[i]) - few.get(i).logProb()) < 3, "row " + i);
        }
        assertEquals(Double.NEGATIVE_INFINITY, some.get(1).value());
        assertEquals(Double.NEGATIVE_INFINITY, few.get(1).value());
        assertEquals(
                Double.NEGATIVE_INFINITY,
                scorer.compared(new double[][] {rows[1]}).getFirst().value());
    }

    /** Of 60 samples, rough scores take 5; of four, one; an exact density takes the same for both. */
    @Test
    void roughScoresTakeStillFewerSamples() {
        double[][] row = {{1, 0.3, 0.1}};
        List<String> labels = List.of("ash", "elm", "oak");
        Score few = noisy(labels, 60).comparedRoughly(row).getFirst();
        assertEquals(Densities.noisy(labels, 5).logProb(row[0]), few.logProb(), 1e-6);
        assertEquals(
                12 * Densities.noisy(labels, 5).estimate(row[0]).effectiveSampleSize(), few.effectiveSamples(), 1e-6);
        Score one = noisy(labels, 4).comparedRoughly(row).getFirst();
        assertEquals(Densities.noisy(labels, 1).logProb(row[0]), one.logProb(), 1e-6);
        assertEquals(4, one.effectiveSamples());
        Table celsius = TABLE.select(List.of("celsius"));
        AlarmScorer exact = scorer(Densities.of(celsius), celsius);
        double[][] number = {{1.5}};
        assertEquals(exact.compared(number), exact.comparedRoughly(number));
    }

    private static AlarmScorer noisy(List<String> labels, int samples) {
        return scorer(Densities.noisy(labels, samples), Densities.noisyTable(labels));
    }

    private static TableDensity read(List<String> columns, Map<String, String> notes) throws FileFormatException {
        return TableFile.read(new ModelFile(DENSITY.model(), columns, notes), "a file");
    }

    @Test
    void aFileHasItsSchemaItsBaselineAndNotesForPeople() throws FileFormatException {
        TableDensity based = Baselines.replaced(DENSITY, TABLE.rows());
        TableDensity noted = based.with(based.about().withNotes(Map.of("who", "a test")));
        TableDensity back = TableFile.read(noted.file(), "a file");
        assertEquals(TABLE.schema(), back.schema());
        assertEquals(Map.of("who", "a test"), back.about().notes());
        assertEquals(based.requireBaseline().toJson(), back.requireBaseline().toJson());
        assertEquals(Optional.empty(), back.about().plan());
        TableDensity bare = read(DENSITY.columns(), Map.of());
        assertEquals(DENSITY.columns(), bare.columns());
        assertEquals(List.of("x1", "x2", "x3", "x4"), read(List.of(), Map.of()).columns());
        String text = String.valueOf(assertThrows(
                        FileFormatException.class, () -> read(DENSITY.columns(), Map.of("table plan", "{}")))
                .getMessage());
        assertTrue(text.startsWith("a file: its plan is damaged: ") && text.endsWith("; train again"), text);
        assertRefused("its schema is damaged: ", Map.of("schema", "{}"));
        assertRefused("its baseline is damaged: ", Map.of("baseline", "{}"));
        assertRefused("its views of verdicts are damaged: ", Map.of("views", "{}"));
        Table two = TABLE.select(List.of("stars", "amount"));
        assertRefused(
                "its views of verdicts are damaged: views: the distributions must be of the columns [stars, amount, label,"
                        + " celsius] but are 2 of other kinds",
                Map.of(
                        "views",
                        scorer(Densities.of(two), two)
                                .by()
                                .density()
                                .about()
                                .views()
                                .orElseThrow()
                                .toJson()));
        Table three = TABLE.select(List.of("stars", "amount", "celsius"));
        assertRefused(
                "its schema must have the columns of the model, [stars, amount, label, celsius], but models"
                        + " [stars, amount, celsius]",
                Map.of("schema", three.schema().toJson()));
        assertRefused(
                "its baseline must have the columns and labels of the model, ",
                Map.of(
                        "baseline",
                        Baselines.of(three.schema(), three.rows(), new double[0])
                                .toJson()));
    }

    private static void assertRefused(String begin, Map<String, String> notes) {
        String text = String.valueOf(assertThrows(FileFormatException.class, () -> read(DENSITY.columns(), notes))
                .getMessage());
        assertTrue(text.startsWith("a file: " + begin) && text.endsWith("; train again"), text);
    }

    /** A checkpoint has no schema of its own, but a plan. */
    @Test
    void aFileWithoutSchemaHasTheOneOfItsPlan() throws FileFormatException {
        TablePlan plan = TableTraining.of(
                        TABLE,
                        Recipe.standard()
                                .withArchitecture(
                                        (RowSpec) DENSITY.model().spec().orElseThrow())
                                .withNoise(0.0)
                                .withCalibration(0))
                .plan();
        TableDensity read = read(DENSITY.columns(), Map.of("table plan", plan.toJson()));
        assertEquals(TABLE.schema(), read.schema());
        assertEquals(plan.toJson(), read.about().plan().orElseThrow().toJson());
        Table named = Table.of(
                new Schema(Stream.concat(TABLE.schema().columns().stream(), Stream.of(Column.ignored("note")))
                        .toList()),
                IntStream.range(0, TABLE.size())
                        .mapToObj(i -> TABLE.schema().decode(TABLE.rows().copyRow(i)))
                        .toList());
        String more = TableTraining.of(named, plan.recipe()).plan().toJson();
        assertEquals(
                named.schema(),
                read(DENSITY.columns(), Map.of("table plan", more)).schema());
        String other = TableTraining.of(
                        TABLE.select(List.of("celsius")), Recipe.standard().withArchitecture(RowSpec.of(1, 0, 1)))
                .plan()
                .toJson();
        assertEquals(
                DENSITY.columns(),
                read(DENSITY.columns(), Map.of("table plan", other)).columns());
        assertEquals(Map.of(), read.about().notes());
        assertEquals(
                plan.toJson(),
                TableFile.read(read.file(), "a file")
                        .about()
                        .plan()
                        .orElseThrow()
                        .toJson());
    }

    @Test
    void aHelperIsBorrowedByOneCallAtATime() {
        List<StringBuilder> made = new ArrayList<>();
        Pool<StringBuilder> pool = new Pool<>(() -> {
            made.add(new StringBuilder());
            return made.getLast();
        });
        StringBuilder first = pool.take();
        assertNotSame(first, pool.take());
        pool.giveBack(first);
        assertSame(first, pool.with(helper -> helper));
        assertThrows(
                IllegalStateException.class,
                () -> pool.with(_ -> {
                    throw new IllegalStateException();
                }));
        assertSame(first, pool.take(), "given back after a fault, too");
        assertEquals(2, made.size());
        assertNotSame(first, pool.take(), "one helper has one place");
        for (int i = 0; i < 1_000; i++) {
            pool.giveBack(new StringBuilder());
        }
        int before = made.size();
        for (int i = 0; i < 1_000; i++) {
            pool.take();
        }
        int processors = Runtime.getRuntime().availableProcessors();
        int kept = 1_000 - (made.size() - before);
        assertTrue(kept >= 2 * processors && kept < 4 * processors, "kept " + kept);
    }
}

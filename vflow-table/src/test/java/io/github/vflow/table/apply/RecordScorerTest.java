package io.github.vflow.table.apply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.ObjectSource;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model applied to records of every source: scores, verdicts, and reasons why a record has no score. */
final class RecordScorerTest {
    private static final double RATE = 0.05;

    @TempDir
    private Path dir;

    private static List<Map<String, Object>> rows = List.of();
    private static @Nullable TableModel model;

    /** Two related numbers, a label that follows the first, and a count. */
    @BeforeAll
    static void train() {
        SplittableRandom random = new SplittableRandom(3);
        List<Map<String, Object>> made = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double a = random.nextGaussian();
            made.add(Map.of("a", a, "b", a + 0.1 * random.nextGaussian(), "k", a > 0 ? "u" : "v", "n", i % 30));
        }
        rows = made;
        model = TableModel.fit(
                Table.of(rows),
                Recipe.standard()
                        .withSteps(60)
                        .withNoise(0.0, 0.15)
                        .withFillSteps(40)
                        .withSamples(10)
                        .withCalibration(0.25));
    }

    private static TableModel model() {
        return java.util.Objects.requireNonNull(model);
    }

    private static List<RecordScorer.Judged> scored(RecordScorer scorer, TableSource source) throws IOException {
        List<RecordScorer.Judged> all = new ArrayList<>();
        try (RecordReader records = scorer.open(source, ReadOptions.standard())) {
            for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
                all.addAll(scorer.score(block));
            }
        }
        return all;
    }

    private static double[] scores(List<RecordScorer.Judged> judged) {
        return judged.stream().mapToDouble(r -> r.logProb().orElseThrow()).toArray();
    }

    private Path csv(List<? extends Map<String, ?>> some) throws IOException {
        StringBuilder text = new StringBuilder("n,k,a,b\n");
        some.forEach(r -> text.append(r.get("n") + "," + r.get("k") + "," + r.get("a") + "," + r.get("b") + "\n"));
        return Files.writeString(dir.resolve("rows.csv"), text);
    }

    @Test
    void textsAndTypedValuesHaveTheScoresOfTheModel() throws IOException {
        double[] expected = rows.stream().mapToDouble(model()::logProb).toArray();
        RecordScorer plain = RecordScorer.of(model());
        assertArrayEquals(expected, scores(scored(plain, ObjectSource.ofMaps(rows))));
        assertArrayEquals(expected, scores(scored(plain, CsvSource.of(csv(rows)))));
        try (RecordScorer other = plain.withEngine(Engines.vector(1), 3, new Scoring(10, 1))) {
            assertArrayEquals(expected, scores(scored(other, ObjectSource.ofMaps(rows))));
        }
        try (RecordScorer samples = plain.withEngine(Engines.vector(1), 1, new Scoring(3, 1))) {
            assertFalse(java.util.Arrays.equals(expected, scores(scored(samples, ObjectSource.ofMaps(rows)))));
        }
    }

    @Test
    void verdictsAreThoseOfTheAlarmAndOnlyAlarmsAreExplained() throws IOException {
        List<Map<String, Object>> some = new ArrayList<>(rows.subList(0, 60));
        some.set(7, Map.of("a", 2.0, "b", -2.0, "k", "u", "n", 1));
        some.set(9, Map.of("a", 0.5, "b", 0.5, "k", "w", "n", 1));
        Alarm alarm = model().alarm(RATE);
        RecordScorer scorer = RecordScorer.of(model()).withAlarm(alarm);
        List<RecordScorer.Judged> judged = scored(scorer, ObjectSource.ofMaps(some));
        for (int i = 0; i < some.size(); i++) {
            RecordScorer.Judged row = judged.get(i);
            Verdict v = row.verdict().orElseThrow();
            assertEquals(alarm.judge(some.get(i)).pValue(), v.pValue(), "row " + i);
            assertEquals(row.isAlarm(), v.attribution().isPresent(), "row " + i);
            assertEquals(
                    row.isAlarm() ? alarm.blamingAtMost(1).explain(some.get(i)).reason() : "",
                    row.reason(),
                    "row " + i);
        }
        assertTrue(judged.get(7).isAlarm());
        assertEquals("k is w, which the model has never seen", judged.get(9).reason());
        try (RecordScorer threads = scorer.withEngine(Engines.vector(1), 3, new Scoring(10, 1))) {
            assertEquals(
                    judged.stream().map(RecordScorer.Judged::reason).toList(),
                    scored(threads, ObjectSource.ofMaps(some)).stream()
                            .map(RecordScorer.Judged::reason)
                            .toList());
        }
    }

    /** A setting of a scorer leaves the others as they are, in any order. */
    @Test
    void anAlarmAndAnEngineKeepEachOther() throws IOException {
        Alarm alarm = model().alarm(RATE);
        Scoring few = new Scoring(3, 1);
        try (RecordScorer one = RecordScorer.of(model()).withAlarm(alarm).withEngine(Engines.vector(1), 1, few);
                RecordScorer other = RecordScorer.of(model())
                        .withEngine(Engines.vector(1), 1, few)
                        .withAlarm(alarm)) {
            List<RecordScorer.Judged> rowsOfOne = scored(one, ObjectSource.ofMaps(rows));
            List<RecordScorer.Judged> rowsOfOther = scored(other, ObjectSource.ofMaps(rows));
            assertArrayEquals(scores(rowsOfOne), scores(rowsOfOther));
            double[] usual = scores(scored(RecordScorer.of(model()), ObjectSource.ofMaps(rows)));
            assertFalse(java.util.Arrays.equals(usual, scores(rowsOfOther)), "three samples");
            assertEquals(
                    rowsOfOne.stream().map(RecordScorer.Judged::isAlarm).toList(),
                    rowsOfOther.stream().map(RecordScorer.Judged::isAlarm).toList());
            assertTrue(rowsOfOther.stream().anyMatch(RecordScorer.Judged::isAlarm));
        }
    }

    @Test
    void aRecordWithAFaultHasNoScoreAndTheNextRowHasItsOwn() throws IOException {
        List<Map<String, Object>> some = new ArrayList<>(rows.subList(0, 4));
        some.set(1, Map.of("a", "€ 7", "b", 0.0, "k", "u", "n", 1));
        List<RecordScorer.Judged> judged =
                scored(RecordScorer.of(model()).withAlarm(model().alarm(RATE)), ObjectSource.ofMaps(some));
        assertEquals("column a holds \"€ 7\"", judged.get(1).entry().fault());
        assertEquals(OptionalDouble.empty(), judged.get(1).logProb());
        assertTrue(judged.get(1).verdict().isEmpty() && judged.get(1).reason().isEmpty());
        for (int i : List.of(0, 2, 3)) {
            assertEquals(model().logProb(some.get(i)), judged.get(i).logProb().orElseThrow());
            assertEquals(
                    model().alarm(RATE).judge(some.get(i)).pValue(),
                    judged.get(i).verdict().orElseThrow().pValue());
        }
    }

    private static Map<String, Object> named(TableModel model, double[] numbers) {
        Map<String, Object> row = new HashMap<>();
        for (int j = 0; j < numbers.length; j++) {
            row.put(model.columns().get(j), numbers[j]);
        }
        return row;
    }

    @Test
    void alarmsOfManyColumnsNameNoneUntilOneRowIsExplained() throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        double[][] numbers = new double[150][];
        java.util.Arrays.setAll(
                numbers,
                _ -> random.doubles(41).map(x -> x + random.nextDouble()).toArray());
        TableModel wide = Untrained.of(Table.of(numbers)).calibrated(Table.of(numbers));
        RecordScorer scorer = RecordScorer.of(wide).withAlarm(wide.alarm(0.1));
        double[] odd = numbers[0].clone();
        odd[7] = 30;
        RecordScorer.Judged judged =
                scored(scorer, ObjectSource.ofMaps(List.of(named(wide, odd)))).getFirst();
        assertTrue(judged.isAlarm());
        assertFalse(scorer.explainsAlarms());
        assertTrue(judged.verdict().orElseThrow().attribution().isEmpty());
        assertTrue(judged.reason().contains("x8 is 30"), judged.reason());
        assertTrue(RecordScorer.of(model()).withAlarm(model().alarm(RATE)).explainsAlarms());
    }

    @Test
    void aModelOfCompleteRowsNamesTheMissingColumn() throws IOException {
        double[][] numbers = new double[50][];
        SplittableRandom random = new SplittableRandom(4);
        java.util.Arrays.setAll(numbers, _ -> new double[] {random.nextGaussian()});
        TableModel one = Untrained.of(Table.of(numbers, "x"));
        Map<String, @Nullable Object> gap = new HashMap<>();
        gap.put("x", null);
        RecordScorer scorer = RecordScorer.of(one);
        try (RecordReader records =
                scorer.open(ObjectSource.ofMaps(List.of(Map.of("x", 1.0), gap)), ReadOptions.standard())) {
            List<RecordScorer.Judged> judged = scorer.score(records.next());
            assertEquals(one.logProb(1.0), judged.get(0).logProb().orElseThrow());
            assertEquals(
                    "column x is missing, and the model needs complete rows",
                    judged.get(1).entry().fault());
            assertEquals(1, records.faults());
            assertTrue(
                    records.findings()
                            .getLast()
                            .toString()
                            .startsWith(
                                    "has missing cells that the model cannot integrate out in 1 of 2 rows, first \"x\" at row 2"));
        }
        assertThrows(IllegalStateException.class, () -> scorer.judge(new double[][] {{1}}));
    }

    /** A model of complete rows judges without blame; another one explains a row if it is asked. */
    @Test
    void aVerdictOnOneRowIsTheAlarmsVerdict() {
        double[][] numbers = new double[150][];
        SplittableRandom random = new SplittableRandom(4);
        java.util.Arrays.setAll(numbers, _ -> new double[] {random.nextGaussian(), random.nextGaussian()});
        Table table = Table.of(numbers, "x", "y");
        RowSpec small = RowSpec.of(2, 0, 1).withConditioner(List.of(3), Activation.TANH);
        RowSpec.Fill fill = new RowSpec.Fill(1, new MlpSpec(List.of(3), Activation.TANH), 1);
        double[] odd = {9, 0};
        for (RowSpec spec : List.of(small, small.withFill(fill))) {
            TableModel untrained = Untrained.of(
                            table, Recipe.standard().withArchitecture(spec).withNoise(0.0))
                    .calibrated(table);
            Alarm alarm = untrained.alarm(0.1);
            RecordScorer scorer = RecordScorer.of(untrained).withAlarm(alarm);
            boolean isFilled = spec.fill().equals(fill);
            assertEquals(isFilled, scorer.canExplain());
            Verdict verdict = scorer.explain(new Alarm.Observed(odd, List.of()));
            assertEquals(alarm.judge(odd).pValue(), verdict.pValue());
            assertEquals(isFilled, verdict.attribution().isPresent());
            assertEquals(
                    List.of(alarm.judge(odd).score(), alarm.judge(numbers[0]).score()),
                    scorer.judge(new double[][] {odd, numbers[0]}).stream()
                            .map(Verdict::score)
                            .toList());
        }
        TableModel one = Untrained.of(table.select(List.of("x")));
        assertTrue(RecordScorer.of(one).canExplain(), "one column is to blame for all");
    }

    @Test
    void aScorerThatIsClosedHasNoEngine() throws IOException {
        RecordScorer closed = RecordScorer.of(model()).withEngine(Engines.vector(1), 1, new Scoring(3, 1));
        closed.close();
        assertThrows(IllegalStateException.class, () -> scored(closed, ObjectSource.ofMaps(rows.subList(0, 2))));
        RecordScorer plain = RecordScorer.of(model());
        plain.close();
        assertEquals(2, scored(plain, ObjectSource.ofMaps(rows.subList(0, 2))).size());
    }

    /** A number that cannot be turned into text. */
    private static final class Silent extends Number {
        private final double value;

        Silent(double value) {
            this.value = value;
        }

        @Override
        public double doubleValue() {
            return value;
        }

        @Override
        public float floatValue() {
            return (float) value;
        }

        @Override
        public int intValue() {
            return (int) value;
        }

        @Override
        public long longValue() {
            return (long) value;
        }

        @Override
        public String toString() {
            throw new AssertionError("a number was turned into text");
        }
    }

    @Test
    void aNumberIsNotTurnedIntoText() throws IOException {
        List<Map<String, Object>> silent = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            Map<String, Object> cells = new HashMap<>(row);
            cells.replaceAll((_, value) -> value instanceof Number n ? new Silent(n.doubleValue()) : value);
            silent.add(cells);
        }
        RecordScorer scorer = RecordScorer.of(model()).withAlarm(model().alarm(RATE));
        assertArrayEquals(
                scores(scored(scorer, ObjectSource.ofMaps(rows))), scores(scored(scorer, ObjectSource.ofMaps(silent))));
    }

    /** A number is missing if it is NaN, or the number of a text that means a missing cell. */
    @Test
    void numbersMayMeanAMissingCell() throws IOException {
        Schema schema = Schema.ofReals(List.of("a"));
        List<Map<String, Object>> cells = List.of(
                Map.of("a", -99), Map.of("a", -99.0), Map.of("a", Double.NaN), Map.of("a", "-99"), Map.of("a", 1));
        ReadOptions options = ReadOptions.standard().withMissing(Set.of("-99"));
        try (RecordReader reader = RecordReader.open(ObjectSource.ofMaps(cells), schema, options)) {
            assertEquals(
                    List.of(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 1.0),
                    reader.next().stream().map(e -> e.row()[0]).toList());
            assertEquals(0, reader.faults());
        }
    }
}

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
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.score.AlarmScore;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Alarm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Levels of atoms, scores of alarms, baselines, files and helpers of a density, each by itself. */
final class DensityPartsTest {
    private static final Table TABLE = Densities.table();
    private static final TableDensity DENSITY = Densities.of(TABLE);
    private static final double GAP = Double.NaN;

    private static double deviation(double[] numbers) {
        double mean = Arrays.stream(numbers).average().orElseThrow();
        return Math.sqrt(Arrays.stream(numbers)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow());
    }

    /** −½·ln 2 − ln σ is the logarithm of the mode of a Laplace distribution, and −½·ln 2πe − ln σ is the mean of ln N(x; μ, σ). */
    @Test
    void anAtomCountsOnTheScaleOfTheOtherNumbers() {
        double std = DENSITY.model().standardization().std().get(1);
        double[] others =
                Arrays.stream(TABLE.rows().copyColumn(1)).filter(x -> x != 0).toArray();
        assertEquals(deviation(others), std, 0.2 * std);
        AtomLevels alarms = AtomLevels.ofAlarms(DENSITY.model());
        AtomLevels odd = AtomLevels.ofOddRows(DENSITY.model());
        double[] atom = {2, 0, 1, 0.5};
        assertEquals(-0.5 * Math.log(2) - Math.log(std), alarms.of(atom), 1e-9);
        assertEquals(-0.5 * Math.log(2 * Math.PI * Math.E) - Math.log(std), odd.of(atom), 1e-9);
        assertEquals(alarms.of(atom), alarms.of(new double[] {2, -0.0, 1, 0.5}));
        assertEquals(0, alarms.of(new double[] {2, 21, 1, 0.5}));
        assertEquals(0, alarms.of(new double[] {2, GAP, 1, 0.5}));
        AlarmScorer scorer = AlarmScorer.of(DENSITY);
        assertEquals(DENSITY.logProb(atom) + alarms.of(atom), scorer.score(atom).value(), 1e-9);
    }

    @Test
    void aCalibrationKeepsItsRanges() {
        AlarmScorer scorer = AlarmScorer.of(DENSITY);
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
        List<AlarmScore> both = scorer.scores(all);
        assertEquals(scorer.score(all[1]), both.get(1));
        Alarm alarm = AlarmScorer.of(twice).alarm(0.5);
        assertEquals(c.pValue(both.getLast().value()), alarm.judge(all[1]).pValue());
    }

    @Test
    void aRowByNamesIsObserved() {
        AlarmScorer scorer = AlarmScorer.of(DENSITY);
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
        TableDensity one = Densities.of(TABLE.select(List.of("celsius")));
        Imputation draws = AlarmScorer.of(one).impute(new double[] {GAP}, 30, 5);
        assertArrayEquals(one.sample(30, Map.of(), 5), draws.values());
        double[] row = {1, GAP, 2, 0};
        assertArrayEquals(
                DENSITY.impute(row, 20, 5).values(),
                AlarmScorer.of(DENSITY).impute(row, 20, 5).values());
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

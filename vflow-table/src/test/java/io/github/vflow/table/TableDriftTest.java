package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.Baselines;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model keeps the baseline of its table, watches streams and compares batches with it. */
final class TableDriftTest {
    private static final TableModel MODEL = Tables.model();

    @TempDir
    Path dir;

    @Test
    void theFileKeepsTheBaseline() throws IOException {
        Path file = dir.resolve("m.safetensors");
        MODEL.save(file);
        Baseline baseline = MODEL.baseline().orElseThrow();
        assertEquals(
                baseline.toJson(),
                TableModel.load(file).baseline().orElseThrow().toJson());
        assertEquals(List.of("c", "h", "l"), List.copyOf(baseline.columns().keySet()));
        assertEquals(400, baseline.rows());
        assertEquals(40, baseline.scores(), "the rows that were held out");
    }

    @Test
    void rowsThatCalibrateHaveTheScoresOfTheBaseline() {
        TableTraining training = TableTraining.of(Tables.sensors(), Tables.VFLOW);
        assertEquals(120, training.rows().calibrationRows().size());
        assertEquals(120, Tables.vflow().baseline().orElseThrow().scores());
    }

    @Test
    void aStreamThatDriftsRaisesAnAlarm() {
        DriftMonitor monitor = MODEL.withBaseline(Table.of(Tables.rows(3_000, 6), "c", "h", "l"))
                .driftMonitor(0.1);
        for (double[] row : Tables.rows(2_000, 9)) {
            assertFalse(monitor.add(row, MODEL.logProb(row)));
        }
        for (double[] row : Tables.rows(500, 10)) {
            row[2] *= 2;
            monitor.add(row, MODEL.logProb(row));
        }
        List<String> names = monitor.alarm().orElseThrow().drifted().stream()
                .map(DriftMonitor.Report.Column::column)
                .toList();
        assertTrue(names.contains("l") || names.contains(Baseline.SCORE), names::toString);
        assertFalse(names.contains("c"), names::toString);
    }

    /** A baseline has 10,000 rows at most: of a sorted table, some from everywhere. */
    @Test
    void theOrderOfATableDoesNotChangeItsBaseline() {
        double[][] rows = Tables.rows(12_000, 6);
        Arrays.sort(rows, Comparator.comparingDouble(row -> row[0]));
        TableModel model = MODEL.withBaseline(Table.of(rows, "c", "h", "l"));
        assertEquals(10_000, model.baseline().orElseThrow().rows());
        assertEquals(
                List.of(),
                model.compare(Table.of(Tables.rows(2_000, 7), "c", "h", "l")).drifted(0.001));
    }

    @Test
    void aBatchThatDriftedIsNamed() {
        double[][] rows = Tables.rows(500, 11);
        assertEquals(List.of(), MODEL.compare(Table.of(rows, "c", "h", "l")).drifted(0.001));
        for (double[] row : rows) {
            row[2] *= 2;
        }
        List<String> names = MODEL.compare(Table.of(rows, "c", "h", "l")).drifted(0.001).stream()
                .map(Comparison.Column::column)
                .toList();
        assertTrue(names.contains("l") && !names.contains("c"), names::toString);
    }

    @Test
    void categoriesWholeNumbersAndGapsHaveBaselines() {
        Random random = new Random(2);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Map<String, Object> row = new HashMap<>();
            row.put("kind", List.of("ash", "oak", "elm").get(random.nextInt(3)));
            row.put("count", random.nextInt(6));
            row.put("size", random.nextInt(10) == 0 ? null : random.nextGaussian());
            rows.add(row);
        }
        Table table = Table.of(rows);
        Baseline baseline = Baselines.of(table.schema(), table.rows(), new double[0]);
        assertEquals(0, baseline.scores());
        assertEquals(List.of("ash", "elm", "oak"), baseline.columns().get("kind"));
        assertEquals(List.of(), baseline.columns().get("size"));
        assertEquals(300, baseline.rows(), "missing cells count");
        DriftMonitor monitor = DriftMonitor.of(baseline, 1);
        assertFalse(monitor.add(table.rows().copyRow(0), Double.NEGATIVE_INFINITY));
        assertMessage(
                "baseline: expected rows of 3 numbers, " + table.columns()
                        + ", but they have 1; give the modelled columns",
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Baselines.of(table.schema(), table.rows().selectColumns(0), new double[0])));
    }

    @Test
    void aBaselineIsOfTenThousandRowsAtMost() {
        Table table = Table.of(Tables.rows(12_000, 3), "c", "h", "l");
        Baseline baseline = Baselines.of(table.schema(), table.rows(), new double[0]);
        assertEquals(10_000, baseline.rows());
    }

    @Test
    void aFileWithoutOneSaysWhatToDo() throws IOException {
        Path bare = write(Map.of());
        TableModel model = TableModel.load(bare);
        assertTrue(model.baseline().isEmpty());
        String message =
                "drift: the model must have a baseline but has none; take one" + " with TableModel.withBaseline(table)";
        assertMessage(message, assertThrows(IllegalArgumentException.class, () -> model.driftMonitor(1)));
        assertMessage(message, assertThrows(IllegalArgumentException.class, () -> model.compare(Tables.sensors())));
        TableModel with = model.withBaseline(Tables.sensors());
        assertEquals(400, with.baseline().orElseThrow().scores());
        assertEquals(List.of(), with.compare(Tables.sensors()).drifted(0.001));
        assertThrows(
                IllegalArgumentException.class, () -> model.withBaseline(Table.of(Tables.rows(10, 1), "a", "b", "c")));
    }

    @Test
    void aBaselineThatDoesNotFitIsRefused() throws IOException {
        String json = MODEL.baseline().orElseThrow().toJson();
        refuses("{\"version\":1}", "its baseline is damaged: the field \"columns\" is missing; train again");
        refuses(
                json.replace("\"name\":\"h\"", "\"name\":\"z\""),
                "its baseline must have the columns and labels of the model, [[c, []], [h, []], [l, []]], but has [[c, []],"
                        + " [z, []], [l, []]]; train again");
    }

    private void refuses(String note, String why) throws IOException {
        Path file = write(Map.of("baseline", note));
        assertMessage(file + ": " + why, assertThrows(FileFormatException.class, () -> TableModel.load(file)));
    }

    private Path write(Map<String, String> notes) throws IOException {
        Path file = Files.createTempFile(dir, "m", ".safetensors");
        new ModelFile(MODEL.model(), MODEL.columns(), notes).save(file);
        return file;
    }

    private static void assertMessage(String expected, Exception e) {
        assertEquals(expected, e.getMessage());
    }
}

package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The door: what is learned can be scored, sampled, saved and loaded, and says what is wrong with what it is given. */
final class TableModelTest {
    private static final TableModel MODEL = Tables.model();
    private static final double[] ROW = {21, 58, 1.1};

    @TempDir
    Path dir;

    @Test
    void theSixLines() throws IOException {
        double[][] rows = Tables.rows(400, 5);
        Path file = dir.resolve("m.safetensors");

        TableModel model = TableModel.fit(Table.of(rows, "c", "h", "l"), Tables.QUICK.withThreads(2));
        model.save(file);
        TableModel loaded = TableModel.load(file);
        double logDensity = loaded.logProb(20, 41, 0.5);
        double[] all = loaded.logProb(rows);
        double[][] fresh = loaded.sample(1_000, 7);

        assertTrue(logDensity < Arrays.stream(all).average().orElseThrow(), "an odd row");
        assertEquals(1_000, fresh.length);
        assertEquals(model.logProb(20, 41, 0.5), logDensity);
        assertEquals(model.columns(), loaded.columns());
        assertEquals(model.fitted(), loaded.fitted());
        assertArrayEquals(model.sample(3, 7), loaded.sample(3, 7));
        assertArrayEquals(
                MODEL.model().parameters().values(),
                model.model().parameters().values(),
                "the same table and recipe give the same bits");
    }

    @Test
    void aRowHasTheSameBitsAloneInABatchAndByName() {
        double[][] rows = Tables.rows(2_500, 8);
        double[] all = MODEL.logProb(rows);
        for (int i = 0; i < rows.length; i += 97) {
            assertEquals(all[i], MODEL.logProb(rows[i]));
            assertEquals(all[i], MODEL.logProb(Map.of("l", rows[i][2], "c", rows[i][0], "h", rows[i][1])));
        }
        assertEquals(0, MODEL.logProb(new double[0][]).length);
    }

    @Test
    void farOutIsNeverNaN() {
        for (double x : new double[] {1e3, 1e9, 1e30, -3e38}) {
            double logDensity = MODEL.logProb(x, 58, 1);
            assertTrue(logDensity < -35, x + " scores " + logDensity);
        }
        double[][] rows = {ROW, {1e39, 58, 1}, {20, 60, 1}};
        double[] beyondFloat32 = MODEL.logProb(rows);
        for (int i = 0; i < rows.length; i++) {
            assertEquals(MODEL.logProb(rows[i]), beyondFloat32[i], "row " + i);
        }
        assertThrows(IllegalArgumentException.class, () -> MODEL.logProb(new double[][] {ROW, {1, 1 / 0.0, 1}}));
    }

    @Test
    void evaluateIsTheMeanOfAnExactDensity() {
        Table table = Tables.sensors();
        double mean =
                Arrays.stream(MODEL.logProb(Tables.rows(400, 5))).average().orElseThrow();
        assertEquals(mean, MODEL.evaluate(table).value(), 1e-9);
        assertEquals(400, MODEL.evaluate(table).count());
        ImportanceEstimate exact = MODEL.estimate(ROW);
        assertEquals(MODEL.logProb(ROW), exact.logProb());
        assertEquals(0, exact.standardError());
    }

    @Test
    void streamsHaveTheBytesOfTheFile() throws IOException {
        Path file = dir.resolve("m.safetensors");
        MODEL.save(file);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MODEL.write(bytes);
        assertArrayEquals(Files.readAllBytes(file), bytes.toByteArray());
        TableModel read = TableModel.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertEquals(MODEL.logProb(ROW), read.logProb(ROW));
    }

    /** A VFlow's scores depend on the noise; the file stores its seed and the number of samples. */
    @Test
    void anAugmentedModelKeepsItsScoring() throws IOException {
        TableModel model = Tables.vflow();
        Path file = dir.resolve("v.safetensors");
        model.save(file);
        assertEquals(model.logProb(ROW), TableModel.load(file).logProb(ROW));
        assertEquals(4, ModelFile.load(file).scoring().samples());
        assertTrue(model.estimate(ROW).standardError() > 0);
    }

    /** The facts about a model, each as text. */
    private static Map<String, String> facts(TableModel model) {
        Calibration c = model.calibration().orElseThrow();
        return new TreeMap<>(Map.of(
                "notes",
                model.notes().toString(),
                "training",
                model.fitted().toString(),
                "scores",
                Arrays.toString(c.scores()),
                "ranges",
                IntStream.range(0, c.columns())
                        .mapToObj(j -> c.low(j) + " to " + c.high(j))
                        .toList()
                        .toString(),
                "baseline",
                model.baseline().orElseThrow().toJson(),
                "never negative",
                model.neverNegative().toString(),
                "density",
                Double.toString(model.logProb(ROW)),
                "sample",
                Arrays.toString(model.sample(1, 3)[0])));
    }

    /** A model with another fact keeps all others, in a file, too. */
    @Test
    void aChangeOfOneFactKeepsTheOthers() throws IOException {
        TableModel model = Tables.pair().withNotes(Map.of("who", "a test"));
        double[][] others = Tables.rows(90, 3);
        others[4][2] = -7;
        others[5][0] = 90;
        Table table = Table.of(others, "c", "h", "l");
        Map<String, TableModel> changed = Map.of(
                "notes",
                model.withNotes(Map.of("who", "another")),
                "training",
                model.withoutTimes(),
                "baseline",
                model.withBaseline(table),
                "scores",
                model.calibrated(table));
        Map<String, String> before = facts(model);
        changed.forEach((fact, other) -> {
            Map<String, String> after = facts(other);
            List<String> differ = before.keySet().stream()
                    .filter(name -> !before.get(name).equals(after.get(name)))
                    .toList();
            assertEquals(List.of(fact), differ);
        });
        Path file = dir.resolve("facts.safetensors");
        model.withoutTimes().save(file);
        assertEquals(facts(model.withoutTimes()), facts(TableModel.load(file)));
    }

    /** ln p of columns given others is the difference of two marginal ones, and no better known than the worse of them. */
    @Test
    void aConditionalDensityIsKnownAsItsTermsAre() {
        Recipe recipe = Tables.QUICK
                .withArchitecture(RowSpec.of(3, 2, 1).withFill(RowSpec.Fill.standard()))
                .withSamples(40);
        TableModel model = Untrained.of(Tables.sensors(), recipe);
        int worse = 0;
        for (double[] row : Tables.rows(20, 6)) {
            Map<String, Double> given = Map.of("c", row[0], "h", row[1]);
            ImportanceEstimate both = model.marginal(Map.of("c", row[0], "h", row[1], "l", row[2]));
            ImportanceEstimate condition = model.marginal(given);
            ImportanceEstimate c = model.conditional(Map.of("l", row[2]), given);
            if (both.isKnown() && condition.isKnown()) {
                assertEquals(both.logProb() - condition.logProb(), c.logProb(), 1e-12);
                assertEquals(Math.hypot(both.standardError(), condition.standardError()), c.standardError(), 1e-12);
                assertEquals(
                        Math.min(both.effectiveSampleSize(), condition.effectiveSampleSize()),
                        c.effectiveSampleSize(),
                        1e-12);
                worse++;
            }
        }
        assertTrue(worse > 5, worse + " rows are known");
    }

    @Test
    void aSingleColumnHasAnExactDensity() {
        double[][] rows = new double[400][];
        double[][] sensors = Tables.rows(400, 5);
        Arrays.setAll(rows, i -> new double[] {sensors[i][0]});
        TableModel model = Untrained.of(Table.of(rows));
        assertEquals(List.of("x1"), model.columns());
        double[][] grid = new double[20_000][];
        Arrays.setAll(grid, i -> new double[] {-80 + 0.01 * i});
        double mass = Arrays.stream(model.logProb(grid)).map(Math::exp).sum() * 0.01;
        assertEquals(1, mass, 1e-3);
    }

    @Test
    void theModelBeneathIsACopy() {
        Model model = MODEL.model();
        double before = MODEL.logProb(ROW);
        Arrays.fill(model.parameters().values(), 0);
        assertEquals(before, MODEL.logProb(ROW));
    }

    @Test
    void messagesOfRows() {
        assertEquals(
                "a row must have 3 numbers, [c, h, l], but has 2; give NaN for a missing cell",
                message(() -> MODEL.logProb(1, 2)));
        assertEquals(
                "Evaluator: the numbers of a row must be finite but are [1.0, Infinity, 3.0]; impute or drop the row",
                message(() -> MODEL.logProb(1, 1 / 0.0, 3)));
        assertEquals(
                "row: the columns must be some of [c, h, l] but [x] are none; leave out a column whose cell is missing",
                message(() -> MODEL.row(Map.of("c", 1, "x", 2))));
        assertEquals(
                "evaluate: expected the columns [c, h, l] but the table has [c, l]; give the columns of the model",
                message(() -> MODEL.evaluate(Tables.sensors().select(List.of("c", "l")))));
        assertEquals(
                MODEL.evaluate(Tables.sensors()),
                MODEL.evaluate(Tables.sensors().select(List.of("l", "c", "h"))),
                "columns are found by name");
        assertEquals(
                "TableModel.logProb: row",
                assertThrows(NullPointerException.class, () -> MODEL.logProb((double[]) null))
                        .getMessage());
        assertEquals("TableModel of [c, h, l]: " + MODEL.model(), MODEL.toString());
    }

    @Test
    void tablesAreChecked() {
        double[][] two = {{1, 2}, {3, 4}};
        assertEquals(
                "Table.of: expected 2 column names but got [a]; name every column or none",
                message(() -> Table.of(two, "a")));
        assertEquals(
                "Schema: column names must differ but \"a\" is there twice; rename one",
                message(() -> Table.of(two, "a", "a")));
        assertEquals("Table of 2 rows, columns [x1, x2]", Table.of(two).toString());
        assertThrows(IllegalArgumentException.class, () -> Table.of(new double[][] {{1}, {2, 3}}));
        assertTrue(Table.of(new double[][] {{Double.NaN}}).rows().hasMissing());
        assertThrows(IllegalArgumentException.class, () -> Table.of(new double[][] {{Double.POSITIVE_INFINITY}}));
        assertThrows(IllegalArgumentException.class, () -> Table.of(new double[0][]));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}

package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.training.Backend;
import io.github.vflow.table.view.View;
import io.github.vflow.tensor.run.Engines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings and searches of four steps with the smallest networks: calibration, notices and files, each beside its parts. */
public final class SmallTrainingTest {
    private static final RowSpec SPEC = RowSpec.of(2, 0, 1)
            .withConditioner(List.of(3), Activation.TANH)
            .withFill(new RowSpec.Fill(1, new MlpSpec(List.of(3), Activation.TANH), 1));
    /** Four steps of the smallest network. */
    public static final Recipe RECIPE = Recipe.standard()
            .withArchitecture(SPEC)
            .withNoise(0.0)
            .withSteps(4)
            .withBatch(8)
            .withEvaluationsEvery(2)
            .withFillSteps(1)
            .withThreads(1);

    private static final Table TABLE = table(100, 4);

    @TempDir
    private Path dir;

    private static Table table(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] cells = new double[rows][];
        Arrays.setAll(cells, _ -> new double[] {random.nextGaussian(), random.nextGaussian()});
        return Table.of(cells, "a", "b");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static double[] sorted(DoubleStream scores) {
        return scores.sorted().toArray();
    }

    /** Each row has the score of a model of the other folds; the files of folds are gone at the end. */
    @Test
    void aSmallTableIsCalibratedByModelsOfFolds() throws IOException {
        Seen seen = new Seen();
        Path file = dir.resolve("c.safetensors");
        TableTraining training =
                TableTraining.of(TABLE, RECIPE).withCheckpoint(file).withWatch(seen);
        TableModel model = training.run();
        Calibration c = model.calibration().orElseThrow();
        assertEquals(5, c.folds());
        Folds folds = Folds.of(TABLE.rows(), 5, RECIPE.seed());
        Recipe recipe = Planner.ofFolds(training.plan(), false);
        assertArrayEquals(FoldScores.of(TABLE, folds, recipe), c.scores());
        assertEquals(
                List.of("started 0 of 1 at 0", "fill", "folds 5 steps 20"),
                seen.words().subList(0, 3));
        assertEquals(8, seen.words().size(), seen.words().toString());
        assertEquals(List.of("c.safetensors"), names());
        assertEquals(1, model.members());
        assertEquals("TableModel of [a, b]: " + model.model(), model.toString());
    }

    @Test
    void aStopInAFoldKeepsItsFilesAndLeavesTheCalibrationOut() throws IOException {
        Path file = dir.resolve("c.safetensors");
        Seen stops = new Seen(1, 3);
        TableTraining training = TableTraining.of(TABLE, RECIPE).withNotes(Map.of("who", "a test"));
        TableModel model = training.withCheckpoint(file).withWatch(stops).run();
        assertTrue(model.calibration().isEmpty());
        assertEquals("no calibration: training was stopped", stops.words().getLast());
        assertTrue(names().contains("c-fold-2-checkpoint.safetensors"), names().toString());
        Seen seen = new Seen();
        TableTraining resumed = TableTraining.resume(TABLE, file).withWatch(seen);
        assertEquals(Map.of("who", "a test"), resumed.notes());
        TableModel whole = resumed.run();
        assertEquals(Map.of("who", "a test"), whole.notes());
        assertTrue(
                seen.words().containsAll(List.of("folds 5 steps 16", "started 1 of 5 at 3")),
                seen.words().toString());
        assertEquals(TableTraining.of(TABLE, RECIPE).run().calibration(), whole.calibration(), "as without the stop");
        assertThrows(IllegalArgumentException.class, () -> TableTraining.resume(table(100, 5), file));
    }

    /** The second column differs in one row, so a fold has none that differs. */
    @Test
    void aFoldThatCannotTrainIsTold() {
        double[][] cells = new double[100][];
        Arrays.setAll(cells, i -> new double[] {TABLE.rows().get(i, 0), i == 7 ? 1 : 2});
        Seen seen = new Seen();
        TableModel model = TableTraining.of(Table.of(cells, "a", "b"), RECIPE.withHeldOut(0))
                .withWatch(seen)
                .run();
        assertTrue(model.calibration().isEmpty());
        assertTrue(
                seen.words().getLast().startsWith("no calibration: "),
                seen.words().getLast());
        assertTrue(seen.words().getLast().contains("\"b\""), seen.words().getLast());
    }

    /** No fold trains after a stop, nor without the rows of the table. */
    @Test
    void withoutRowsOfFoldsNothingCalibrates() {
        Seen other = new Seen();
        Backend backend = Backend.of(Engines.vector(1)).withBatches(seed -> BatchSource.of(TABLE.rows(), seed));
        TableModel model = TableTraining.of(TABLE, RECIPE)
                .withBackend(backend)
                .withWatch(other)
                .run();
        assertTrue(model.calibration().isEmpty());
        assertEquals(List.of("started 0 of 1 at 0", "fill"), other.words());
        TableModel stopped =
                TableModel.fit(TABLE, RECIPE, (step, _) -> step == 2 ? Watch.Answer.STOP : Watch.Answer.GO_ON);
        assertEquals(Fitted.End.STOPPED, stopped.fitted().orElseThrow().end());
        assertTrue(stopped.calibration().isEmpty());
    }

    @Test
    void calibrationRowsHaveTheirScores() {
        TableTraining training = TableTraining.of(TABLE, RECIPE.withCalibration(0.25));
        TableModel model = training.run();
        Calibration c = model.calibration().orElseThrow();
        assertArrayEquals(
                sorted(Arrays.stream(Score.values(
                        AlarmScorer.of(model.density()).scores(training.rows().calibrationRows())))),
                c.scores());
        assertEquals(0, c.folds());
    }

    @Test
    void aPlanIsOfItsTableAndItsRecipe() {
        TableTraining training = TableTraining.of(TABLE, RECIPE);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> TableTraining.of(table(100, 5), training.plan()))
                .getMessage()
                .startsWith("fit: the plan is of another table ("));
        assertEquals(training.plan(), TableTraining.of(TABLE, training.plan()).plan());
    }

    private static Table odd(int rows) {
        double[][] cells = new double[rows][];
        Table usual = table(rows, 6);
        Arrays.setAll(cells, usual.rows()::copyRow);
        cells[5][1] = 50;
        return Table.of(cells, "a", "b");
    }

    @Test
    void aSearchTellsWhatItDoesAndRemovesItsFiles() throws IOException {
        Path file = dir.resolve("c.safetensors");
        Seen seen = new Seen();
        Outliers found = OutlierSearch.of(odd(60))
                .withRecipe(RECIPE)
                .withWatch(seen)
                .withCheckpoint(file)
                .run()
                .orElseThrow();
        assertEquals(5, found.odd()[0]);
        assertEquals("folds 5 steps 25", seen.words().getFirst());
        assertEquals("explains " + found.odd().length, seen.words().getLast());
        assertEquals(List.of(), names());
        assertEquals(60, found.verdicts().size());
        assertTrue(found.found().get(5).isPresent());
        assertTrue(found.verdicts().get(6).isPresent()
                && found.found().get(found.odd()[0] + 1).isEmpty());
        assertEquals(
                Optional.empty(),
                OutlierSearch.of(odd(60))
                        .withRecipe(RECIPE)
                        .withWatch(new Seen(0, 2))
                        .withCheckpointAtStop(file)
                        .run());
        assertEquals(List.of("c-fold-1-checkpoint.safetensors"), names());
    }

    @Test
    void aSearchNeedsRowsAndAColumnThatVaries() throws IOException {
        assertTrue(OutlierSearch.of(odd(20)).withRecipe(RECIPE).run().isPresent());
        assertEquals(
                "outliers: at least 20 rows with a known cell must tell what is normal but there are 19; give more rows",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> OutlierSearch.of(odd(19)).run())
                        .getMessage());
        double[][] cells = new double[40][1];
        cells[7][0] = 1;
        assertEquals(
                "outliers: a column must vary, but in each nearly all values are equal; give other columns",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> OutlierSearch.of(Table.of(cells, "a")).run())
                        .getMessage());
    }

    /** A twentieth of the rows are odd combinations, and no model of the others' folds sees them if they are suspect. */
    @Test
    void theFoldsTrainWithoutSuspects() throws IOException {
        Table many = OddCombinations.of(200, 1).table();
        RowSpec small =
                RowSpec.of(4, 0, 1).withConditioner(List.of(3), Activation.TANH).withFill(SPEC.fill());
        OutlierSearch search =
                OutlierSearch.of(many).withRecipe(RECIPE.withArchitecture(small).withSteps(1));
        Seen seen = new Seen();
        search.withWatch(seen).run();
        assertTrue(
                seen.words().getFirst().matches("left out \\d+ of 200 suspects"),
                seen.words().getFirst());
        Seen single = new Seen();
        search.by(View.COLUMN).withWatch(single).run();
        assertFalse(
                single.words().stream().anyMatch(w -> w.contains("suspects")),
                single.words().toString());
        Seen none = new Seen();
        OutlierSearch.of(odd(60)).withRecipe(RECIPE).withWatch(none).run();
        assertFalse(
                none.words().stream().anyMatch(w -> w.contains("left out")),
                none.words().toString());
    }

    @Test
    void aTrainingWithoutOddRowsSearchesThemFirst() throws IOException {
        Table table = odd(60);
        Recipe recipe = RECIPE.withoutOddRows().withCalibration(0);
        Path file = dir.resolve("c.safetensors");
        Seen seen = new Seen();
        TableModel model = TableTraining.of(table, recipe)
                .withCheckpoint(file)
                .withWatch(seen)
                .run();
        List<Integer> left = model.plan().orElseThrow().oddRows().orElseThrow();
        assertTrue(left.contains(5), left.toString());
        assertTrue(
                seen.words().contains("left out " + left.size() + " of 60"),
                seen.words().toString());
        assertEquals(
                List.of("started 0 of 1 at 0", "fill"),
                seen.words().subList(seen.words().size() - 2, seen.words().size()));
        assertEquals(60 - left.size(), model.baseline().orElseThrow().rows());
        assertEquals(List.of("c.safetensors"), names());
        assertArrayEquals(
                model.model().parameters().values(),
                TableTraining.resume(table, file).run().model().parameters().values());
        TableTraining stopped =
                TableTraining.of(table, recipe).withCheckpoint(file).withWatch(new Seen(2, 3));
        assertThrows(CancellationException.class, stopped::run);
        assertTrue(names().contains("c-odd-rows-fold-3-checkpoint.safetensors"), names().toString());
        Seen rest = new Seen();
        TableModel resumed = TableTraining.of(table, recipe)
                .resumingSearch(file)
                .withWatch(rest)
                .run();
        assertTrue(rest.words().contains("started 2 of 5 at 3"), rest.words().toString());
        assertArrayEquals(
                model.model().parameters().values(),
                resumed.model().parameters().values());
    }

    @Test
    void aModelAnswersByItsDensity() throws IOException {
        TableModel two = TableModel.fit(TABLE, RECIPE.withNoise(0.0, 0.3).withCalibration(0));
        assertEquals(2, two.members());
        assertTrue(two.takesMissingCells());
        assertEquals(
                two.fill(new double[] {1, Double.NaN})[1],
                two.fill(Map.of("a", 1.0)).get("b"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        two.withNotes(Map.of("who", "a test")).write(bytes);
        TableModel read = TableModel.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertEquals(Map.of("who", "a test"), read.notes());
        double expected = two.density().logProb(new double[] {1, 2});
        assertEquals(expected, two.logProb(1, 2));
        assertEquals(expected, read.logProb(1, 2));
        assertEquals(expected, two.logProb(Map.of("b", 2.0, "a", 1.0)));
        assertEquals(List.of(), two.neverNegative());
        Table days = Table.of(
                IntStream.range(0, 100).mapToObj(i -> new double[] {i, -i}).toArray(double[][]::new), "a", "b");
        assertEquals(List.of("a"), Untrained.of(days, RECIPE.withCalibration(0)).neverNegative());
        TableModel conditional = Untrained.of(
                TABLE,
                RECIPE.withArchitecture(RowSpec.of(1, 0, 1).withGiven(1))
                        .given("b")
                        .withCalibration(0));
        assertEquals(List.of("b"), conditional.given());
        assertFalse(conditional.takesMissingCells());
    }
}

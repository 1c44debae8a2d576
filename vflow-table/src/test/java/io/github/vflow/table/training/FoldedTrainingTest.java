package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.Seen;
import io.github.vflow.table.SmallTrainingTest;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.Folds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of three folds by four steps of the smallest networks: their rows, their files, and the notices of them. */
final class FoldedTrainingTest {
    private static final Recipe RECIPE = SmallTrainingTest.RECIPE.withCalibration(0);
    private static final Table TABLE = table(60, 2);
    private static final Folds FOLDS = Folds.of(TABLE.rows(), 3, 1);

    @TempDir
    private Path dir;

    private static Table table(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(4);
        return Table.of(IntStream.range(0, rows)
                .mapToObj(_ -> random.doubles(columns).toArray())
                .toArray(double[][]::new));
    }

    private static List<Folds.Fold> folds(Table table, Recipe recipe) {
        return IntStream.range(0, FOLDS.count())
                .mapToObj(k -> new Folds.Fold(table.select(FOLDS.others(k)), recipe))
                .toList();
    }

    private static FoldedTraining training(Watch watch, Optional<CheckpointFiles> files, int threads) {
        return training(folds(TABLE, RECIPE), watch, files, threads);
    }

    private static FoldedTraining training(
            List<Folds.Fold> folds, Watch watch, Optional<CheckpointFiles> files, int threads) {
        return new FoldedTraining(folds, watch, files, threads, TrainingRun::of);
    }

    private static void assertComplete(Optional<List<TableDensity>> models) {
        assertEquals(3, models.orElseThrow().size());
        for (int k = 0; k < 3; k++) {
            TableDensity expected = TrainingRun.of(TrainingJob.of(TABLE.select(FOLDS.others(k)), RECIPE));
            assertArrayEquals(
                    expected.model().parameters().values(),
                    models.get().get(k).model().parameters().values(),
                    "fold " + k);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void aModelIsTheOneOfTheRowsOfOtherFolds(int threads) throws IOException {
        Seen seen = new Seen();
        Optional<List<TableDensity>> models =
                training(seen, Optional.empty(), threads).run();
        assertComplete(models);
        assertEquals("folds 3 steps 15", seen.words().getFirst());
        assertEquals(
                List.of("started 0 of 3 at 0", "started 1 of 3 at 0", "started 2 of 3 at 0"),
                seen.words().subList(1, seen.words().size()).stream().sorted().toList());
        for (TableDensity m : models.orElseThrow()) {
            assertEquals(
                    threads == 6 ? 2 : 1,
                    m.about().plan().orElseThrow().recipe().machine().threads());
        }
    }

    /** Of more than a hundred columns, one model trains after another on all threads. */
    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void modelsOfWideTablesTrainOneAfterAnother(int columns) throws IOException {
        RowSpec wide = RowSpec.of(columns, 0, 1).withConditioner(List.of(1), Activation.TANH);
        Recipe recipe = RECIPE.withArchitecture(wide).withSteps(1);
        List<TableDensity> models = training(folds(table(60, columns), recipe), Watch.none(), Optional.empty(), 3)
                .run()
                .orElseThrow();
        assertEquals(
                columns == 100 ? 1 : 3,
                models.getFirst()
                        .about()
                        .plan()
                        .orElseThrow()
                        .recipe()
                        .machine()
                        .threads());
    }

    /** Files that are kept are there at the end, others only after a stop. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTrainingThatWasStoppedGoesOn(boolean isKept) throws IOException {
        CheckpointFiles files = new CheckpointFiles(dir.resolve("c.safetensors"), isKept, false);
        assertEquals(
                Optional.empty(),
                training(new Seen(1, 3), Optional.of(files), 1).run());
        assertEquals(
                isKept
                        ? List.of(
                                "c-fold-1-checkpoint.safetensors",
                                "c-fold-1.safetensors",
                                "c-fold-2-checkpoint.safetensors")
                        : List.of("c-fold-1.safetensors", "c-fold-2-checkpoint.safetensors"),
                names());
        Seen rest = new Seen();
        CheckpointFiles resumed = new CheckpointFiles(files.checkpoint(), isKept, true);
        assertComplete(training(rest, Optional.of(resumed), 1).run());
        assertEquals(List.of("folds 3 steps 10", "started 1 of 3 at 3", "started 2 of 3 at 0"), rest.words());
        assertEquals(isKept, Files.exists(files.fold(2)));
        Seen anew = new Seen();
        assertComplete(training(anew, Optional.of(files), 1).run());
        assertEquals("folds 3 steps 15", anew.words().getFirst(), "it does not go on from files");
    }

    @Test
    void aStopOfOneFoldIsForAll() throws IOException {
        Seen first = new Seen(0, 2);
        assertEquals(Optional.empty(), training(first, Optional.empty(), 1).run());
        assertEquals(List.of("folds 3 steps 15", "started 0 of 3 at 0"), first.words());
    }

    @Test
    void theFilesOfAnotherTrainingAreRefused() throws IOException {
        CheckpointFiles files = new CheckpointFiles(dir.resolve("c.safetensors"), true, true);
        training(new Seen(1, 3), Optional.of(files), 1).run();
        Table other = table(70, 2).select(IntStream.range(10, 70).toArray());
        String text = String.valueOf(assertThrows(
                        FileFormatException.class,
                        () -> training(folds(other, RECIPE), Watch.none(), Optional.of(files), 1)
                                .run())
                .getMessage());
        assertTrue(text.startsWith(files.fold(0) + ": it must be of a fold of this table and recipe ("), text);
        assertTrue(text.endsWith("); give the same table and options, or begin anew"), text);
        assertThrows(
                FileFormatException.class,
                () -> training(folds(TABLE, RECIPE.withSteps(5)), Watch.none(), Optional.of(files), 1)
                        .run());
    }

    @Test
    void aFaultOfAFoldIsTold() {
        Seen seen = new Seen();
        FoldedTraining diverges = training(folds(TABLE, RECIPE.withLearningRate(1e30)), seen, Optional.empty(), 1);
        assertThrows(DivergedException.class, diverges::run);
        assertEquals(
                List.of("folds 3 steps 15", "started 0 of 3 at 0", "diverged 0"),
                seen.words().subList(0, 3));
        Seen told = new Seen();
        CheckpointFiles nowhere = new CheckpointFiles(dir.resolve("nowhere").resolve("c.safetensors"), true, false);
        assertThrows(
                IOException.class, () -> training(told, Optional.of(nowhere), 1).run());
        assertTrue(
                told.words().contains("failed c-fold-1-checkpoint.safetensors"),
                told.words().toString());
    }

    @Test
    void onlyModelsThatAreThereAreSaved() throws IOException {
        TableDensity model = TrainingRun.of(TrainingJob.of(TABLE, RECIPE));
        CheckpointFiles files = new CheckpointFiles(dir.resolve("c.safetensors"), false, false);
        List<Optional<TableDensity>> some = new ArrayList<>(List.of(Optional.empty(), Optional.of(model)));
        training(Watch.none(), Optional.of(files), 1).save(some);
        assertEquals(List.of("c-fold-2.safetensors"), names());
        training(Watch.none(), Optional.empty(), 1).save(some);
        assertFalse(Files.exists(files.fold(0)));
    }
}

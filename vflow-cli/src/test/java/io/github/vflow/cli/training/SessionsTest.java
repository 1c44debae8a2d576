package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.cli.console.Text;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and lines of a training of two steps. */
final class SessionsTest {
    @TempDir
    private Path dir;

    private static Table table(int rows) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] numbers = new double[rows][];
        Arrays.setAll(numbers, _ -> new double[] {random.nextDouble(), random.nextDouble()});
        return Table.of(numbers, "a", "b");
    }

    private static TableTraining training(int rows) {
        return TableTraining.of(
                table(rows),
                Recipe.standard()
                        .withSteps(2)
                        .withFillSteps(2)
                        .withNoise(0.0)
                        .withCalibration(0)
                        .withHeldOut(0.2));
    }

    @Test
    void aTableIsTrainedAndSaved() throws IOException {
        SpokenConsole said = SpokenConsole.of();
        Path file = dir.resolve("m.safetensors");
        TableTraining training = training(20);
        try (StopSignal stop = new StopSignal()) {
            TableSession session = new TableSession(said.console(), stop, "t.csv", file, null);
            assertThrows(IllegalStateException.class, session::plan);
            TableModel model = session.train(training).orElseThrow();
            assertEquals(model.logProb(0.5, 0.25), TableModel.load(file).logProb(0.5, 0.25));
            assertEquals(2, session.plan().steps());
            int cells = 2 * training.rows().train().length;
            String first = said.lines().getFirst();
            assertTrue(
                    first.matches(
                            "[\\d,]+ parameters for " + cells + " cells: the model can learn the rows by heart;.*"),
                    first);
            assertEquals(
                    "the validation ELBO is a mean of "
                            + Text.count(training.rows().heldOut().length, "row") + ", so it says little",
                    said.lines().get(1));
        }
    }

    @Test
    void tenRowsMayJudge() throws IOException {
        SpokenConsole said = SpokenConsole.of();
        Path file = dir.resolve("m.safetensors");
        TableTraining training = training(50);
        assertEquals(10, training.rows().heldOut().length);
        try (StopSignal stop = new StopSignal()) {
            assertTrue(new TableSession(said.console(), stop, "t.csv", file, null)
                    .train(training)
                    .isPresent());
        }
        assertFalse(Files.exists(dir.resolve("m-checkpoint.safetensors")), "nobody asked for a checkpoint");
        assertTrue(said.lines().stream().noneMatch(l -> l.contains("says little")), said.lines()::toString);
    }
}

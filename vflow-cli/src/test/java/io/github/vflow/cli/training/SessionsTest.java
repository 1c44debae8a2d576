package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

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

    @Test
    void picturesOfATrainingLieBesideItsModel() throws IOException {
        ImageDataOptions images = new ImageDataOptions();
        EngineOptions engine = new EngineOptions();
        CommandSpec spec = CommandSpec.create()
                .addMixin("images", CommandSpec.forAnnotatedObject(images))
                .addMixin("engine", CommandSpec.forAnnotatedObject(engine));
        new CommandLine(spec).parseArgs("--threads=1", "--images", "--halve=1");
        ImageTrainingData data = images.split("digits", 0, 1);
        TrainingRun run = TrainingStart.anew(
                data,
                ImageSpec.small(
                        data.train().height(),
                        data.train().width(),
                        1,
                        data.train().levels(),
                        0,
                        4,
                        1),
                TrainingPlan.of(2, 4, 1e-3, 1).withEvaluation(1, 0),
                0,
                images,
                engine);
        assertEquals("1", run.notes().get("halve"));
        SpokenConsole said = SpokenConsole.of();
        Path model = dir.resolve("m.safetensors");
        assertEquals(
                "--pictures must be at least 1 but is 0",
                assertThrows(
                                UsageException.class,
                                () -> TrainingPictures.of(said.console(), run, run.model(), 0, model))
                        .getMessage());
        try (StopSignal stop = new StopSignal();
                TrainingPictures drawn = TrainingPictures.of(said.console(), run, run.model(), 4, model)) {
            drawn.finished(List.of());
            assertFalse(Files.exists(dir.resolve("m-samples.png")));
            new TrainingSession(said.console(), run, model, null, drawn).train(stop);
        }
        assertTrue(Files.exists(dir.resolve("m-samples.png")));
        Trainer.Progress last = run.history().getLast();
        String bits = Text.nats(run.model().bitsPerDim(last.trainBound()));
        assertEquals("bits/dim " + bits, TrainingCurve.words(run.model(), last));
        Path samples = dir.resolve("m-samples.png");
        try (TrainingPictures drawn = TrainingPictures.of(said.console(), run, run.model(), 1, model)) {
            int first = 0;
            int all = 0;
            for (int i = 0; i < 10; i++) {
                Files.deleteIfExists(samples);
                drawn.evaluated(run.from(), run.history());
                all += Files.exists(samples) ? 1 : 0;
                first = i == 0 ? all : first;
            }
            assertEquals(1, first, "nothing is spent before");
            assertTrue(all < 10, "pictures take a small share of the time");
            Files.deleteIfExists(samples);
            drawn.finished(run.history());
            assertTrue(Files.exists(samples), "at the end always");
            float[] lost = run.model().parameters().values();
            Arrays.fill(lost, Float.NaN);
            drawn.finished(run.history());
        }
        assertEquals(
                samples + " is not updated: at step 2 a sample is not finite",
                said.lines().getLast());
    }
}

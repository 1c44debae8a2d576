package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.cli.data.ToyData;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.fit.Watch.Event;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings whose rate rises until no number is finite. */
final class DivergedTest {
    private static final double RATE = 300;
    private static final int STEPS = 40;
    private static final RowSpec SPEC =
            RowSpec.of(2, 0, 1).withConditioner(List.of(4), Activation.RELU).withCoupling(CouplingSpec.Kind.AFFINE);

    @TempDir
    private Path dir;

    private static TableTraining training() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] numbers = new double[60][];
        Arrays.setAll(numbers, _ -> new double[] {random.nextDouble(), random.nextDouble()});
        Recipe recipe = Recipe.standard()
                .withSteps(STEPS)
                .withNoise(0.0)
                .withCalibration(0)
                .withHeldOut(0.2)
                .withEvaluationsEvery(1)
                .withPatience(0)
                .withLearningRate(RATE)
                .withDecay(Schedule.Decay.CONSTANT, STEPS)
                .withTail(0)
                .withClip(0)
                .withArchitecture(SPEC);
        return TableTraining.of(Table.of(numbers, "a", "b"), recipe);
    }

    private static ExperimentRun toy(SpokenConsole said) {
        TrainingPlan plan = TrainingPlan.of(STEPS, 64, RATE, 3)
                .withSchedule(new Schedule.WarmUp(STEPS, new Schedule.Constant(RATE)))
                .withEvaluation(1, 0);
        ToyData data = new ToyData(ToyDensity.MOONS, false, 3);
        return new ExperimentRun(said.console(), data, Models.of(SPEC, 3), plan, Engines.vector(1), Map.of());
    }

    private static DivergedException diverged(SpokenConsole said, Path file) {
        try (StopSignal stop = new StopSignal()) {
            return assertThrows(DivergedException.class, () -> toy(said).train(stop, file));
        }
    }

    /** The lines of a training of a table that diverges, without its progress. */
    private List<String> lines(Path file, @Nullable Path checkpoint) {
        SpokenConsole said = SpokenConsole.of();
        try (StopSignal stop = new StopSignal()) {
            TableSession session = new TableSession(said.console(), stop, "t.csv", file, checkpoint);
            assertThrows(DivergedException.class, () -> session.train(training()));
        }
        return said.lines().stream().filter(l -> !l.endsWith(" left")).toList();
    }

    @Test
    void theBestModelOfATableIsKeptAndTheWayOnIsSaid() throws IOException {
        Path file = dir.resolve("m.safetensors");
        Path checkpoint = dir.resolve("c");
        assertEquals(
                List.of(
                        "training diverged; wrote " + file + " with the best parameters",
                        "go on with a smaller learning rate: vflow train t.csv --checkpoint " + checkpoint
                                + " --resume --out " + file + " --lr 3e+01"),
                lines(file, checkpoint));
        assertTrue(Files.exists(checkpoint), "asked for");
        assertEquals(
                Fitted.End.DIVERGED, ModelFile.load(file).fitted().orElseThrow().end());
        assertEquals(List.of("training diverged; wrote " + file + " with the best parameters"), lines(file, null));
    }

    @Test
    void theBestModelOfAToyIsKept() throws IOException {
        SpokenConsole said = SpokenConsole.of();
        Path file = dir.resolve("m");
        diverged(said, file);
        assertEquals(
                "training diverged; wrote " + file + " with the best parameters",
                said.lines().getLast());
        assertEquals(
                Fitted.End.DIVERGED, ModelFile.load(file).fitted().orElseThrow().end());
    }

    @Test
    void aMemberThatDivergesIsNamed() {
        SpokenConsole said = SpokenConsole.of();
        DivergedException cause = diverged(SpokenConsole.of(), dir.resolve("m"));
        try (StopSignal stop = new StopSignal();
                TableProgress progress =
                        new TableProgress(said.console(), stop, "t.csv", m -> "model " + (m.number() + 1))) {
            progress.on(new Event.Diverged(new Watch.Member(1, 3, 0, false, false, 1), cause, true));
            progress.on(new Event.Diverged(new Watch.Member(2, 3, 0, false, false, 1), cause, false));
            progress.on(new Event.Diverged(new Watch.Member(0, 1, 0, false, false, 1), cause, false));
            assertEquals(cause, progress.diverged().orElseThrow());
        }
        assertEquals(2, said.lines().size());
        assertTrue(said.lines().getFirst().startsWith("model 2 diverged; its best parameters stay: "), "kept");
        assertTrue(said.lines().getLast().startsWith("model 3 diverged; it is left out: "), "left out");
        assertFalse(said.lines().getLast().contains("null"), "the cause");
    }
}

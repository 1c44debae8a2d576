package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.cli.data.ToyData;
import io.github.vflow.cli.report.TrainingResult;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six steps on a toy density: the model, its notes and the lines of a run. */
final class ExperimentRunTest {
    private static final TrainingPlan PLAN = TrainingPlan.of(6, 8, 1e-3, 3).withEvaluation(2, 0);

    private final SpokenConsole said = SpokenConsole.of();

    @TempDir
    private Path dir;

    private ExperimentRun run(boolean isValidated, TrainingPlan plan) {
        return new ExperimentRun(
                said.console(),
                new ToyData(ToyDensity.MOONS, isValidated, 3),
                Models.of(RowSpec.of(2, 0, 1), 3),
                plan,
                Engines.reference(),
                Map.of("data", "moons"));
    }

    private Optional<TrainingResult> train(ExperimentRun run, boolean isStopped) throws IOException {
        try (StopSignal stop = new StopSignal()) {
            if (isStopped) {
                stop.ask();
            }
            return run.train(stop, dir.resolve("m"));
        }
    }

    @Test
    void aRunWritesItsModel() throws IOException {
        ExperimentRun run = run(true, PLAN);
        TrainingResult result = train(run, false).orElseThrow();
        ModelFile file = ModelFile.load(dir.resolve("m"));
        Fitted fitted = file.fitted().orElseThrow();
        List<Trainer.Progress> history = fitted.history();
        assertEquals(
                List.of(2L, 4L, 6L),
                history.stream().map(Trainer.Progress::step).toList());
        Trainer.Progress best = history.stream()
                .filter(p -> p.validationBound() == p.bestBound())
                .reduce((_, later) -> later)
                .orElseThrow();
        assertEquals(best.bestBound(), result.elbo().validation());
        assertEquals(best.step(), result.elbo().bestStep());
        assertEquals(history.getLast().trainBound(), result.elbo().training());
        assertFalse(result.steps().stoppedEarly());
        assertEquals(6, result.steps().made());
        assertEquals(Fitted.End.STEPS, fitted.end());
        assertEquals(2_000, fitted.heldOut().count());
        assertEquals(Map.of("data", "moons"), file.notes());
        assertArrayEquals(
                run.model().parameters().values(), file.model().parameters().values());
    }

    @Test
    void withoutJudgesTheLastParametersAreTheModel() throws IOException {
        ExperimentRun run = run(false, PLAN);
        TrainingResult result = train(run, false).orElseThrow();
        assertTrue(Double.isNaN(result.elbo().validation()));
        assertNull(result.elbo().bestStep());
    }

    @Test
    void aSignalLeavesTheModelAsItIs() throws IOException {
        assertEquals(Optional.empty(), train(run(true, PLAN), true));
        assertEquals(
                "stopped at step 1 of 6; wrote " + dir.resolve("m") + " as it is",
                said.lines().getLast());
        assertEquals(
                Fitted.End.STOPPED,
                ModelFile.load(dir.resolve("m")).fitted().orElseThrow().end());
    }

    /** A rate that no parameter survives. */
    @Test
    void aRunThatFailsBeforeItsFirstEvaluationWritesNothing() {
        ExperimentRun run = run(true, PLAN.withSchedule(new Schedule.Constant(1e30)));
        assertThrows(ArithmeticException.class, () -> train(run, false));
        assertFalse(Files.exists(dir.resolve("m")));
        assertEquals(List.of(), said.lines());
    }
}

package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ToyData;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.cli.report.TrainingResult;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Six steps on a toy density: the files, the notes and the lines of a run. */
final class ToyRunTest {
    private static final TrainingPlan PLAN = TrainingPlan.of(6, 8, 1e-3, 3).withEvaluation(2, 0);

    @TempDir
    private Path dir;

    private record Options(ImageDataOptions images, EngineOptions engine) {}

    private static Options options() {
        Options options = new Options(new ImageDataOptions(), new EngineOptions());
        CommandSpec spec = CommandSpec.create()
                .addMixin("images", CommandSpec.forAnnotatedObject(options.images))
                .addMixin("engine", CommandSpec.forAnnotatedObject(options.engine));
        new CommandLine(spec).parseArgs("--engine=reference", "--threads=1");
        return options;
    }

    private static TrainingRun run(boolean isValidated, TrainingPlan plan) {
        Options options = options();
        return TrainingStart.anew(
                        new ToyData(ToyDensity.MOONS, isValidated, 3),
                        RowSpec.of(2, 0, 1),
                        plan,
                        isValidated ? 0.1 : 0,
                        options.images,
                        options.engine)
                .begunBy("vflow train moons", "vflow 7");
    }

    @Test
    void aRunWritesItsCheckpointAndItsModel() throws IOException {
        TrainingRun run = run(true, PLAN);
        Path checkpoint = dir.resolve("c");
        SpokenConsole said = SpokenConsole.of();
        TrainingSession session = new TrainingSession(said.console(), run, dir.resolve("m"), checkpoint, null);
        TrainingRun.Outcome outcome;
        try (StopSignal stop = new StopSignal()) {
            outcome = session.train(stop);
        }
        assertEquals(6, outcome.steps());
        List<Long> evaluated =
                outcome.history().stream().map(Trainer.Progress::step).toList();
        assertEquals(List.of(2L, 4L, 6L), evaluated);
        assertEquals(run.history(), outcome.history());
        assertEquals(outcome.history().getLast().seconds(), outcome.seconds());
        assertEquals(1e6 * outcome.seconds() / 6, outcome.microsPerStep(), 1e-6);
        TrainingResult result =
                TrainingResult.of(run, outcome, new TrainingResult.Files(dir.resolve("m"), checkpoint, null));
        assertEquals(outcome.state().bestBound(), result.elbo().validation());
        assertEquals(run.bestStep(outcome.state()), result.elbo().bestStep());
        assertEquals(outcome.history().getLast().trainBound(), result.elbo().training());
        assertFalse(result.steps().stoppedEarly());
        ModelFile file = run.modelFile(outcome.state());
        assertEquals("moons: fresh points for each batch", file.notes().get("data"));
        assertEquals(PlanWords.of(PLAN), file.notes().get("plan"));
        assertEquals("vflow train moons", file.notes().get("command"));
        assertEquals("vflow 7", file.notes().get("version"));
        Trainer.Progress best = outcome.history().stream()
                .filter(p -> p.validationBound() == p.bestBound())
                .reduce((_, later) -> later)
                .orElseThrow();
        assertEquals(best.step(), run.bestStep(outcome.state()));
        TrainingState end = outcome.state();
        TrainingState earlier = new TrainingState(
                5,
                end.parameters(),
                end.m(),
                end.v(),
                end.ema(),
                end.best(),
                end.bestBound(),
                1,
                end.kept(),
                new float[0]);
        assertEquals(4, run.bestStep(earlier), "the last but one of the evaluations at 2, 4 and 5");
        assertEquals(
                Text.format("step %d, validation ELBO %s nats", best.step(), Text.nats(best.bestBound())),
                file.notes().get("best"));
        Fitted fitted = file.fitted().orElseThrow();
        assertEquals(Fitted.End.STEPS, fitted.end());
        assertEquals(6, fitted.steps());
        assertEquals(2_000, fitted.heldOut().count());
        assertEquals(
                Fitted.End.NO_BETTER,
                new TrainingRun(
                                run.data(),
                                run.model(),
                                TrainingPlan.of(9, 8, 1e-3, 3),
                                run.engine(),
                                run.from(),
                                run.notes(),
                                run.history())
                        .modelFile(outcome.state())
                        .fitted()
                        .orElseThrow()
                        .end());
        Fitted rescued =
                run.modelFile(outcome.state(), Fitted.End.DIVERGED).fitted().orElseThrow();
        assertEquals(best.bestBound(), rescued.heldOut().value());
        assertEquals(2_000, rescued.heldOut().count());
        Checkpoint saved = Checkpoint.load(checkpoint);
        assertEquals(6, saved.state().step());
        assertEquals("moons", saved.notes().get("data"));
        assertEquals("reference", saved.notes().get(TrainingStart.ENGINE));
        assertEquals("0.1", saved.notes().get("validation"));
        assertEquals(3, saved.history().size());
        TrainingRun again =
                TrainingStart.resumed("moons", checkpoint, saved, OptionalDouble.of(5e-4), options().engine);
        assertEquals(6, again.from().step());
        assertEquals(5e-4, again.plan().descent().schedule().rate());
        assertEquals(run.data().name(), again.data().name());
        assertTrue(again.data().validation().isPresent());
        assertEquals(
                "--lr with --resume must not be above the checkpoint's 0.001 but is 0.002; give a smaller one, or"
                        + " start anew without --resume",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TrainingStart.resumed(
                                        "moons", checkpoint, saved, OptionalDouble.of(2e-3), options().engine))
                        .getMessage());
        assertEquals(
                1e-3,
                TrainingStart.resumed("moons", checkpoint, saved, OptionalDouble.of(1e-3), options().engine)
                        .plan()
                        .descent()
                        .schedule()
                        .rate());
        assertEquals(
                checkpoint
                        + " was trained on other data (moons: moons) than rings (rings); give the same data, or start"
                        + " anew without --resume",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TrainingStart.resumed(
                                        "rings", checkpoint, saved, OptionalDouble.empty(), options().engine))
                        .getMessage());
    }

    @Test
    void withoutJudgesTheLastParametersAreTheModel() throws IOException {
        TrainingRun run = run(false, PLAN);
        SpokenConsole said = SpokenConsole.of();
        Path model = dir.resolve("m.safetensors");
        TrainingSession session = new TrainingSession(said.console(), run, model, null, null);
        TrainingRun.Outcome outcome;
        try (StopSignal stop = new StopSignal()) {
            outcome = session.train(stop);
        }
        assertNull(run.modelFile(outcome.state()).notes().get("best"));
        TrainingResult result = TrainingResult.of(run, outcome, new TrainingResult.Files(model, null, null));
        assertTrue(Double.isNaN(result.elbo().validation()));
        assertNull(result.elbo().bestStep());
        Fitted rescued =
                run.modelFile(outcome.state(), Fitted.End.STOPPED).fitted().orElseThrow();
        assertTrue(Double.isNaN(rescued.heldOut().value()));
        assertEquals(0, rescued.heldOut().count());
        session.sayHowToGoOn();
        Path checkpoint = dir.resolve("m-checkpoint.safetensors");
        List<String> lines = said.lines();
        assertEquals("stopped at step 6 of 6; wrote " + checkpoint, lines.get(lines.size() - 2));
        assertEquals(
                "go on with: vflow train moons --checkpoint " + checkpoint + " --resume --out " + model,
                lines.getLast());
        assertEquals(6, Checkpoint.load(checkpoint).state().step());
    }

    @Test
    void aRunThatFailsKeepsItsBestParameters() throws IOException {
        SpokenConsole said = SpokenConsole.of();
        Path model = dir.resolve("m.safetensors");
        Path nowhere = dir.resolve("no").resolve("c");
        for (Path file : List.of(model, dir.resolve("no").resolve("m"))) {
            TrainingSession session = new TrainingSession(said.console(), run(true, PLAN), file, nowhere, null);
            try (StopSignal stop = new StopSignal()) {
                assertThrows(UncheckedIOException.class, () -> session.train(stop));
            }
        }
        assertTrue(
                said.lines().contains("training failed; wrote " + model + " with the best parameters up to step 2"),
                said.lines()::toString);
        assertEquals(
                Fitted.End.STOPPED, ModelFile.load(model).fitted().orElseThrow().end());
        assertTrue(
                said.lines().getLast().startsWith(dir.resolve("no").resolve("m") + " cannot be written either: "),
                said.lines()::toString);
        SpokenConsole plain = SpokenConsole.of();
        TrainingSession session = new TrainingSession(plain.console(), run(false, PLAN), model, nowhere, null);
        try (StopSignal stop = new StopSignal()) {
            assertThrows(UncheckedIOException.class, () -> session.train(stop));
        }
        assertEquals(
                "training failed; wrote " + model + " with the parameters of step 2",
                plain.lines().getLast());
    }

    @Test
    void aResumedRunHasTheStepsOfItsOwn() throws IOException {
        TrainingRun run = run(true, PLAN);
        Path file = dir.resolve("c");
        try (StopSignal stop = new StopSignal()) {
            new TrainingSession(SpokenConsole.of().console(), run, dir.resolve("m"), file, null).train(stop);
        }
        Checkpoint saved = Checkpoint.load(file);
        Checkpoint longer = new Checkpoint(
                saved.spec(),
                TrainingPlan.of(8, 8, 1e-3, 3).withEvaluation(2, 0),
                saved.state(),
                saved.columns(),
                saved.notes(),
                saved.history());
        TrainingRun more = TrainingStart.resumed("moons", file, longer, OptionalDouble.empty(), options().engine);
        TrainingRun.Outcome outcome = more.train(_ -> {}, _ -> {}, _ -> {}, () -> false);
        assertEquals(2, outcome.steps());
        assertEquals(1, outcome.history().size());
        assertEquals(4, more.history().size());
        TrainingRun.Outcome none = new TrainingRun.Outcome(outcome.state(), List.of(), 0);
        assertEquals(0, none.seconds());
        assertEquals(0, none.microsPerStep());
    }

    /** A rate that no parameter survives. */
    @Test
    void aRunThatFailsBeforeItsFirstEvaluationWritesNothing() {
        TrainingRun run = run(true, PLAN.withSchedule(new Schedule.Constant(1e30)));
        SpokenConsole said = SpokenConsole.of();
        Path model = dir.resolve("m.safetensors");
        TrainingSession session = new TrainingSession(said.console(), run, model, dir.resolve("c"), null);
        try (StopSignal stop = new StopSignal()) {
            assertThrows(ArithmeticException.class, () -> session.train(stop));
        }
        assertFalse(Files.exists(model));
        assertEquals(List.of(), said.lines());
    }
}

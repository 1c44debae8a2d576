package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.fit.Watch.Event;
import io.github.vflow.table.fit.Watch.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Words about trainings that nobody runs. */
final class TrainingWordsTest {
    private static final TrainingPlan PLAN = TrainingPlan.of(1_000, 8, 0.5, 7);

    private static Trainer.Progress progress(long step, double validation) {
        return new Trainer.Progress(step, 1_000, -3, validation, -1.5, 1e-3, 2);
    }

    private static Member member(int number, int size) {
        return new Member(number, size, 0, false, false, 1);
    }

    @Test
    void boundsAreShown() {
        assertEquals("ELBO −2.0000 (best −1.5000)", TrainingCurve.words(progress(10, -2)));
        assertEquals("ELBO −3.0000", TrainingCurve.words(progress(10, Double.NaN)));
    }

    @Test
    void eventsOfATrainingAreSaid() {
        SpokenConsole said = SpokenConsole.of();
        try (StopSignal stop = new StopSignal();
                TableProgress progress =
                        new TableProgress(said.console(), stop, "t.csv", m -> "model " + (m.number() + 1))) {
            assertEquals(Optional.empty(), progress.plan());
            progress.on(new Event.Started(member(0, 1), PLAN, 5, 9));
            assertEquals(Optional.of(PLAN), progress.plan());
            assertEquals(5, progress.step());
            progress.on(new Event.Started(member(1, 2), PLAN.withSeed(8), 0, 9));
            assertEquals(Optional.of(PLAN.withSeed(8)), progress.plan());
            progress.on(new Event.FillStarted(1_200));
            progress.on(new Event.FillFailed(new ArithmeticException("singular")));
            progress.on(new Event.RowsLeftOut(1, 1_200, false));
            progress.on(new Event.RowsLeftOut(2, 1_200, false));
            progress.on(new Event.RowsLeftOut(3, 1_200, true));
            progress.on(new Event.CrossFitFailed("no rows"));
            progress.on(new Event.ExplanationStarted(1));
            progress.on(new Event.ExplanationStarted(2_000));
            assertFalse(progress.cannotCheckpoint());
            progress.on(new Event.CheckpointFailed(Path.of("c"), new IOException("full")));
            progress.on(new Event.CheckpointFailed(Path.of("c"), new IOException("full")));
            assertTrue(progress.cannotCheckpoint());
            assertEquals(Optional.empty(), progress.diverged());
            assertEquals(Watch.Answer.GO_ON, progress.after(17, Optional.empty()));
            assertEquals(17, progress.step());
        }
        assertEquals(
                List.of(
                        "t.csv: model 2",
                        "t.csv: training the density of missing cells, 1,200 steps",
                        "the density of missing cells is not trained: singular",
                        "t.csv: 1 of 1,200 rows is odd and left out",
                        "t.csv: 2 of 1,200 rows are odd and left out",
                        "t.csv: 3 of 1,200 rows may be odd, so the models train without them",
                        "the model has no alarms until vflow calibrate gives it normal rows: no rows",
                        "t.csv: explaining 1 odd row",
                        "t.csv: explaining 2,000 odd rows",
                        "training goes on without a checkpoint: full"),
                said.lines().stream().filter(l -> !l.endsWith(" left")).toList());
    }

    @Test
    void stepsOfAllTrainingsAreShownByOneBar() throws InterruptedException {
        SpokenConsole said = SpokenConsole.of();
        try (StopSignal stop = new StopSignal();
                TableProgress progress = new TableProgress(said.console(), stop, "t.csv", _ -> "model")) {
            progress.on(new Event.Started(member(0, 2), PLAN, 0, 9));
            Thread.sleep(5);
            take(progress, 200);
            progress.on(new Event.Started(member(1, 2), PLAN, 0, 9));
            progress.on(new Event.FoldsStarted(5, 2_000));
            progress.on(new Event.Started(member(0, 1), PLAN, 0, 9));
            take(progress, 400);
            progress.on(new Event.Passed(1_600));
        }
        assertEquals(
                List.of(
                        "t.csv: model",
                        "t.csv: 200 of 2,000 steps, ELBO −2.0000 (best −1.5000), T left",
                        "t.csv: model",
                        "t.csv: 1,000 of 2,000 steps, T left",
                        "t.csv: training a model for each of 5 folds",
                        "t.csv: 2,000 of 4,000 steps, T left",
                        "t.csv: 2,400 of 4,000 steps, T left",
                        "t.csv: 4,000 of 4,000 steps, T left"),
                timeless(said));
    }

    @Test
    void aSearchThatComesFirstIsAPartOfAllSteps() throws InterruptedException {
        SpokenConsole said = SpokenConsole.of();
        try (StopSignal stop = new StopSignal();
                TableProgress progress = new TableProgress(said.console(), stop, "t.csv", _ -> "model")) {
            progress.on(new Event.FoldsStarted(3, 600));
            Thread.sleep(5);
            take(progress, 59);
            progress.on(new Event.Passed(1));
            progress.on(new Event.RowsLeftOut(2, 50, false));
            progress.on(new Event.Started(member(0, 1), PLAN, 100, 9));
            Thread.sleep(5);
            take(progress, 99);
            progress.on(new Event.Passed(1));
            progress.on(new Event.Passed(160));
            progress.on(new Event.FillStarted(40));
        }
        assertEquals(
                List.of(
                        "t.csv: training a model for each of 3 folds",
                        "t.csv: 60 of 600 steps, T left",
                        "t.csv: 2 of 50 rows are odd and left out",
                        "t.csv: 800 of 1,600 steps, ELBO −2.0000 (best −1.5000), T left",
                        "t.csv: 960 of 1,600 steps, T left",
                        "t.csv: training the density of missing cells, 40 steps",
                        "t.csv: 1,600 of 1,600 steps, T left"),
                timeless(said));
    }

    @Test
    void allStepsOfAPlanAreExpected() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(1);
        double[][] numbers = new double[300][];
        Arrays.setAll(numbers, _ -> new double[] {random.nextGaussian(), random.nextGaussian()});
        TablePlan all = TableTraining.of(
                        Table.of(numbers, "a", "b"),
                        Recipe.standard().withSteps(1_000).withFillSteps(400))
                .plan();
        long members = all.members().size() * 1_000L;
        assertTrue(all.steps() > members && all.folds() > 1, () -> members + " of " + all.steps() + ", " + all.folds());
        long most = all.steps() + Math.min(2, all.members().size()) * 1_000L * all.folds();
        SpokenConsole said = SpokenConsole.of();
        try (StopSignal stop = new StopSignal();
                TableProgress progress = new TableProgress(said.console(), stop, "t.csv", _ -> "model")) {
            progress.expect(all);
            progress.on(new Event.Started(member(0, all.members().size()), all.training(), 0, 9));
            Thread.sleep(5);
            take(progress, Math.ceilDiv(most, 10));
            progress.on(new Event.FoldsStarted(2, 300));
        }
        assertEquals(
                List.of(
                        "t.csv: model",
                        Text.format(
                                "t.csv: %,d of %,d steps, ELBO −2.0000 (best −1.5000), T left",
                                Math.ceilDiv(most, 10), most),
                        "t.csv: training a model for each of 2 folds",
                        Text.format("t.csv: %,d of %,d steps, T left", all.steps(), all.steps() + 300)),
                timeless(said));
    }

    private static List<String> timeless(SpokenConsole said) {
        return said.lines().stream()
                .map(l -> l.replaceFirst("(at most |about )?\\d+ s left$", "T left"))
                .toList();
    }

    private static void take(TableProgress progress, long steps) {
        for (long i = 1; i <= steps; i++) {
            progress.after(i, i == steps / 2 ? Optional.of(progress(i, -2)) : Optional.empty());
        }
    }

    @Test
    void theCommandThatGoesOnIsSaid() {
        SpokenConsole said = SpokenConsole.of("--resume", "--rate", "3");
        assertEquals(
                "vflow --rate 3 --checkpoint 'a b' --resume", OddRowSearch.resumeLine(said.console(), Path.of("a b")));
        assertEquals("vflow --rate 3 --resume", OddRowSearch.resumeLine(said.console(), null));
        assertEquals(
                Path.of("/x/m-checkpoint.safetensors"),
                TableSession.checkpointBeside(Path.of("/x/m.safetensors"), "t.csv"));
        assertEquals(
                Path.of("t-checkpoint.safetensors"), TableSession.checkpointBeside(Path.of("/dev/null"), "data/t.csv"));
    }

    @Test
    void aRefusalNamesTheTable() {
        for (String verb : List.of("fit: ", "outliers: ", "")) {
            assertEquals(
                    "t.csv: too few rows",
                    TableSession.refused("t.csv", new IllegalArgumentException(verb + "too few rows"))
                            .getMessage());
        }
    }
}

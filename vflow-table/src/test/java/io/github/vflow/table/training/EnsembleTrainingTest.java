package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.flow.train.stacking.TiltFit;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of a few steps with the smallest networks: the notices, the files and the shares of a mixture. */
final class EnsembleTrainingTest {
    private static final Table TABLE = Table.of(
            IntStream.range(0, 40)
                    .mapToObj(i -> new double[] {i * 7 % 40, Math.sin(i)})
                    .toArray(double[][]::new),
            "a",
            "b");
    private static final Recipe RECIPE = Recipe.standard()
            .withArchitecture(RowSpec.of(2, 0, 1)
                    .withConditioner(List.of(3), Activation.TANH)
                    .withFill(new RowSpec.Fill(1, new MlpSpec(List.of(3), Activation.TANH), 1)))
            .withNoise(0.0, 0.3)
            .withSteps(6)
            .withBatch(8)
            .withEvaluationsEvery(2)
            .withFillSteps(2)
            .withThreads(1);

    @TempDir
    private Path dir;

    /** Writes down all that it sees; stops after a step of a member. */
    private static final class Seen implements Watch {
        private final int member;
        private final long step;
        private final boolean fails;
        private final List<String> words = new ArrayList<>();
        private int current = -1;
        private long passed;

        Seen(int member, long step) {
            this(member, step, false);
        }

        Seen(int member, long step, boolean fails) {
            this.member = member;
            this.step = step;
            this.fails = fails;
        }

        @Override
        public Answer after(long done, Optional<Trainer.Progress> evaluated) {
            words.add(evaluated.isPresent() ? done + "!" : String.valueOf(done));
            boolean isHere = current == member && done == step;
            if (isHere && fails) {
                throw new IllegalStateException("failed");
            }
            return isHere ? Answer.STOP : Answer.GO_ON;
        }

        @Override
        public void on(Watch.Event event) {
            switch (event) {
                case Watch.Event.Started s -> {
                    current = s.member().number();
                    words.add("member " + current + " from " + s.step());
                }
                case Watch.Event.FillStarted f -> words.add("fill " + f.steps());
                case Watch.Event.Passed p -> passed += p.steps();
                default -> words.add(event.toString());
            }
        }
    }

    private static EnsembleTraining training(Recipe recipe, Watch watch, Optional<CheckpointFiles> files) {
        TableTraining of = TableTraining.of(TABLE, recipe);
        return new EnsembleTraining(
                of.rows(), of.plan(), Backend.of(Engines.vector(1)), watch, files, Map.of("who", "a test"));
    }

    private static double[] shares(Model model) {
        return model.components().stream().mapToDouble(Model.Component::share).toArray();
    }

    private static EnsembleTraining.Trained run(Recipe recipe) {
        return training(recipe, Watch.none(), Optional.empty()).run(Optional.empty());
    }

    @Test
    void membersAreSeenOneAfterAnotherAndGoOnAfterAStop() throws IOException {
        Seen all = new Seen(-1, 0);
        EnsembleTraining.Trained whole = training(RECIPE, all, Optional.empty()).run(Optional.empty());
        assertEquals(
                List.of(
                        "member 0 from 0",
                        "1",
                        "2!",
                        "3",
                        "4!",
                        "5",
                        "6!",
                        "member 1 from 0",
                        "1",
                        "2!",
                        "3",
                        "4!",
                        "5",
                        "6!",
                        "fill 2"),
                all.words);
        assertEquals(12, whole.fitted().steps());
        assertEquals(Fitted.End.STEPS, whole.fitted().end());
        assertEquals(4, whole.fitted().heldOut().count());
        assertEquals(2, whole.model().components().size());

        Path file = dir.resolve("c.safetensors");
        Optional<CheckpointFiles> files = Optional.of(new CheckpointFiles(file, false, false));
        Seen stops = new Seen(1, 3);
        EnsembleTraining.Trained stopped = training(RECIPE, stops, files).run(Optional.empty());
        assertEquals(Fitted.End.STOPPED, stopped.fitted().end());
        assertEquals("3", stops.words.getLast(), "no density of missing cells");
        TableCheckpoint at = TableCheckpoint.of(file, Checkpoint.load(file));
        assertEquals(1, at.member());
        assertEquals(List.of(0), List.copyOf(at.complete().keySet()));
        assertEquals(3, at.checkpoint().state().step());
        assertEquals(1, at.checkpoint().history().size());
        assertEquals(Map.of("who", "a test"), at.notes());
        Seen rest = new Seen(-1, 0);
        EnsembleTraining.Trained resumed = training(RECIPE, rest, files).run(Optional.of(at));
        assertEquals(List.of("member 1 from 3", "4!", "5", "6!", "fill 2"), rest.words);
        assertArrayEquals(
                whole.model().parameters().values(),
                resumed.model().parameters().values());
        assertArrayEquals(shares(whole.model()), shares(resumed.model()));
    }

    /** Nothing chooses between members if no row is held out. */
    @Test
    void withoutHeldOutRowsMembersHaveEqualShares() {
        EnsembleTraining.Trained equal = run(RECIPE.withHeldOut(0));
        assertArrayEquals(new double[] {0.5, 0.5}, shares(equal.model()));
        assertEquals(0, equal.fitted().heldOut().count());
        assertTrue(equal.fitted().history().stream().allMatch(p -> Double.isNaN(p.validationBound())));
    }

    private static MemberTraining.Trained member(TableTraining of, int number, SharedFits fits) {
        return member(of, number, Optional.empty(), fits);
    }

    /** A member that starts from the flow of another one, if there is one. */
    static MemberTraining.Trained member(TableTraining of, int number, Optional<FlowModel> first, SharedFits fits) {
        MemberTraining member = new MemberTraining(
                of.rows(),
                of.plan(),
                of.plan().members().get(number),
                Backend.of(Engines.vector(1)),
                Watch.none(),
                fits);
        return member.complete(member.train(Optional.empty(), first, (_, _) -> {}));
    }

    private static double best(MemberTraining.Trained member) {
        return member.fitted().history().getLast().bestBound();
    }

    /** The better member is the second one here. Its density of missing cells trains first, and the one of the other member goes on from it. */
    @Test
    void membersAreMixedByHeldOutRowsAndFilledFromTheBest() {
        Recipe recipe = RECIPE.withNoise(0.0, 1.0).withFillSteps(3);
        TableTraining of = TableTraining.of(TABLE, recipe);
        SharedFits fits = new SharedFits();
        MemberTraining.Trained worse = member(of, 0, fits);
        MemberTraining.Trained better = member(of, 1, fits);
        assertTrue(best(worse) < best(better), best(worse) + " and " + best(better));
        FillTraining.run(better.model(), Engines.vector(1), 3, recipe.seed());
        FillTraining.runFrom(
                better.model(), worse.model(), Engines.vector(1), 3, recipe.seed(), () -> {}, new SpareThreads(0));
        List<FlowModel> both = List.of(worse.model(), better.model());
        Rows judges = of.rows().heldOutRows();
        Model stacked = Stacking.mixture(both, Engines.vector(1), judges, recipe.seed());
        Model expected = TiltFit.run(
                stacked,
                Engines.vector(1),
                of.rows().trainRows(),
                judges,
                recipe.seed(),
                row -> new double[row.length]);
        EnsembleTraining.Trained mixed = run(recipe);
        assertArrayEquals(
                expected.parameters().values(), mixed.model().parameters().values());
        assertEquals(expected.spec(), mixed.model().spec());
        assertTrue(mixed.model().tilt().isPresent(), "else the test does not see it");
        assertEquals(
                MemberTraining.bound(expected, of.rows(), Backend.of(Engines.vector(1)), recipe.seed()),
                mixed.fitted().heldOut());
    }

    /** The second member gets rows that no density has, and diverges at once; the first one is the model then. */
    @Test
    void aMemberThatDivergesIsLeftOut() {
        TableTraining of = TableTraining.of(TABLE, RECIPE);
        BatchSource own = BatchSource.of(of.rows().trainRows(), 1);
        AtomicInteger sources = new AtomicInteger();
        Backend backend = Backend.of(Engines.vector(1)).withBatches(_ -> {
            boolean isBad = sources.getAndIncrement() == 1;
            return BatchSource.of(2, (batch, rows) -> {
                double[] cells = new double[rows.length];
                own.fill(batch, cells);
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = isBad ? Float.MAX_VALUE : (float) cells[i];
                }
            });
        });
        Seen seen = new Seen(-1, 0);
        EnsembleTraining.Trained left = new EnsembleTraining(
                        of.rows(), of.plan(), backend, seen, Optional.empty(), Map.of())
                .run(Optional.empty());
        assertEquals(1, left.model().components().size());
        assertEquals(6, left.fitted().steps());
        assertEquals(
                1, seen.words.stream().filter(w -> w.startsWith("Diverged")).count(), seen.words.toString());
        assertEquals("fill 2", seen.words.getLast());
        assertEquals(2, seen.passed);
        DivergedException all = assertThrows(DivergedException.class, () -> run(RECIPE.withLearningRate(1e30)));
        assertTrue(String.valueOf(all.getMessage()).contains("diverged"), all.getMessage());
    }

    @Test
    void everyEvaluationWritesACheckpointIfItIsKept() throws IOException {
        Path file = dir.resolve("c.safetensors");
        Recipe one = RECIPE.withNoise(0.0).withSteps(5);
        EnsembleTraining.Trained trained = training(
                        one, Watch.none(), Optional.of(new CheckpointFiles(file, true, false)))
                .run(Optional.empty());
        assertEquals(5, trained.fitted().steps());
        TableCheckpoint at = TableCheckpoint.of(file, Checkpoint.load(file));
        assertEquals(0, at.member());
        assertTrue(at.complete().isEmpty());
        assertEquals(5, at.checkpoint().state().step());
    }

    /** A fault in the second member leaves the state of the evaluation before it, and the first member complete. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aTrainingThatFailedGoesOnFromItsLastEvaluation(int atOnce) throws IOException {
        Path file = dir.resolve("c.safetensors");
        Seen fails = new Seen(1, 5, true);
        TableTraining of = TableTraining.of(TABLE, RECIPE);
        Backend backend = new Backend(Engines.vector(1), Optional.empty(), atOnce, new SpareThreads(2));
        EnsembleTraining failing = new EnsembleTraining(
                of.rows(), of.plan(), backend, fails, Optional.of(new CheckpointFiles(file, true, false)), Map.of());
        assertThrows(IllegalStateException.class, () -> failing.run(Optional.empty()));
        TableCheckpoint at = TableCheckpoint.of(file, Checkpoint.load(file));
        assertEquals(1, at.member());
        assertEquals(List.of(0), List.copyOf(at.complete().keySet()));
        assertTrue(at.checkpoint().state().step() == 4 || atOnce == 2);
        Seen seen = new Seen(-1, 0);
        EnsembleTraining.Trained resumed = new EnsembleTraining(
                        of.rows(), of.plan(), backend, seen, Optional.empty(), Map.of())
                .run(Optional.of(at));
        assertArrayEquals(
                run(RECIPE).model().parameters().values(),
                resumed.model().parameters().values());
        assertTrue(seen.words.getFirst().startsWith("member 1 from "), seen.words.toString());
    }

    /** A stop leaves members out that had not begun; an interrupt is a stop, and its files are written. */
    @Test
    void aStopLeavesLaterMembersOut() throws IOException {
        EnsembleTraining.Trained stopped =
                training(RECIPE, new Seen(0, 3), Optional.empty()).run(Optional.empty());
        assertEquals(1, stopped.model().components().size());
        assertEquals(3, stopped.fitted().steps());
        Path file = dir.resolve("c.safetensors");
        Optional<CheckpointFiles> files = Optional.of(new CheckpointFiles(file, false, false));
        Thread.currentThread().interrupt();
        EnsembleTraining.Trained interrupted =
                training(RECIPE, Watch.none(), files).run(Optional.empty());
        assertTrue(Thread.interrupted(), "an interrupt stays set");
        assertEquals(1, interrupted.model().components().size());
        assertEquals(Fitted.End.STOPPED, interrupted.fitted().end());
        TableCheckpoint at = TableCheckpoint.of(file, Checkpoint.load(file));
        assertEquals(0, at.member());
        assertArrayEquals(
                run(RECIPE).model().parameters().values(),
                training(RECIPE, Watch.none(), files)
                        .run(Optional.of(at))
                        .model()
                        .parameters()
                        .values());
    }

    /** The last member trains again, since the checkpoint at the end is one of it. */
    @Test
    void aStopKeepsMembersThatAreCompleteButTheLast() throws IOException {
        Path file = dir.resolve("c.safetensors");
        Optional<CheckpointFiles> files = Optional.of(new CheckpointFiles(file, false, false));
        training(RECIPE, new Seen(0, 3), files).run(Optional.empty());
        TableCheckpoint at = TableCheckpoint.of(file, Checkpoint.load(file));
        TableTraining of = TableTraining.of(TABLE, RECIPE);
        TableCheckpoint both = new TableCheckpoint(
                file, at.checkpoint(), at.plan(), 0, new TreeMap<>(Map.of(1, member(of, 1, new SharedFits()))));
        Seen stops = new Seen(0, 5);
        training(RECIPE, stops, files).run(Optional.of(both));
        assertEquals(List.of("member 0 from 3", "4!", "5"), stops.words);
        assertEquals(Map.of(), TableCheckpoint.of(file, Checkpoint.load(file)).complete());
    }

    @Test
    void aCheckpointThatCannotBeWrittenIsANotice() {
        Seen seen = new Seen(1, 3);
        Path file = dir.resolve("nowhere").resolve("c.safetensors");
        training(RECIPE, seen, Optional.of(new CheckpointFiles(file, false, false)))
                .run(Optional.empty());
        assertTrue(seen.words.getLast().startsWith("CheckpointFailed[file=" + file + ", cause="), seen.words.getLast());
    }
}

package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

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
        private final List<String> words = new ArrayList<>();
        private int current = -1;

        Seen(int member, long step) {
            this.member = member;
            this.step = step;
        }

        @Override
        public Answer after(long done, Optional<Trainer.Progress> evaluated) {
            words.add(evaluated.isPresent() ? done + "!" : String.valueOf(done));
            return current == member && done == step ? Answer.STOP : Answer.GO_ON;
        }

        @Override
        public void on(Watch.Event event) {
            switch (event) {
                case Watch.Event.Started s -> {
                    current = s.member().number();
                    words.add("member " + current + " from " + s.step());
                }
                case Watch.Event.FillStarted f -> words.add("fill " + f.steps());
                default -> words.add(event.toString());
            }
        }
    }

    private static EnsembleTraining training(Recipe recipe, Watch watch, Optional<CheckpointFiles> files) {
        TableTraining of = TableTraining.of(TABLE, recipe);
        return new EnsembleTraining(
                of.rows(),
                of.plan(),
                new Backend(Engines.vector(1), Optional.empty(), 1),
                watch,
                files,
                Map.of("who", "a test"));
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
        Optional<CheckpointFiles> files = Optional.of(new CheckpointFiles(file, false));
        Seen stops = new Seen(1, 3);
        EnsembleTraining.Trained stopped = training(RECIPE, stops, files).run(Optional.empty());
        assertEquals(Fitted.End.STOPPED, stopped.fitted().end());
        assertEquals("3", stops.words.getLast(), "no density of missing cells");
        TableCheckpoint at = TableCheckpoint.of(file, Checkpoint.load(file), CustomParts.none());
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
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void withoutHeldOutRowsMembersHaveEqualShares() {
        EnsembleTraining.Trained equal = run(RECIPE.withHeldOut(0));
        assertArrayEquals(new double[] {0.5, 0.5}, shares(equal.model()));
        assertEquals(0, equal.fitted().heldOut().count());
        assertTrue(equal.fitted().history().stream().allMatch(p -> Double.isNaN(p.validationBound())));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void everyEvaluationWritesACheckpointIfItIsKept() throws IOException {
        Path file = dir.resolve("c.safetensors");
        Recipe one = RECIPE.withNoise(0.0).withSteps(5);
        EnsembleTraining.Trained trained = training(one, Watch.none(), Optional.of(new CheckpointFiles(file, true)))
                .run(Optional.empty());
        assertEquals(5, trained.fitted().steps());
        TableCheckpoint at = TableCheckpoint.of(file, Checkpoint.load(file), CustomParts.none());
        assertEquals(0, at.member());
        assertTrue(at.complete().isEmpty());
        assertEquals(5, at.checkpoint().state().step());
    }

    /** y = 2x with a log-determinant of zero. */
    private record Wrong() implements Bijector {
        @Override
        public Mapped forward(Tensor x) {
            return Mapped.ofUnitVolume(x.times(2));
        }

        @Override
        public Mapped inverse(Tensor y) {
            return Mapped.ofUnitVolume(y.times(0.5));
        }
    }

    @Test
    void aCustomStepObeysTheLaws() {
        RowSpec spec = RowSpec.of(3, 0, 1);
        assertDoesNotThrow(() -> CustomStepAudit.require(spec.withStep("norm", ActNorm::of), 1));
        String text = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> CustomStepAudit.require(
                                spec.withStep("norm", ActNorm::of).withStep("wrong", (_, _) -> new Wrong()), 1))
                .getMessage());
        assertTrue(
                text.startsWith(
                        "fit: step \"wrong\" must obey the laws of bijectors within 1.0E-6 but the errors are "),
                text);
        assertTrue(text.endsWith("; correct its inverse or its log-determinant"), text);
    }
}

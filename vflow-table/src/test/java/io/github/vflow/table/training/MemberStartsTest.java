package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows with more noise start from the flow with the least. */
final class MemberStartsTest {
    private static final Table TABLE = Table.of(
            new Schema(List.of(Column.real("a"), Column.real("b"), Column.category("c", List.of("p", "q")))),
            IntStream.range(0, 60)
                    .mapToObj(
                            i -> Map.<String, Object>of("a", i * 7 % 60, "b", Math.sin(i), "c", i % 3 == 0 ? "p" : "q"))
                    .toList());
    private static final Recipe RECIPE = Recipe.standard()
            .withArchitecture(RowSpec.of(3, 0, 1)
                    .withConditioner(List.of(3), Activation.TANH)
                    .withFill(RowSpec.Fill.none()))
            .withSteps(6)
            .withBatch(8)
            .withEvaluationsEvery(2)
            .withThreads(1);

    @TempDir
    private Path dir;

    private static EnsembleTraining training(Recipe recipe, int threads, Watch watch, Optional<CheckpointFiles> files) {
        TableTraining of = TableTraining.of(TABLE, recipe.withThreads(threads));
        Backend backend = threads == 1
                ? Backend.of(Engines.vector(1))
                : Backend.beside(of.plan(), of.rows(), Engines::vector, new SpareThreads(threads));
        return new EnsembleTraining(of.rows(), of.plan(), backend, watch, files, Map.of());
    }

    private static Model run(Recipe recipe, int threads) {
        return training(recipe, threads, Watch.none(), Optional.empty())
                .run(Optional.empty())
                .model();
    }

    private static Watch.Member member(int number, double noise, boolean isWhitened, boolean hasMaps, long seed) {
        return new Watch.Member(number, 9, noise, isWhitened, hasMaps, seed);
    }

    @Test
    void lessNoiseOfTheSameFlowIsFirst() {
        List<Watch.Member> all = List.of(
                member(0, 0, true, false, 1),
                member(1, 0.15, true, false, 1),
                member(2, 0.1, true, false, 1),
                member(3, 0.3, true, false, 1),
                member(4, 0.3, false, false, 1),
                member(5, 0.3, true, true, 1),
                member(6, 0.3, true, false, 2),
                member(7, 0.1, true, false, 1),
                member(8, 0, true, false, 1));
        assertEquals(
                List.of(-1, -1, -1, 2, -1, -1, -1, -1, -1),
                all.stream()
                        .map(m -> m.startsFrom(all).map(Watch.Member::number).orElse(-1))
                        .toList(),
                "not of another map or seed, nor after it, and no flow without noise takes part");
    }

    private static MemberTraining.Trained member(Recipe recipe, int number, Optional<FlowModel> first) {
        return EnsembleTrainingTest.member(TableTraining.of(TABLE, recipe), number, first, new SharedFits());
    }

    private static boolean isOfFlow(Parameter p) {
        return p.name().startsWith("p.");
    }

    /** Steps that move nothing leave the flow where the first one ended, and the probabilities of labels where they start alone. */
    @Test
    void aFlowStartsFromAnotherAndLabelsDoNot() {
        Recipe recipe = RECIPE.withNoise(0.1, 0.3);
        Recipe still = recipe.withLearningRate(1e-30);
        FlowModel first = member(recipe, 0, Optional.empty()).model();
        Parameters from = member(still, 1, Optional.of(first)).model().parameters();
        Parameters alone = member(still, 1, Optional.empty()).model().parameters();
        for (Parameter p : from.all()) {
            float[] start = isOfFlow(p)
                    ? first.parameters().get(first.parameters().named(p.name()))
                    : alone.get(alone.named(p.name()));
            assertArrayEquals(start, from.get(p), 1e-20f, p.name());
        }
        assertTrue(from.all().stream().anyMatch(p -> p.name().startsWith("discrete.")));
        assertFalse(Arrays.equals(alone.values(), from.values()));
    }

    @Test
    void membersOfAnEnsembleDoSo() {
        Recipe recipe = RECIPE.withNoise(0.1, 0.3);
        Parameters all = run(recipe, 1).parameters();
        FlowModel first = member(recipe, 0, Optional.empty()).model();
        Parameters second = member(recipe, 1, Optional.of(first)).model().parameters();
        for (Parameter p : second.all()) {
            assertArrayEquals(second.get(p), all.get(all.named("member.1." + p.name())), p.name());
        }
    }

    @Test
    void threadsAndAStopChangeNoBit() throws IOException {
        Recipe recipe = RECIPE.withNoise(0.1, 0.0, 0.2, 0.3);
        float[] whole = run(recipe, 1).parameters().values();
        for (int threads = 2; threads <= 4; threads++) {
            assertArrayEquals(whole, run(recipe, threads).parameters().values(), threads + " threads");
        }
        for (int stop = 0; stop < 4; stop++) {
            Path file = dir.resolve("c" + stop + ".safetensors");
            Optional<CheckpointFiles> files = Optional.of(new CheckpointFiles(file, false, false));
            StopIn watch = new StopIn(stop);
            training(recipe, 1, watch, files).run(Optional.empty());
            TableCheckpoint at = TableCheckpoint.of(file, Checkpoint.load(file));
            assertEquals(stop, at.member());
            Model resumed = training(recipe, 1, Watch.none(), files)
                    .run(Optional.of(at))
                    .model();
            assertArrayEquals(whole, resumed.parameters().values(), "after a stop in member " + stop);
        }
    }

    /** Stops after the third step of a member. */
    private static final class StopIn implements Watch {
        private final int member;
        private int current = -1;

        StopIn(int member) {
            this.member = member;
        }

        @Override
        public Answer after(long step, Optional<Trainer.Progress> evaluated) {
            return current == member && step == 3 ? Answer.STOP : Answer.GO_ON;
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.Started s) {
                current = s.member().number();
            }
        }
    }
}

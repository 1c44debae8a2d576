package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointTest {
    private static final long SEED = 3;
    private static final RowSpec SPEC = RowSpec.of(2, 3, 1).withConditioner(List.of(6), Activation.TANH);
    private static final Engine ENGINE = Engines.vector(1);

    @TempDir
    Path dir;

    private static TrainingPlan plan(int patience) {
        return TrainingPlan.of(400, 17, 0, SEED)
                .withSchedule(new Schedule.WarmUp(3, new Schedule.Cosine(2e-3, 400)))
                .withClipNorm(1.5)
                .withEma(0.98)
                .withEvaluation(100, patience)
                .withRecompute(new TrainingPlan.Recompute(Memory.CHECKPOINTED, 3));
    }

    private static BatchSource toy() {
        return BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
    }

    private static Rows table() {
        return ToyDensity.CIRCLES.sample(230, SEED);
    }

    private static BatchSource rows() {
        return BatchSource.of(table(), SEED);
    }

    private static Trainer trainer(FlowModel model, TrainingPlan plan, boolean judged) {
        Trainer t = new Trainer(model, plan, ENGINE);
        return judged ? t.validation(ToyDensity.CIRCLES.sample(90, SEED + 1)) : t;
    }

    private static FlowModel start(BatchSource source) {
        FlowModel model = Models.of(SPEC, SEED);
        Trainer.initialise(model, ENGINE, source, 64, SEED);
        return model;
    }

    @Test
    void aToyRunGoesOnBitByBit() throws IOException {
        assertResumes(toy(), toy(), toy(), false);
    }

    @Test
    void aRunOnRowsGoesOnBitByBit() throws IOException {
        assertResumes(rows(), rows(), rows(), true);
    }

    private void assertResumes(BatchSource straight, BatchSource before, BatchSource after, boolean judged)
            throws IOException {
        FlowModel whole = start(straight);
        TrainingState wanted = trainer(whole, plan(0), judged).fit(straight);

        Path file = dir.resolve("checkpoint.safetensors");
        FlowModel interrupted = start(before);
        trainer(interrupted, plan(0), judged)
                .onState(s -> {
                    if (s.step() == 200) {
                        save(file, s);
                    }
                })
                .fit(before);

        Checkpoint rest = Checkpoint.load(file);
        assertEquals(200, rest.state().step());
        FlowModel resumed = Models.of(rest.spec(), 99);
        TrainingState got = trainer(resumed, rest.plan(), judged).fit(after, rest.state());

        assertArrayEquals(wanted.parameters(), got.parameters(), 0);
        assertArrayEquals(wanted.m(), got.m(), 0);
        assertArrayEquals(wanted.v(), got.v(), 0);
        assertArrayEquals(Objects.requireNonNull(wanted.ema()), Objects.requireNonNull(got.ema()), 0);
        assertEquals(wanted.bestBound(), got.bestBound());
        assertEquals(wanted.stale(), got.stale());
        assertArrayEquals(whole.parameters().values(), resumed.parameters().values(), 0);
        if (judged) {
            assertNotNull(got.best());
        }
    }

    private static void save(Path file, TrainingState s) {
        try {
            new Checkpoint(SPEC, plan(0), s, List.of("a", "b"), Map.of("data", "circles"), List.of()).save(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of a model of images, whose steps can be reversed, in a run without an average. */
    @Test
    void everythingComesBack() throws IOException {
        Path file = dir.resolve("c.safetensors");
        ImageSpec spec = ImageSpecs.tiny();
        TrainingPlan plan = TrainingPlan.of(8, 4, 0, SEED)
                .withSchedule(new Schedule.Linear(1e-3, 8))
                .withClipNorm(Double.POSITIVE_INFINITY)
                .withEvaluation(2, 4)
                .withMemory(Memory.REVERSIBLE)
                .withShards(2);
        float[] p = Models.of(spec, SEED).parameters().values();
        float[] v = new float[p.length];
        v[1] = Float.MIN_VALUE;
        Set<String> kept = Set.of("p.steps.1", "r.flow.steps.0", "q.flow.steps.0");
        float[] labels = {0, 3, 17};
        TrainingState s = new TrainingState(8, p, p, v, null, null, Double.NEGATIVE_INFINITY, 2, kept, labels);
        Checkpoint c = new Checkpoint(spec, plan, s, List.of(), Map.of("data", "x \"y\"\n"), List.of());
        c.save(file);
        Checkpoint back = Checkpoint.load(file);
        assertEquals(c.spec(), back.spec());
        assertEquals(c.plan(), back.plan());
        assertEquals(c.columns(), back.columns());
        assertEquals(c.notes(), back.notes());
        assertEquals(8, back.state().step());
        assertEquals(2, back.state().stale());
        assertEquals(kept, back.state().kept());
        assertArrayEquals(labels, back.state().labels(), 0);
        assertEquals(Double.NEGATIVE_INFINITY, back.state().bestBound());
        assertArrayEquals(v, back.state().v(), 0);
        assertEquals(null, back.state().ema());
        assertEquals(null, back.state().best());
    }

    @Test
    void itsModelHasTheBestParameters() {
        float[] last = Models.of(SPEC, SEED).parameters().values();
        float[] best = Models.of(SPEC, SEED + 1).parameters().values();
        float[] none = new float[last.length];
        TrainingState s = new TrainingState(200, last, none, none, null, best, 1, 0, Set.of(), new float[0]);
        Checkpoint c = new Checkpoint(SPEC, plan(0), s, List.of(), Map.of(), List.of());
        assertArrayEquals(best, c.toModel().model().parameters().values(), 0);
    }

    @Test
    void aRunThatHasStoppedEarlyStaysStopped() {
        List<Long> reports = new ArrayList<>();
        float[] p = start(toy()).parameters().values();
        TrainingState stopped = new TrainingState(
                200, p, new float[p.length], new float[p.length], p.clone(), p.clone(), 9, 3, Set.of(), new float[0]);
        TrainingState end = trainer(Models.of(SPEC, 0), plan(3), true)
                .onProgress(r -> reports.add(r.step()))
                .fit(toy(), stopped);
        assertEquals(200, end.step());
        assertEquals(List.of(), reports);
    }

    @Test
    void aModelIsNotACheckpoint() throws IOException {
        Path file = dir.resolve("m.safetensors");
        new ModelFile(Models.of(SPEC, SEED), List.of(), Map.of()).save(file);
        String message = assertThrows(FileFormatException.class, () -> Checkpoint.load(file))
                .getMessage();
        assertTrue(message.contains("expected the format \"vflow-checkpoint\" but the file's is \"vflow\""), message);
    }
}

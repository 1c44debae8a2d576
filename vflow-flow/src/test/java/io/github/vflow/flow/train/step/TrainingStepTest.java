package io.github.vflow.flow.train.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.ImageTrainingTest;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.nn.optim.step.Ema;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch in shards is trained on as a whole one is, whatever the engine and its threads. */
final class TrainingStepTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int STEPS = NIGHTLY ? 3 : 2;

    /** Of the largest number of a result in float32, by steps in double that differ in the order of sums. */
    private static final float TOLERANCE = 1e-6f;

    private static final TrainingPlan PLAN =
            TrainingPlan.of(STEPS, 12, 1e-3, 5).withClipNorm(1).withEma(0.9);

    private static FlowModel rows() {
        return Models.of(RowSpec.of(2, 2, 2), 5);
    }

    /** Loss of each step, parameters, moments and the moving average behind them. */
    private static List<float[]> trained(Model model, TrainingPlan plan, Engine engine) {
        int n = model.parameters().size();
        List<float[]> results = new ArrayList<>();
        try (TrainingStep training = TrainingStep.of(model, plan, engine)) {
            training.set(Parameters.INPUT, model.parameters().values());
            training.set(Ema.INPUT, model.parameters().values());
            float[] x = new float[plan.batchSize() * model.width()];
            float[] noise = new float[plan.batchSize() * model.noise()];
            for (int i = 0; i < STEPS; i++) {
                if (model.width() == 2) {
                    ToyDensity.MOONS.sampler(1).fill(i, x);
                } else {
                    double[] rows = new double[x.length];
                    BatchSource.of(ImageTrainingTest.DATA, 1).fill(i, rows);
                    Standardization.none().forward(rows, x, model.width());
                }
                new RandomStream(1, 1).normal(i * RandomStream.positions(noise.length), noise);
                results.add(new float[] {(float) training.run(i, x, noise)});
            }
            for (String name : List.of(Parameters.INPUT, Adam.M, Adam.V, Ema.INPUT)) {
                float[] values = new float[n];
                training.get(name, values);
                results.add(values);
            }
        }
        return results;
    }

    private static void assertNear(List<float[]> expected, List<float[]> actual, float tolerance) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            float largest = 1;
            for (float v : expected.get(i)) {
                largest = Math.max(largest, Math.abs(v));
            }
            assertArrayEquals(expected.get(i), actual.get(i), tolerance * largest, "result " + i);
        }
    }

    /** Without clipping too: where a gradient is clipped, its length does not matter. Images are clipped by night only. */
    @Test
    void shardsAreOneBatch() {
        for (FlowModel model : List.of(ImageTrainingTest.model(0), rows())) {
            TrainingPlan free = PLAN.withClipNorm(Double.POSITIVE_INFINITY);
            for (TrainingPlan plan : NIGHTLY || model.rows().isPresent() ? List.of(PLAN, free) : List.of(free)) {
                List<float[]> whole = trained(model, plan, Engines.reference());
                for (int shards : NIGHTLY ? new int[] {2, 3} : new int[] {3}) {
                    assertNear(whole, trained(model, plan.withShards(shards), Engines.reference()), TOLERANCE);
                }
            }
        }
    }

    @Test
    void threadsDoNotChangeABit() {
        for (Model model : List.of(ImageTrainingTest.model(0.2), rows())) {
            TrainingPlan plan = PLAN.withShards(3);
            List<float[]> one = trained(model, plan, Engines.vector(1));
            for (int threads : NIGHTLY ? new int[] {2, 3, 4} : new int[] {3}) {
                assertNear(one, trained(model, plan, Engines.vector(threads)), 0);
            }
        }
    }

    @Test
    void halvesOfManyImagesAreShards() {
        Model digits = ImageTrainingTest.model(0);
        assertEquals(2, TrainingProgram.shards(digits, 64));
        assertEquals(1, TrainingProgram.shards(digits, 62), "31 images");
        assertEquals(1, TrainingProgram.shards(digits, 65), "no halves");
        assertEquals(4, TrainingProgram.shards(digits, 128));
    }

    @Test
    void batchesOfRowsWithEnoughWorkAreCut() {
        Model small = rows();
        int enough = 2 * Math.ceilDiv(4_000_000, small.parameters().size());
        assertEquals(1, TrainingProgram.shards(small, 64));
        assertEquals(2, TrainingProgram.shards(small, enough));
        assertEquals(1, TrainingProgram.shards(small, enough - 2), "a shard has less than the least work");
        FlowModel large = Models.of(RowSpec.of(21, 0, 8).withConditioner(List.of(256, 256), Activation.RELU), 1);
        assertEquals(2, TrainingProgram.shards(large, 512));
        assertEquals(1, TrainingProgram.shards(large, 511), "no halves");
        assertEquals(4, TrainingProgram.shards(large, 2048));
        assertEquals(8, TrainingProgram.shards(large, 65_536));
    }

    @Test
    void aPlanWithoutANumberOfShardsHasTheFastest() {
        TrainingPlan open = TrainingPlan.of(1, 64, 1e-3, 1);
        Model digits = ImageTrainingTest.model(0);
        assertEquals(0, open.execution().shards());
        assertEquals(1, TrainingProgram.sharded(open, digits).execution().shards(), "a kind that saves memory");
        assertEquals(
                2,
                TrainingProgram.sharded(open.withMemory(Memory.STORED), digits)
                        .execution()
                        .shards());
        assertEquals(
                4,
                TrainingProgram.sharded(open.withShards(4), digits).execution().shards(),
                "a number was chosen");
    }
}

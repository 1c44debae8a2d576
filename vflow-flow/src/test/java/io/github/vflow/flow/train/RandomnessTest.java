package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.testkit.RecordingEngine;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No two uses of random numbers share them: not of one seed, not of one stream between steps. */
final class RandomnessTest {
    private static final long SEED = Seeds.of("RandomnessTest");
    private static final int BATCH = 40;
    private static final int STEPS = 5;

    private static FlowModel vflow() {
        return Models.of(RowSpec.of(2, 6, 1), SEED);
    }

    private static BatchSource moons() {
        return BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
    }

    private static RecordingEngine trained(int shards) {
        RecordingEngine engine = new RecordingEngine();
        new Trainer(vflow(), TrainingPlan.of(STEPS, BATCH, 1e-3, SEED).withShards(shards), engine).fit(moons());
        return engine;
    }

    /** Arrays that share numbers by chance share few: float32 has some millions of normal ones. */
    private static void assertDisjoint(String what, List<float[]> arrays) {
        long all = arrays.stream().mapToLong(a -> a.length).sum();
        Set<Float> different = RecordingEngine.numbers(arrays);
        assertTrue(different.size() > 0.99 * all, what + ": " + different.size() + " different numbers of " + all);
    }

    @Test
    void everyStepHasNoiseOfItsOwn() {
        List<float[]> noise = trained(1).arrays(Model.NOISE);
        assertEquals(STEPS, noise.size());
        assertDisjoint("noise of all steps, seed " + SEED, noise);
    }

    @Test
    void everyShardHasNoiseOfItsOwn() {
        List<float[]> noise = trained(4).arrays(Model.NOISE);
        assertEquals(4 * STEPS, noise.size());
        assertDisjoint("noise of all shards and steps, seed " + SEED, noise);
    }

    /** For one seed: training, initialisation, evaluation, scores of single rows. */
    @Test
    void everyUseHasNoiseOfItsOwn() {
        Map<String, RecordingEngine> uses = new LinkedHashMap<>();
        uses.put("training", trained(1));
        RecordingEngine init = new RecordingEngine();
        Trainer.initialise(vflow(), init, moons(), BATCH, SEED);
        uses.put("initialisation", init);
        RecordingEngine evaluation = new RecordingEngine();
        SmallModels.elbo(vflow(), evaluation, ToyDensity.MOONS.sample(BATCH, SEED), SEED);
        uses.put("evaluation", evaluation);
        RecordingEngine single = new RecordingEngine();
        try (Evaluator scorer = Evaluator.ofScores(vflow(), single, BATCH, SEED)) {
            scorer.score(1, 2);
        }
        uses.put("single rows", single);
        Set<Float> seen = new HashSet<>();
        uses.forEach((use, engine) -> {
            Set<Float> numbers = RecordingEngine.numbers(engine.arrays(Model.NOISE));
            Set<Float> shared = new HashSet<>(numbers);
            shared.retainAll(seen);
            assertTrue(
                    shared.size() < 0.01 * numbers.size(), use + " shares " + shared.size() + " numbers, seed " + SEED);
            seen.addAll(numbers);
        });
    }

    /** Dropout of half the features: masks of different steps and shards agree in about half of their elements. */
    @Test
    void everyStepAndShardHasMasksOfItsOwn() {
        for (int shards : new int[] {1, 2}) {
            RecordingEngine engine = new RecordingEngine();
            FlowModel model = ImageTrainingTest.model(0.5);
            new Trainer(model, TrainingPlan.of(3, 4, 1e-3, SEED).withShards(shards), engine)
                    .fit(BatchSource.of(ImageTrainingTest.DATA, SEED));
            List<float[]> masks = engine.arraysOf("dropout.");
            assertTrue(masks.size() >= 3 * shards, masks.size() + " masks");
            Map<Integer, List<float[]>> bySize = new LinkedHashMap<>();
            masks.forEach(m ->
                    bySize.computeIfAbsent(m.length, _ -> new ArrayList<>()).add(m));
            bySize.values().forEach(same -> assertDifferent(same));
        }
    }

    private static void assertDifferent(List<float[]> masks) {
        for (int i = 0; i < masks.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertTrue(agreement(masks.get(i), masks.get(j)) < 0.8, "masks " + j + " and " + i + ", seed " + SEED);
            }
        }
    }

    private static double agreement(float[] a, float[] b) {
        int same = 0;
        for (int i = 0; i < a.length; i++) {
            same += (a[i] == 0) == (b[i] == 0) ? 1 : 0;
        }
        return (double) same / a.length;
    }

    /** The rate of a step reaches the optimizer: with a rate of zero at the first step nothing moves. */
    @Test
    void warmUpBeginsAtARateOfZero() {
        Schedule schedule = new Schedule.WarmUp(4, new Schedule.Constant(1e-2));
        assertEquals(0, schedule.at(0));
        assertEquals(0.5e-2, schedule.at(2), 1e-12);
        assertEquals(1e-2, schedule.at(4), 1e-12);
    }
}

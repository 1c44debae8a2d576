package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The training loop learns, stops, resumes and reports errors. */
final class TrainerTest {
    private static final long SEED = Seeds.of("TrainerTest");
    private static final RowSpec FLOW = SmallModels.spec(2, CouplingSpec.Kind.AFFINE);
    private static final RowSpec VFLOW = FLOW.withAugment(2, List.of());

    private static BatchSource moons() {
        return BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
    }

    private static TrainingPlan plan(long steps) {
        return TrainingPlan.of(steps, 32, 5e-3, SEED)
                .withEma(0.9)
                .withClipNorm(5)
                .withEvaluation(10, 0);
    }

    static Stream<RowSpec> specs() {
        return Stream.of(FLOW, VFLOW);
    }

    private static TrainingState fit(FlowModel model, TrainingPlan plan) {
        return new Trainer(model, plan, SmallModels.VECTOR).fit(moons());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void trainingRaisesTheBound(RowSpec spec) {
        FlowModel model = Models.of(spec, SEED);
        Rows fresh = SmallModels.freshMoons(1000);
        double before = SmallModels.meanElbo(model, SmallModels.VECTOR, fresh, SEED);
        List<Trainer.Progress> reports = new ArrayList<>();
        new Trainer(model, TrainingPlan.of(200, 64, 5e-3, SEED).withEvaluation(50, 0), SmallModels.VECTOR)
                .onProgress(reports::add)
                .fit(moons());
        double after = SmallModels.meanElbo(model, SmallModels.VECTOR, fresh, SEED);
        assertTrue(after > before + 0.3, "seed " + SEED + ": " + after + " after " + before);
        assertEquals(
                List.of(50L, 100L, 150L, 200L),
                reports.stream().map(Trainer.Progress::step).toList());
        Trainer.Progress last = reports.getLast();
        assertTrue(last.trainBound() > reports.getFirst().trainBound(), reports::toString);
        assertEquals(after, last.trainBound(), 0.3, "the report is of the mean bound in nats");
        assertEquals(200, last.steps());
        assertEquals(5e-3, last.learningRate());
        assertTrue(Double.isNaN(last.validationBound()) && Double.isNaN(last.bestBound()), "without validation rows");
        assertTrue(last.seconds() > 0, "time passes");
    }

    @ParameterizedTest
    @MethodSource("specs")
    void theSameSeedGivesTheSameBits(RowSpec spec) {
        FlowModel one = Models.of(spec, SEED);
        FlowModel two = Models.of(spec, SEED);
        TrainingState first = fit(one, plan(30));
        TrainingState second = new Trainer(two, plan(30), Engines.vector(2)).fit(moons());
        assertSameState(first, second);
        assertArrayEquals(one.parameters().values(), two.parameters().values());
    }

    private static void assertSameState(TrainingState a, TrainingState b) {
        assertEquals(a.step(), b.step());
        assertArrayEquals(a.parameters(), b.parameters(), "parameters");
        assertArrayEquals(a.m(), b.m(), "first moments");
        assertArrayEquals(a.v(), b.v(), "second moments");
        assertArrayEquals(a.ema(), b.ema(), "average");
        assertArrayEquals(a.best(), b.best(), "best");
        assertEquals(a.bestBound(), b.bestBound());
        assertEquals(a.stale(), b.stale());
    }

    /** 100 steps, or 50 and then 50 more in another trainer, on another model. */
    @ParameterizedTest
    @MethodSource("specs")
    void aResumedRunGoesOnBitByBit(RowSpec spec) {
        Rows validation = SmallModels.freshMoons(100);
        List<TrainingState> states = new ArrayList<>();
        TrainingPlan plan = plan(100).withSchedule(new Schedule.Cosine(5e-3, 100));
        FlowModel whole = Models.of(spec, SEED);
        TrainingState end = new Trainer(whole, plan, SmallModels.VECTOR)
                .validation(validation)
                .onState(states::add)
                .fit(moons());
        TrainingState half = states.get(4);
        assertEquals(50, half.step());
        FlowModel resumed = Models.of(spec, SEED + 1);
        TrainingState again = new Trainer(resumed, plan, SmallModels.VECTOR)
                .validation(validation)
                .fit(moons(), half);
        assertSameState(end, again);
        assertArrayEquals(whole.parameters().values(), resumed.parameters().values());
    }

    /** A rate that grows until it harms: the best parameters are kept, and patience ends the run. */
    @Test
    void stopsEarlyAndKeepsTheBest() {
        FlowModel model = Models.of(FLOW, SEED);
        Rows validation = SmallModels.freshMoons(300);
        List<Trainer.Progress> reports = new ArrayList<>();
        TrainingPlan plan = TrainingPlan.of(5000, 32, 1, SEED)
                .withSchedule(new Schedule.Exponential(1e-3, 0, Math.exp(1 / 25.0), 0))
                .withClipNorm(1)
                .withEvaluation(10, 3);
        TrainingState end = new Trainer(model, plan, SmallModels.VECTOR)
                .validation(validation)
                .onProgress(reports::add)
                .fit(moons());
        int best = 0;
        for (int i = 0; i < reports.size(); i++) {
            if (reports.get(i).validationBound() > reports.get(best).validationBound()) {
                best = i;
            }
        }
        assertTrue(end.step() < 5000, "seed " + SEED + ": " + reports.getLast());
        assertEquals(3, end.stale());
        assertEquals(reports.size() - 1, best + 3, "three evaluations after the best one");
        assertEquals(reports.get(best).validationBound(), end.bestBound());
        assertEquals(end.bestBound(), reports.getLast().bestBound());
        assertArrayEquals(end.best(), model.parameters().values());
        double kept = SmallModels.meanElbo(model, SmallModels.VECTOR, validation, SEED);
        assertEquals(end.bestBound(), kept, 1e-9, "a flow's bound has no noise");
        assertFalse(Arrays.equals(end.parameters(), end.best()), "the last are others");
    }

    @Test
    void withoutPatienceItRunsToTheEnd() {
        FlowModel model = Models.of(FLOW, SEED);
        TrainingPlan plan = TrainingPlan.of(60, 32, 0.5, SEED).withClipNorm(1).withEvaluation(10, 0);
        TrainingState end = new Trainer(model, plan, SmallModels.VECTOR)
                .validation(SmallModels.freshMoons(100))
                .fit(moons());
        assertEquals(60, end.step());
        assertTrue(end.stale() > 0, "although it got worse: " + end.bestBound());
    }

    /** e ← dₜ·e + (1 − dₜ)·p, recomputed from the parameters after every step; dₜ is d from the ninth step on. */
    @Test
    void theAverageIsThatOfTheParameters() {
        double decay = 0.5;
        FlowModel model = Models.of(FLOW, SEED);
        float[] start = model.parameters().values().clone();
        double[] average = new double[start.length];
        Arrays.setAll(average, i -> start[i]);
        List<TrainingState> states = new ArrayList<>();
        new Trainer(model, TrainingPlan.of(20, 32, 5e-3, SEED).withEma(decay).withEvaluation(1, 0), SmallModels.VECTOR)
                .onState(states::add)
                .fit(moons());
        for (TrainingState s : states) {
            float[] p = s.parameters();
            double d = Math.min(decay, s.step() / (s.step() + 9.0));
            Arrays.setAll(average, i -> d * average[i] + (1 - d) * p[i]);
        }
        float[] ema = states.getLast().ema();
        assertNotNull(ema);
        for (int i = 0; i < ema.length; i++) {
            assertEquals(average[i], ema[i], 1e-5, "parameter " + i);
        }
        assertArrayEquals(ema, model.parameters().values(), "and is what the model gets");
    }

    /** The averages are evaluated, so the best are averages, too: a copy of those of the evaluation that was best. */
    @Test
    void theBestAreTheAveragesThatWereEvaluated() {
        FlowModel model = Models.of(FLOW, SEED);
        List<TrainingState> states = new ArrayList<>();
        TrainingState end = new Trainer(model, plan(40), SmallModels.VECTOR)
                .validation(SmallModels.freshMoons(200))
                .onState(states::add)
                .fit(moons());
        TrainingState best = states.stream()
                .filter(s -> s.bestBound() == end.bestBound())
                .findFirst()
                .orElseThrow();
        assertEquals(0, best.stale());
        assertArrayEquals(best.ema(), end.best());
        assertFalse(Arrays.equals(best.parameters(), end.best()), "the last parameters are no averages");
        assertArrayEquals(best.ema(), model.parameters().values());
        try (Evaluator e = Evaluator.ofMeans(model, SmallModels.VECTOR, 1, SEED)) {
            assertEquals(
                    e.mean(SmallModels.freshMoons(200)), end.bestBound(), 1e-9, "an exact bound, whatever its noise");
        }
    }

    @Test
    void withoutAnAverageTheModelGetsTheLastParameters() {
        FlowModel model = Models.of(FLOW, SEED);
        TrainingState end = fit(model, TrainingPlan.of(5, 32, 5e-3, SEED));
        assertNull(end.ema());
        assertNull(end.best());
        assertArrayEquals(end.parameters(), model.parameters().values());
    }

    /** Each report's state is a picture of its own. */
    @Test
    void statesAreNotModifiedLater() {
        List<TrainingState> states = new ArrayList<>();
        List<float[]> copies = new ArrayList<>();
        new Trainer(Models.of(FLOW, SEED), plan(30), SmallModels.VECTOR)
                .onState(s -> {
                    states.add(s);
                    copies.add(s.parameters().clone());
                })
                .fit(moons());
        for (int i = 0; i < states.size(); i++) {
            assertArrayEquals(copies.get(i), states.get(i).parameters());
        }
        assertFalse(Arrays.equals(copies.get(0), copies.get(1)), "and they move");
    }

    @Test
    void aRowThatIsNoNumberIsAnErrorThatNamesStepAndRate() {
        Trainer trainer = new Trainer(
                Models.of(FLOW, SEED), TrainingPlan.of(40, 32, 0.25, SEED).withEvaluation(10, 0), SmallModels.VECTOR);
        BatchSource broken = BatchSource.of(2, (_, rows) -> Arrays.fill(rows, Float.NaN));
        DivergedException e = assertThrows(DivergedException.class, () -> trainer.fit(broken));
        assertEquals(
                "Trainer: training diverged at step 1 (learning rate 0.25): the loss is NaN; a number is not finite in"
                        + " float32 in row 0 of batch 0 (both counted from 0); lower the learning rate, clip the gradient,"
                        + " or check the data for outliers",
                e.getMessage());
    }

    /** A map that collapses is found by the engine itself. */
    @Test
    void aMatrixThatBreaksIsNamed() {
        FlowModel model = Models.of(FLOW, SEED);
        Parameter w = model.parameters().named("p.1.W");
        model.parameters().set(w, new float[] {1, 2, 2, 4});
        Trainer trainer = new Trainer(model, TrainingPlan.of(40, 32, 1e-3, SEED), SmallModels.VECTOR);
        DivergedException e = assertThrows(DivergedException.class, () -> trainer.fit(moons()));
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "Trainer: training diverged at step 1 (learning rate 0.001): a 2×2 matrix is singular"),
                e.getMessage());
        assertTrue(e.getMessage().contains("; the linear map \"p.1.W\" is singular; lower the"), e.getMessage());
    }

    @Test
    void plansAreChecked() {
        assertEquals(
                "TrainingPlan: steps and batchSize must be at least 1 but are 0 and 32",
                assertThrows(IllegalArgumentException.class, () -> TrainingPlan.of(0, 32, 1e-3, SEED))
                        .getMessage());
        TrainingPlan plan = TrainingPlan.of(10, 32, 1e-3, SEED);
        assertEquals(
                "Descent: emaDecay must be in [0, 1) but is 1.0",
                assertThrows(IllegalArgumentException.class, () -> plan.withEma(1))
                        .getMessage());
        assertEquals(
                "TrainingPlan: shards must divide the batch, or be 0 for a choice by the model, but are 3 of a batch of 32",
                assertThrows(IllegalArgumentException.class, () -> plan.withShards(3))
                        .getMessage());
        assertEquals(
                "Descent: clipNorm must be positive, or 0 for none, but is -1.0",
                assertThrows(IllegalArgumentException.class, () -> plan.withClipNorm(-1))
                        .getMessage());
        assertEquals(
                "Execution: shards must not be negative but are -1",
                assertThrows(IllegalArgumentException.class, () -> plan.withShards(-1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> plan.withClipNorm(-1));
        assertEquals(
                "TrainingPlan.Evaluation: every must be at least 1 and patience at least 0 but are 0 and 1",
                assertThrows(IllegalArgumentException.class, () -> plan.withEvaluation(0, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> plan.withEvaluation(1, -1));
        assertEquals(
                "Recompute: segments must not be negative but are -1",
                assertThrows(IllegalArgumentException.class, () -> new TrainingPlan.Recompute(Memory.STORED, -1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> plan.withClipNorm(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> plan.withEma(Double.NaN));
    }

    @Test
    void rowsOfAnotherWidthAreRefused() {
        Rows wide = Rows.of(new float[][] {{1, 2, 3}, {3, 4, 5}});
        Trainer trainer = new Trainer(Models.of(VFLOW, SEED), plan(10), SmallModels.VECTOR).validation(wide);
        assertThrows(IllegalArgumentException.class, () -> trainer.fit(moons()));
    }

    /** A penalty that outweighs the bound draws all parameters to zero; a multiple of the bound is what Adam does not see. */
    @Test
    void anObjectiveOfOnesOwnIsWhatIsMinimised() {
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH);
        FlowModel shrunk = Models.of(spec, SEED);
        double before = norm(shrunk);
        TrainingPlan plan = TrainingPlan.of(100, 16, 1e-2, SEED);
        BatchSource moons = BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
        new Trainer(shrunk, plan, SmallModels.VECTOR)
                .objective((bound, parameters, _) -> parameters.stream()
                        .map(p -> p.square().sum().times(1e6))
                        .reduce(bound.mean(0).negate(), Tensor::plus))
                .fit(moons);
        assertTrue(norm(shrunk) < before / 10, norm(shrunk) + " of " + before);

        FlowModel usual = Models.of(spec, SEED);
        FlowModel same = Models.of(spec, SEED);
        new Trainer(usual, plan, SmallModels.VECTOR).fit(moons);
        new Trainer(same, plan, SmallModels.VECTOR)
                .objective(Objective.meanBound())
                .fit(moons);
        assertArrayEquals(usual.parameters().values(), same.parameters().values());
    }

    private static double norm(FlowModel model) {
        double sum = 0;
        for (float v : model.parameters().values()) {
            sum += (double) v * v;
        }
        return sum;
    }
}

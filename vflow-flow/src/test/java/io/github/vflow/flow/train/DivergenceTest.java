package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training that cannot go on says where and why, and the model keeps the best that was reached. */
final class DivergenceTest {
    private static final long SEED = Seeds.of("DivergenceTest");
    private static final RowSpec SPEC =
            SmallModels.spec(2, CouplingSpec.Kind.AFFINE).withLinear(Steps.Linear.LU);
    private static final int POISONED = 17;

    /** Moons, one of them far beyond what float32 can square. */
    private static Rows poisoned() {
        double[] flat = ToyDensity.MOONS.sample(64, SEED).toArray();
        flat[2 * POISONED] = 1e30;
        return Rows.of(flat, 2);
    }

    private static TrainingPlan plan(double rate, long every) {
        return TrainingPlan.of(200, 16, rate, SEED).withEvaluation(every, 0);
    }

    private static DivergedException divergence(TrainingPlan plan, BatchSource source) {
        Trainer trainer = new Trainer(Models.of(SPEC, SEED), plan, SmallModels.VECTOR);
        return assertThrows(DivergedException.class, () -> trainer.fit(source));
    }

    /** Of batches of 16 in epochs of 64 rows, the row is in one of the first four. */
    @Test
    void theStepTheLayerAndTheRowAreNamedHoweverSeldomItIsEvaluated() {
        DivergedException often = divergence(plan(1e-3, 1), BatchSource.of(poisoned(), SEED));
        DivergedException seldom = divergence(plan(1e-3, 100), BatchSource.of(poisoned(), SEED));
        assertEquals(often.getMessage(), seldom.getMessage());
        assertTrue(seldom.step() >= 1 && seldom.step() <= 4, seldom.getMessage());
        assertTrue(
                seldom.getMessage()
                        .matches("Trainer: training diverged at step " + seldom.step()
                                + " \\(learning rate 0\\.001\\): the loss is (NaN|-?Infinity); .* is the first that is not finite, at row "
                                + POISONED
                                + " of the training data \\(counted from 0\\); lower the learning rate, clip the gradient, or"
                                + " check the data for outliers"),
                seldom.getMessage());
    }

    /** No step follows the one that diverged, however seldom the run is evaluated. */
    @Test
    void aRunEndsAtTheStepThatDiverged() {
        BatchSource.Filler moons = ToyDensity.MOONS.sampler(SEED);
        long[] last = {0};
        DivergedException e = divergence(plan(1e-3, 100), BatchSource.of(2, (batch, rows) -> {
            moons.fill(batch, rows);
            if (batch == POISONED) {
                rows[0] = 1e30f;
            }
            last[0] = Math.max(last[0], batch);
        }));
        assertEquals(POISONED + 1L, e.step());
        assertEquals(POISONED, last[0]);
    }

    /** A rate that is too high by far: parameters that are not finite are found at the step that made them so. */
    @Test
    void aRateThatIsTooHighIsBlamedOnItsStep() {
        BatchSource moons = BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
        DivergedException often = divergence(plan(1e39, 1), moons);
        DivergedException seldom = divergence(plan(1e39, 200), moons);
        assertEquals(1, often.step(), often.getMessage());
        assertEquals(often.getMessage(), seldom.getMessage());
        assertTrue(often.getMessage().contains("afterwards parameter \"p.0."), often.getMessage());
    }

    /** The last step of a run has no loss after it. */
    @Test
    void parametersAreFiniteAfterTheLastStepToo() {
        BatchSource moons = BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
        DivergedException e = divergence(TrainingPlan.of(1, 16, 1e39, SEED), moons);
        assertEquals(1, e.step());
    }

    @Test
    void theModelKeepsTheBestThatWasReached() {
        FlowModel model = Models.of(SPEC, SEED);
        List<TrainingState> states = new ArrayList<>();
        TrainingPlan plan = plan(1e-3, 10).withSchedule(new Schedule.Exponential(1e-3, 50, 1e42, 0));
        Trainer trainer = new Trainer(model, plan, SmallModels.VECTOR)
                .validation(SmallModels.freshMoons(50))
                .onState(states::add);
        assertThrows(DivergedException.class, () -> trainer.fit(BatchSource.of(2, ToyDensity.MOONS.sampler(SEED))));
        TrainingState last = states.getLast();
        assertEquals(50, last.step());
        assertNotNull(last.best());
        assertArrayEquals(last.best(), model.parameters().values());
        double bound = SmallModels.meanElbo(model, SmallModels.VECTOR, SmallModels.freshMoons(50), SEED);
        assertEquals(last.bestBound(), bound, 1e-9);
    }

    @Test
    void aListenerThatFailsLosesNothing() {
        FlowModel model = Models.of(SPEC, SEED);
        List<TrainingState> states = new ArrayList<>();
        Trainer trainer = new Trainer(model, plan(1e-3, 10), SmallModels.VECTOR).onState(s -> {
            states.add(s);
            if (s.step() == 30) {
                throw new IllegalStateException("no space");
            }
        });
        BatchSource moons = BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
        assertThrows(IllegalStateException.class, () -> trainer.fit(moons));
        assertArrayEquals(states.getLast().parameters(), model.parameters().values());
    }

    @Test
    void aValidationRowWithoutADensityIsNamed() {
        Trainer trainer = new Trainer(Models.of(SPEC, SEED), plan(1e-3, 10), SmallModels.VECTOR).validation(poisoned());
        BatchSource moons = BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
        ArithmeticException e = assertThrowsExactly(ArithmeticException.class, () -> trainer.fit(moons));
        assertEquals(
                "Trainer: validation row 17 (counted from 0) has no density that float32 can hold: its bound is −∞, and so is the"
                        + " mean, as for 1 of 64 rows; repair or remove the row, standardise the data, or use a bounded coupling"
                        + " such as AFFINE_TANH",
                e.getMessage());
    }

    /** Where most rows have none, it is not the rows. */
    @Test
    void aModelThatHasExplodedIsNotBlamedOnARow() {
        FlowModel model = Models.of(SPEC, SEED);
        model.parameters().set(model.parameters().named("p.0.g"), new float[] {1e25f, 1e25f});
        Rows rows = SmallModels.freshMoons(50);
        BatchSource origin = BatchSource.of(2, (_, into) -> Arrays.fill(into, 0));
        Trainer trainer = new Trainer(model, plan(1e-9, 10), SmallModels.VECTOR).validation(rows);
        DivergedException e = assertThrows(DivergedException.class, () -> trainer.fit(origin));
        assertEquals(
                "Trainer: training diverged by step 10 (learning rate 1.0E-9): 50 of 50 validation rows have no density any more;"
                        + " lower the learning rate, clip the gradient, or check the data for outliers",
                e.getMessage());
    }

    @Test
    void aSourceOfAnotherWidthIsRefused() {
        BatchSource narrow = BatchSource.of(ToyDensity.MOONS.sample(10, 1), 1);
        FlowModel wide = Models.of(SmallModels.spec(5, CouplingSpec.Kind.AFFINE), SEED);
        String message =
                "BatchSource: rows have 2 numbers but the model takes 5; give rows like those that the model was built"
                        + " for";
        Trainer trainer = new Trainer(wide, plan(1e-3, 10), SmallModels.VECTOR);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> trainer.fit(narrow))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Trainer.initialise(wide, SmallModels.VECTOR, narrow, 10, SEED))
                        .getMessage());
    }
}

package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run can be stopped at any step, and goes on from there bit by bit. */
final class StoppingTest {
    private static final long SEED = Seeds.of("StoppingTest");
    private static final RowSpec SPEC =
            SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH).withAugment(2, List.of());
    private static final TrainingPlan PLAN =
            TrainingPlan.of(60, 32, 5e-3, SEED).withEma(0.9).withClipNorm(5).withEvaluation(20, 0);

    private static Trainer trainer(FlowModel model) {
        return new Trainer(model, PLAN, SmallModels.VECTOR).validation(SmallModels.freshMoons(80));
    }

    private static BatchSource moons() {
        return BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 33, 59})
    void aStopBetweenEvaluationsLosesNothing(int steps) {
        FlowModel straight = Models.of(SPEC, SEED);
        TrainingState whole = trainer(straight).fit(moons());

        AtomicLong asked = new AtomicLong();
        List<TrainingState> states = new ArrayList<>();
        FlowModel stopped = Models.of(SPEC, SEED);
        TrainingState half = trainer(stopped)
                .onState(states::add)
                .stopWhen(() -> asked.incrementAndGet() == steps)
                .fit(moons());
        assertEquals(steps, half.step());
        assertEquals(half, states.getLast(), "the listener has the state to go on from");

        FlowModel resumed = Models.of(SPEC, SEED + 1);
        TrainingState rest = trainer(resumed).fit(moons(), half);
        assertEquals(60, rest.step());
        assertArrayEquals(whole.parameters(), rest.parameters());
        assertArrayEquals(whole.ema(), rest.ema());
        assertEquals(whole.bestBound(), rest.bestBound());
        assertArrayEquals(straight.parameters().values(), resumed.parameters().values());
    }

    @Test
    void anInterruptStopsAndStaysSet() {
        List<Trainer.Progress> reports = new ArrayList<>();
        TrainingState end = trainer(Models.of(SPEC, SEED))
                .onProgress(p -> {
                    reports.add(p);
                    Thread.currentThread().interrupt();
                })
                .fit(moons());
        assertTrue(Thread.interrupted(), "the interrupt stays set");
        assertEquals(1, reports.size());
        assertEquals(20, end.step(), "the step of the report");
    }

    /** Of a rate of zero: the mean since the last report is that of its own batches alone. */
    @Test
    void reportsAreOfTheBatchesSinceTheLastOne() {
        FlowModel model = Models.of(SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH), SEED);
        Rows first = Rows.of(new double[][] {{0, 0}});
        Rows far = Rows.of(new double[][] {{9, 9}});
        BatchSource source = BatchSource.of(2, (batch, rows) -> {
            double[] row = (batch < 10 ? first : far).copyRow(0);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) row[i % 2];
            }
        });
        List<Trainer.Progress> reports = new ArrayList<>();
        TrainingPlan plan = TrainingPlan.of(20, 4, 1e-3, SEED)
                .withSchedule(new Schedule.Constant(0))
                .withEvaluation(10, 0);
        new Trainer(model, plan, SmallModels.VECTOR).onProgress(reports::add).fit(source);
        double near = SmallModels.elbo(model, SmallModels.VECTOR, first, 1)[0];
        double away = SmallModels.elbo(model, SmallModels.VECTOR, far, 1)[0];
        assertEquals(near, reports.get(0).trainBound(), 1e-4);
        assertEquals(away, reports.get(1).trainBound(), 1e-4);
    }

    private static double mean(FlowModel model, float[] parameters, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, SmallModels.VECTOR, 1, SEED)) {
            return evaluator.parameters(parameters).mean(rows);
        }
    }

    /** With a moving average, training evaluates the average. */
    @Test
    void theAverageIsWhatIsEvaluated() {
        FlowModel model = Models.of(SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH), SEED);
        Rows validation = SmallModels.freshMoons(80);
        TrainingPlan plan = TrainingPlan.of(30, 32, 2e-2, SEED).withEma(0.97).withEvaluation(30, 0);
        TrainingState end = new Trainer(model, plan, SmallModels.VECTOR)
                .validation(validation)
                .fit(moons());
        double ofAverage = mean(model, end.current(), validation);
        double ofLast = mean(model, end.parameters(), validation);
        assertEquals(ofAverage, end.bestBound(), 1e-9);
        assertTrue(Math.abs(ofAverage - ofLast) > 1e-3, "the two differ: " + ofAverage + " and " + ofLast);
    }
}

package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.OpenPrograms;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports and exceptions have the numbers of their step, a divergence has its row, and training leaves no program behind. */
final class ReportsTest {
    private static final long SEED = Seeds.of("ReportsTest");
    private static final RowSpec SPEC =
            SmallModels.spec(2, CouplingSpec.Kind.AFFINE).withLinear(Steps.Linear.LU);
    private static final int BATCH = 8;

    /** A rate that halves with each step after the first. */
    private static final TrainingPlan PLAN = TrainingPlan.of(5, BATCH, 1, SEED)
            .withSchedule(new Schedule.Exponential(1e-3, 1, 0.5, 0))
            .withEvaluation(2, 0);

    /** Rows (0, 0), of which one in each batch is another. */
    private static BatchSource rows(int at, double number) {
        return BatchSource.of(2, (_, into) -> {
            Arrays.fill(into, 0);
            into[2 * at] = (float) number;
        });
    }

    private static Trainer trainer(FlowModel model) {
        return new Trainer(model, PLAN, SmallModels.VECTOR);
    }

    @Test
    void reportsAreOfTheirStep() {
        List<Trainer.Progress> reports = new ArrayList<>();
        long started = System.nanoTime();
        trainer(Models.of(SPEC, SEED)).onProgress(reports::add).fit(rows(0, 1));
        double most = (System.nanoTime() - started) * 1e-9;
        assertEquals(
                List.of(2L, 4L, 5L),
                reports.stream().map(Trainer.Progress::step).toList(),
                "every second step, and the last");
        assertEquals(
                List.of(1, 3, 4).stream()
                        .map(step -> PLAN.descent().schedule().at(step))
                        .toList(),
                reports.stream().map(Trainer.Progress::learningRate).toList());
        double before = 0;
        for (Trainer.Progress report : reports) {
            assertTrue(report.seconds() >= before && report.seconds() <= most, report + " of " + most + " s");
            before = report.seconds();
        }
    }

    /** Half of the rows without a density are the fault of rows; of more it is the model's. */
    @Test
    void halfOfTheRowsAreNamed() {
        double far = 1e30;
        Rows half = Rows.of(new double[][] {{0, 0}, {far, 0}, {1, 1}, {0, far}});
        ArithmeticException e = assertThrowsExactly(
                ArithmeticException.class,
                () -> trainer(Models.of(SPEC, SEED))
                        .validation(half, row -> "; it is line " + row)
                        .fit(rows(0, 1)));
        assertTrue(e.getMessage().endsWith(" such as AFFINE_TANH; it is line 1"), e.getMessage());
        Rows most = Rows.of(new double[][] {{0, 0}, {far, 0}, {1, far}, {0, far}});
        DivergedException diverged = assertThrows(
                DivergedException.class,
                () -> trainer(Models.of(SPEC, SEED)).validation(most).fit(rows(0, 1)));
        String rate =
                "diverged by step 2 (learning rate " + PLAN.descent().schedule().at(1) + "): 3 of 4";
        assertTrue(diverged.getMessage().contains(rate), diverged.getMessage());
    }

    private static DivergedException divergence(RowSpec spec, BatchSource source) {
        return assertThrows(
                DivergedException.class, () -> trainer(Models.of(spec, SEED)).fit(source));
    }

    private static void assertNames(String words, DivergedException e) {
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void aRowThatIsNotFiniteIsNamed() {
        assertNames(
                "a number is not finite in float32 in row 3 of batch 0",
                divergence(SPEC, rows(3, Double.POSITIVE_INFINITY)));
    }

    /** With augmented dimensions, too, whose noise is that of the step. */
    @Test
    void aRowFarOutIsNamed() {
        assertNames(
                "is the first that is not finite, at row 5 of batch 0",
                divergence(SPEC.withAugment(2, List.of()), rows(5, 1e30)));
    }

    /** The posterior's scale e⁸⁰ of noise other than zero. */
    @Test
    void theNoiseOfTheStepIsUsedAgain() {
        FlowModel model = Models.of(SPEC.withAugment(2, List.of()), SEED);
        fill(model, "q.mlp.b.1", 80);
        DivergedException e =
                assertThrows(DivergedException.class, () -> trainer(model).fit(rows(0, 1)));
        assertNames("is the first that is not finite, at row 0 of batch 0", e);
    }

    /** Fills the parameters whose names begin with a word. */
    private static void fill(FlowModel model, String prefix, float value) {
        List<Parameter> all = model.parameters().all().stream()
                .filter(p -> p.name().startsWith(prefix))
                .toList();
        assertFalse(all.isEmpty(), prefix);
        for (Parameter p : all) {
            float[] v = new float[p.shape().size()];
            Arrays.fill(v, value);
            model.parameters().set(p, v);
        }
    }

    /** An objective that overflows blames no layer, so the row with the lowest bound is named. */
    @Test
    void theRowWithTheLowestBoundIsNamed() {
        for (int row : new int[] {0, 2, BATCH - 1}) {
            Trainer trainer = trainer(Models.of(SPEC, SEED))
                    .objective((bound, _, _) -> bound.mean(0).times(-1e30).times(1e30));
            DivergedException e = assertThrows(DivergedException.class, () -> trainer.fit(rows(row, 9)));
            assertNames("every layer is finite but the gradient is not; furthest out is row " + row + " of batch 0", e);
        }
    }

    @Test
    void anErrorOfTheEngineIsTheCause() {
        FlowModel model = Models.of(SmallModels.spec(2, CouplingSpec.Kind.AFFINE), SEED);
        model.parameters().set(model.parameters().named("p.1.W"), new float[] {1, 2, 2, 4});
        DivergedException e =
                assertThrows(DivergedException.class, () -> trainer(model).fit(rows(0, 1)));
        assertInstanceOf(ArithmeticException.class, e.getCause());
    }

    /** A source that gives other rows when it is asked again. */
    @Test
    void aDivergenceThatCannotBeRepeatedIsAnError() {
        List<Long> asked = new ArrayList<>();
        BatchSource changing = BatchSource.of(2, (batch, into) -> {
            asked.add(batch);
            Arrays.fill(into, asked.size() == 1 ? Float.NaN : 0.5f);
        });
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> trainer(Models.of(SPEC, SEED)).fit(changing));
        assertEquals(
                "Trainer: step 1 diverged, but not when it was repeated; a step must depend on its state and number alone",
                e.getMessage());
    }

    /** After the last step, and after an exception. */
    @Test
    void everyProgramIsClosed() {
        OpenPrograms engine = new OpenPrograms(SmallModels.VECTOR);
        Rows validation = SmallModels.freshMoons(10);
        for (int shards : new int[] {1, 2}) {
            int before = engine.compiled();
            new Trainer(Models.of(SPEC, SEED), PLAN.withShards(shards), engine)
                    .validation(validation)
                    .fit(rows(0, 1));
            assertTrue(engine.compiled() >= before + 2, "a step and an evaluation");
            assertEquals(0, engine.open(), shards + " shards");
        }
        Trainer failing = new Trainer(Models.of(SPEC, SEED), PLAN, engine)
                .validation(validation)
                .onProgress(_ -> {
                    throw new IllegalStateException("no space");
                });
        assertThrows(IllegalStateException.class, () -> failing.fit(rows(0, 1)));
        assertEquals(0, engine.open(), "after an exception");
    }
}

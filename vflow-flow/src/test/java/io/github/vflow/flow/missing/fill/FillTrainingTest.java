package io.github.vflow.flow.missing.fill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A short training of r(missing given known) for two numbers that depend on each other. */
final class FillTrainingTest {
    private static final long SEED = Seeds.of("FillTrainingTest");

    /** ε = x·W with x₂ ≈ 2·x₁. */
    private static FlowModel model() {
        FlowModel model = Models.of(RowSpec.of(2, 0, 1).withFill(RowSpec.Fill.standard()), SEED);
        model.parameters().set(model.parameters().named("p.0.W"), new float[] {1, -6, 0, 3});
        return model;
    }

    private static FlowModel trained(long steps, long seed) {
        FlowModel model = model();
        FillTraining.run(model, SmallModels.VECTOR, steps, 64, 0.02, seed);
        return model;
    }

    private static double effective(FlowModel model, double... row) {
        try (Evaluator e = Evaluator.ofMeans(model, SmallModels.VECTOR, 300, SEED)) {
            return e.estimate(row).effectiveSampleSize();
        }
    }

    @Test
    void fewStepsMakeDrawsEffective() {
        double before = effective(model(), 1, Double.NaN);
        double after = effective(trained(150, 1), 1, Double.NaN);
        assertTrue(after > 5 * before && after > 80, "effective draws of 300: " + before + ", then " + after);
    }

    /** A second thread draws while a step runs, and gives its place back. */
    @Test
    void aSpareThreadChangesNothingButTheTime() {
        FlowModel alone = model();
        FillTraining.run(alone, SmallModels.VECTOR, 40, 1, () -> {}, new SpareThreads(0));
        SpareThreads spare = new SpareThreads(1);
        FlowModel helped = model();
        Set<Boolean> wereTaken = new HashSet<>();
        FillTraining.run(helped, SmallModels.VECTOR, 40, 1, () -> wereTaken.add(!spare.take(1)), spare);
        assertArrayEquals(alone.parameters().values(), helped.parameters().values());
        assertEquals(Set.of(true), wereTaken, "the thread was taken in each step");
        assertTrue(spare.take(1), "the thread was not given back");
    }

    /** The default run, beside a category on which both numbers are conditioned. */
    @Test
    void aLabelConditionsTheFill() {
        double[][] rows = new double[60][];
        Arrays.setAll(rows, i -> new double[] {i % 7, i % 3, i % 5});
        FlowModel model = Models.of(
                RowSpec.of(3, 0, 1)
                        .withKinds(List.of(new ColumnSpec.Real(), ColumnSpec.Category.of(3), new ColumnSpec.Real()))
                        .withFill(RowSpec.Fill.standard())
                        .standardized(Rows.of(rows)),
                SEED);
        Eval.randomise(model.parameters(), 0.2, new SplittableRandom(SEED));
        double before = effective(model, 3, 1, Double.NaN);
        FillTraining.run(model, SmallModels.VECTOR, 60, 1);
        double after = effective(model, 3, 1, Double.NaN);
        assertTrue(after > before, "effective draws of 300: " + before + ", then " + after);
    }

    @Test
    void onlyTheFillIsTrained() {
        FlowModel before = model();
        FlowModel after = trained(20, 1);
        int p = before.parameters().named("fill.0.W.0").offset();
        float[] then = before.parameters().values();
        float[] now = after.parameters().values();
        assertArrayEquals(Arrays.copyOf(then, p), Arrays.copyOf(now, p));
        assertFalse(Arrays.equals(then, now));
        assertArrayEquals(now, trained(20, 1).parameters().values(), "the same seed, the same bits");
        assertFalse(Arrays.equals(now, trained(20, 2).parameters().values()));
        assertThrows(IllegalArgumentException.class, () -> trained(0, 1));
    }

    @Test
    void anInterruptEndsTheTraining() {
        Thread.currentThread().interrupt();
        FlowModel model;
        try {
            model = trained(1_000_000, 1);
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt stays set");
        }
        assertArrayEquals(model().parameters().values(), model.parameters().values());
    }

    /** Samples far out, here thousands of standard deviations, hide nothing: they have no term in the loss. */
    @Test
    void samplesFarOutHaveNoTerm() {
        FlowModel model = model();
        model.parameters().set(model.parameters().named("p.0.W"), new float[] {1e-5F, 0, 0, 1e-5F});
        float[] before = model.parameters().values().clone();
        FillTraining.run(model, SmallModels.VECTOR, 3, 16, 0.02, 1);
        assertArrayEquals(before, model.parameters().values());
        model.parameters().set(model.parameters().named("p.0.W"), new float[] {1, 0, 0, 1});
        float[] near = model.parameters().values().clone();
        FillTraining.run(model, SmallModels.VECTOR, 3, 16, 0.02, 1);
        assertFalse(Arrays.equals(near, model.parameters().values()));
    }
}

package io.github.vflow.flow.train.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.autodiff.Memory;
import org.junit.jupiter.api.Test;

/** The usual plan, and the limits of its numbers. */
final class TrainingPlanTest {
    @Test
    void aPlanHasAHundredEvaluations() {
        assertEquals(10, TrainingPlan.of(1_000, 32, 1e-3, 1).evaluation().every());
        assertEquals(1, TrainingPlan.of(99, 32, 1e-3, 1).evaluation().every());
    }

    @Test
    void theLeastNumbersAreAllowed() {
        TrainingPlan least = TrainingPlan.of(1, 1, 1e-3, 1);
        assertEquals(1, least.steps());
        assertEquals(1, least.batchSize());
        assertEquals(0, new TrainingPlan.Recompute(Memory.STORED, 0).segments());
    }

    @Test
    void aLimitOfZeroOrInfinityClipsNothing() {
        TrainingPlan plan = TrainingPlan.of(1, 1, 1e-3, 1);
        assertTrue(plan.withClipNorm(5).descent().clips());
        assertFalse(plan.withClipNorm(0).descent().clips());
        assertFalse(plan.withClipNorm(Double.POSITIVE_INFINITY).descent().clips());
    }
}

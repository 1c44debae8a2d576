package io.github.vflow.flow.train.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the training of a table evaluates, and how long it waits for an improvement. */
final class EvaluationTest {
    private static final int BATCH = 256;
    private static final long STEPS = 20_000;
    private static final int PATIENCE = 20;
    private static final int PASSES = 4;

    private static TrainingPlan.Evaluation of(int rows) {
        return TrainingPlan.Evaluation.ofTable(rows, BATCH, STEPS, PATIENCE);
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "90, 5", "640, 10", "3600, 56", "6400, 100"})
    void ofSmallTablesEveryFourthPass(int rows, long every) {
        assertEquals(new TrainingPlan.Evaluation(every, PATIENCE, PATIENCE / 2), of(rows));
    }

    @ParameterizedTest
    @CsvSource({"6500", "9000", "50000", "1000000", "2147483647"})
    void patienceOfLargeTablesLastsAsManyPasses(int rows) {
        TrainingPlan.Evaluation e = of(rows);
        assertEquals(STEPS / 200, e.every());
        long wanted = (long) PATIENCE * PASSES * rows / BATCH;
        long waits = e.patience() * e.every();
        assertTrue(
                waits > wanted - PATIENCE && waits < wanted + e.every(), rows + " rows: waits for " + waits + " steps");
    }

    @Test
    void zeroIsNever() {
        assertEquals(
                0, TrainingPlan.Evaluation.ofTable(1_000_000, BATCH, STEPS, 0).patience());
    }

    @Test
    void patienceThatOutlastsTheStepsCannotEndTraining() {
        TrainingPlan plan = TrainingPlan.of(STEPS, BATCH, 1e-3, 1);
        assertFalse(plan.mayEndEarly());
        assertTrue(plan.withEvaluation(100, 198).mayEndEarly());
        assertFalse(plan.withEvaluation(100, 199).mayEndEarly());
        assertFalse(plan.withEvaluation(of(1_000_000)).mayEndEarly());
        assertTrue(plan.withEvaluation(new TrainingPlan.Evaluation(100, 10_000, 198))
                .mayEndEarly());
        assertFalse(plan.withEvaluation(new TrainingPlan.Evaluation(100, 10_000, 199))
                .mayEndEarly());
    }

    /** Half as many evaluations in vain as up to the best one, but 4 to 8. */
    @ParameterizedTest
    @CsvSource({"0, 4", "1, 4", "8, 4", "9, 5", "12, 6", "15, 8", "16, 8", "100, 8"})
    void patienceGrowsWithTheBestEvaluation(long best, int inVain) {
        TrainingPlan plan =
                TrainingPlan.of(STEPS, BATCH, 1e-3, 1).withEvaluation(new TrainingPlan.Evaluation(10, 8, 4));
        assertFalse(plan.isAtEnd(10 * (best + inVain - 1), inVain - 1));
        assertTrue(plan.isAtEnd(10 * (best + inVain), inVain));
        TrainingPlan constant = plan.withEvaluation(10, 8);
        assertFalse(constant.isAtEnd(10 * (best + 7), 7));
        assertTrue(constant.isAtEnd(10 * (best + 8), 8));
    }

    @Test
    void theLeastIsInPatience() {
        for (int least : new int[] {0, 9}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> new TrainingPlan.Evaluation(10, 8, least));
            assertEquals(
                    "TrainingPlan.Evaluation: least must be in 1 … 8, the patience, but is " + least, e.getMessage());
        }
    }

    /** Twenty evaluations in vain at every 12 steps are 240 steps, and so are five at every 48; a part of an evaluation is one. */
    @Test
    void rarerEvaluationsHaveTheSamePatienceInSteps() {
        assertEquals(new TrainingPlan.Evaluation(48, 5), new TrainingPlan.Evaluation(12, 20).rarer(4));
        assertEquals(new TrainingPlan.Evaluation(48, 6), new TrainingPlan.Evaluation(12, 21).rarer(4));
        assertEquals(new TrainingPlan.Evaluation(48, 0), new TrainingPlan.Evaluation(12, 0).rarer(4));
        assertEquals(new TrainingPlan.Evaluation(36, 3, 2), new TrainingPlan.Evaluation(12, 8, 4).rarer(3));
    }
}

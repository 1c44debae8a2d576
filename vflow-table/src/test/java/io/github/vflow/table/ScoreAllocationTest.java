package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.tensor.run.Engines;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bare score allocates nothing once it is compiled, so that it cannot cause a pause. */
@Tag("fresh")
final class ScoreAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SCORES = 1_000;

    /** The compiler works in the background, on a machine that may be busy. */
    private static final long PATIENCE = 240_000_000_000L;

    @Test
    void aScoreAllocatesNothing() {
        TableModel model = Tables.model();
        double[] row = {21, 58, 1.1};
        assertEquals(0, leastBytes(() -> model.logProb(row)), "bytes of " + SCORES + " scores");
    }

    @Test
    void aScoreOfAVFlowAllocatesNothing() {
        FlowModel model = Models.of(RowSpec.of(2, 2, 1), 1);
        try (Evaluator evaluator = Evaluator.ofScores(model, Engines.vector(1), 4, 1)) {
            double[] row = {0.5, -0.5};
            assertEquals(0, leastBytes(() -> evaluator.score(row)), "bytes of " + SCORES + " scores of four samples");
        }
    }

    private static long leastBytes(Runnable score) {
        long start = System.nanoTime();
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() - start < PATIENCE) {
            least = Math.min(least, bytes(score));
        }
        return least;
    }

    private static long bytes(Runnable score) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < SCORES; i++) {
            score.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

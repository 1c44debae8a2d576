package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A bare score allocates nothing once it is compiled, so that it cannot cause a pause. */
final class ScoreAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SCORES = 1_000;

    /** The compiler works in the background, on a machine that may be busy. */
    private static final long PATIENCE = 60_000_000_000L;

    @Test
    void aScoreAllocatesNothing() {
        TableModel model = Tables.model();
        double[] row = {21, 58, 1.1};
        long start = System.nanoTime();
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() - start < PATIENCE) {
            least = Math.min(least, bytes(model, row));
        }
        assertEquals(0, least, "bytes of " + SCORES + " scores");
    }

    private static long bytes(TableModel model, double[] row) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < SCORES; i++) {
            model.logProb(row);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

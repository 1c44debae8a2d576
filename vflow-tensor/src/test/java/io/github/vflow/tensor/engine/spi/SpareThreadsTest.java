package io.github.vflow.tensor.engine.spi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** All that are asked for or none, and nobody keeps a thread. */
final class SpareThreadsTest {
    @Test
    void allOrNoneAreTaken() {
        SpareThreads spare = new SpareThreads(3);
        assertTrue(spare.take(2));
        assertFalse(spare.take(2), "one is left");
        assertTrue(spare.take(1));
        spare.give(2);
        assertTrue(spare.take(2));
        assertFalse(spare.take(1));
    }

    @Test
    void aJobOccupiesAThreadWhileItRuns() {
        SpareThreads spare = new SpareThreads(1);
        spare.occupying(() -> assertFalse(spare.take(1))).run();
        assertTrue(spare.take(1));
        spare.give(1);
        Runnable failing = spare.occupying(() -> {
            throw new IllegalStateException();
        });
        assertThrows(IllegalStateException.class, failing::run);
        assertTrue(spare.take(1), "a job that failed kept its thread");
    }

    /** Two jobs at once on one thread: the debt is paid before a step gets a thread. */
    @Test
    void jobsDoNotWait() {
        SpareThreads spare = new SpareThreads(1);
        spare.occupying(spare.occupying(() -> assertFalse(spare.take(1)))).run();
        assertTrue(spare.take(1));
    }
}

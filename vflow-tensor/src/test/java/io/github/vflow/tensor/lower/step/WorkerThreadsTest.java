package io.github.vflow.tensor.lower.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.vflow.tensor.engine.spi.SpareThreads;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every chunk runs once a run, however late a thread wakes; what a chunk throws comes out; threads end. */
final class WorkerThreadsTest {
    private static final int THREADS = 4;
    private static final int RUNS = 20_000;

    @Test
    void everyChunkRunsOnceInEveryRun() {
        int chunks = 7;
        AtomicIntegerArray counts = new AtomicIntegerArray(chunks);
        try (Workers workers = new WorkerThreads(THREADS)) {
            Step step = workers.parallel(chunks, (_, chunk) -> counts.incrementAndGet(chunk));
            for (int run = 1; run <= RUNS; run++) {
                step.run(new float[0]);
                for (int c = 0; c < chunks; c++) {
                    assertEquals(run, counts.get(c), "chunk " + c);
                }
            }
        }
    }

    /**
     * Chunks that cost next to nothing, so that threads meet at the same counter all the time: with a claim that is not atomic, a chunk
     * runs twice. How often depends on where the threads run, so there are new ones again and again.
     */
    @Test
    void cheapChunksAreClaimedOnce() {
        int chunks = 1024;
        int runs = 150;
        for (int round = 0; round < 60; round++) {
            AtomicIntegerArray counts = new AtomicIntegerArray(chunks);
            try (Workers workers = new WorkerThreads(THREADS)) {
                Step step = workers.parallel(chunks, (_, chunk) -> counts.getAndIncrement(chunk));
                for (int run = 1; run <= runs; run++) {
                    step.run(new float[0]);
                    for (int c = 0; c < chunks; c++) {
                        if (counts.get(c) != run) {
                            fail("round " + round + ", run " + run + ": chunk " + c + " ran " + counts.get(c)
                                    + " times in all");
                        }
                    }
                }
            }
        }
    }

    /** A step reads what the step before wrote, on whichever thread. */
    @Test
    void stepsSeeWhatStepsBeforeThemWrote() {
        int chunks = 16;
        float[] memory = new float[2 * chunks];
        try (Workers workers = new WorkerThreads(THREADS)) {
            Step write = workers.parallel(chunks, (m, c) -> m[c] = m[chunks + (c + 5) % chunks] + 1);
            Step back = workers.parallel(chunks, (m, c) -> m[chunks + c] = m[(c + 3) % chunks]);
            for (int run = 1; run <= RUNS; run++) {
                write.run(memory);
                back.run(memory);
                float[] expected = new float[2 * chunks];
                Arrays.fill(expected, run);
                assertArrayEquals(expected, memory);
            }
        }
    }

    @Test
    void whatAChunkThrowsComesOutAndTheNextRunIsWhole() {
        int chunks = 5;
        AtomicIntegerArray counts = new AtomicIntegerArray(chunks);
        try (Workers workers = new WorkerThreads(THREADS)) {
            Step step = workers.parallel(chunks, (m, c) -> {
                counts.incrementAndGet(c);
                if (c == m[0]) {
                    throw new ArithmeticException("chunk " + c);
                }
            });
            for (int c = 0; c < chunks; c++) {
                float[] memory = {c};
                ArithmeticException e = assertThrows(ArithmeticException.class, () -> step.run(memory));
                assertEquals("chunk " + c, e.getMessage());
                step.run(new float[] {-1});
            }
            for (int c = 0; c < chunks; c++) {
                assertEquals(2 * chunks, counts.get(c));
            }
        }
    }

    /** An assertion in a kernel, say: it must not end a helper in silence and leave a chunk undone. */
    @Test
    void errorsComeOutToo() {
        try (Workers workers = new WorkerThreads(THREADS)) {
            Step step = workers.parallel(2, (_, _) -> {
                throw new AssertionError("a kernel's");
            });
            for (int run = 0; run < 100; run++) {
                AssertionError e = assertThrows(AssertionError.class, () -> step.run(new float[0]));
                assertEquals("a kernel's", e.getMessage());
            }
            Step fine = workers.parallel(2, (m, c) -> m[c] = 1);
            float[] memory = new float[2];
            fine.run(memory);
            assertArrayEquals(new float[] {1, 1}, memory);
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new AssertionError("a kernel's"),
                new ArithmeticException("a 8×8 matrix is singular"),
                new OutOfMemoryError("of a helper"));
    }

    /** The caller may never get to the chunk that fails; what it is told is what was thrown, not a copy without a message. */
    @ParameterizedTest
    @MethodSource("failures")
    void whatAHelperThrowsComesOutAsItIs(Throwable thrown) {
        Thread caller = Thread.currentThread();
        try (Workers workers = new WorkerThreads(THREADS)) {
            CountDownLatch helped = new CountDownLatch(1);
            Step step = workers.parallel(2, (_, _) -> {
                if (Thread.currentThread().equals(caller)) {
                    awaitQuietly(helped);
                } else {
                    helped.countDown();
                    if (thrown instanceof RuntimeException e) {
                        throw e;
                    }
                    throw (Error) thrown;
                }
            });
            assertSame(thrown, assertThrows(Throwable.class, () -> step.run(new float[0])));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(120, TimeUnit.SECONDS), "no helper came");
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for a helper", e);
        }
    }

    @Test
    void threadsHelpAndEndWhenClosed() throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch two = new CountDownLatch(2);
        try (Workers workers = new WorkerThreads(THREADS)) {
            // a busy machine may let the caller do all parts before a helper wakes, so the first part waits for one
            workers.parallel(64, (_, _) -> {
                        if (seen.add(Thread.currentThread())) {
                            two.countDown();
                        }
                        awaitQuietly(two);
                    })
                    .run(new float[0]);
        }
        seen.remove(Thread.currentThread());
        assertFalse(seen.isEmpty(), "nobody helped");
        for (Thread t : seen) {
            assertTrue(t.isDaemon(), t + " would keep a JVM alive");
            t.join(120_000);
            assertFalse(t.isAlive(), t + " goes on after close()");
        }
    }

    @Test
    void helpersComeOnlyWhileTheirThreadsAreSpare() {
        Thread caller = Thread.currentThread();
        SpareThreads spare = new SpareThreads(THREADS - 1);
        try (Workers workers = new WorkerThreads(THREADS, Optional.of(spare))) {
            CountDownLatch helped = new CountDownLatch(1);
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            Step step = workers.parallel(64, (m, _) -> {
                seen.add(Thread.currentThread());
                if (!Thread.currentThread().equals(caller)) {
                    helped.countDown();
                } else if (m[0] > 0) {
                    awaitQuietly(helped);
                }
            });
            spare.occupying(() -> step.run(new float[] {0})).run();
            assertEquals(Set.of(caller), seen, "a thread was occupied, so too few were spare");
            for (int run = 0; run < 3; run++) {
                step.run(new float[] {1});
            }
            assertTrue(seen.size() > 1, "nobody helped");
            assertTrue(spare.take(THREADS - 1), "a step kept threads");
            assertFalse(spare.take(1), "a step gave back threads that it had not taken");
        }
    }

    @Test
    void oneThreadNeedsNoHelp() {
        int[] order = new int[3];
        try (Workers workers = new WorkerThreads(1)) {
            int[] next = {0};
            workers.parallel(3, (_, c) -> order[c] = next[0]++).run(new float[0]);
        }
        assertArrayEquals(new int[] {0, 1, 2}, order);
    }
}

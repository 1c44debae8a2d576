package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs side by side: all of them end before the call does, also after a fault or an interrupt. */
@Timeout(20)
final class JobsTest {
    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void allJobsRunOnNoMoreThanTheirThreads() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
        AtomicInteger stops = new AtomicInteger();
        SideBySide.run(
                3,
                IntStream.range(0, 50)
                        .<Runnable>mapToObj(k -> () -> {
                            threads.add(Thread.currentThread());
                            done.add(k);
                        })
                        .toList(),
                stops::incrementAndGet);
        assertEquals(50, done.size());
        assertTrue(threads.size() <= 3, threads.toString());
        assertEquals(0, stops.get());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    /** Two jobs that wait for each other end only if they run at once. */
    @Test
    void asManyJobsRunAtOnceAsThereAreThreads() {
        CountDownLatch both = new CountDownLatch(2);
        Runnable meets = () -> {
            both.countDown();
            await(both);
        };
        SideBySide.run(2, List.of(meets, meets), () -> {});
        assertEquals(0, both.getCount());
    }

    /** The second job waits for the stop that the fault of the first causes. */
    @Test
    void aFaultStopsTheOthersAndComesUnchanged() {
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        IllegalStateException fault = new IllegalStateException("first");
        List<Runnable> jobs = List.of(
                () -> {
                    throw fault;
                },
                () -> {
                    await(stopped);
                    ended.incrementAndGet();
                    throw new IllegalStateException("second");
                });
        assertSame(fault, assertThrows(IllegalStateException.class, () -> SideBySide.run(2, jobs, stopped::countDown)));
        assertEquals(1, ended.get());
        AssertionError error = new AssertionError("an error");
        assertSame(
                error,
                assertThrows(
                        AssertionError.class,
                        () -> SideBySide.run(
                                1,
                                List.of(() -> {
                                    throw error;
                                }),
                                () -> {})));
    }

    @Test
    void anInterruptStopsTheJobsAndStaysSet() {
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Thread.currentThread().interrupt();
        SideBySide.run(
                1,
                List.of(() -> {
                    await(stopped);
                    ended.incrementAndGet();
                }),
                stopped::countDown);
        assertTrue(Thread.interrupted());
        assertEquals(1, ended.get());
    }
}

package io.github.vflow.tensor.lower.step;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that help with one step at a time. The caller works too; each thread begins with its own part of the chunks, the same in every
 * step, where its caches are warm, and goes on with the others' parts. Chunks are claimed one by one from a part's counter, so a thread
 * that the machine holds up delays its own chunk only. Results do not depend on who computes a chunk.
 */
public final class WorkerThreads implements Workers {
    private static final int SPINS = 10_000;

    /** Counters lie so many numbers apart, two cache lines: each has its own, and none is where an array keeps its length. */
    private static final int LINE = 16;

    /**
     * A step in chunks. Counters go on from run to run, so nothing is set back, and a claim made late is still a claim on the present run.
     * A thread writes what another wrote only where it takes that one's chunks: between cores that share no cache, a counter that all
     * write costs more than a small chunk.
     */
    private final class Job implements Step {
        private final PlacedChunk body;
        private final int chunks;
        /** Chunks claimed of each part. */
        private final AtomicLongArray claimed = new AtomicLongArray((count() + 1) * LINE);
        /** Chunks done by each thread. */
        private final AtomicLongArray done = new AtomicLongArray((count() + 1) * LINE);

        private float[] memory = new float[0];
        private volatile long runs;
        private volatile @Nullable Throwable failure;

        Job(int chunks, PlacedChunk body) {
            this.chunks = chunks;
            this.body = body;
        }

        @Override
        public void run(float[] m) {
            memory = m;
            long now = runs + 1;
            runs = now;
            current = this;
            epoch.incrementAndGet();
            // who counted itself before that looks once more before it sleeps
            if (sleeping.get() > 0) {
                wake();
            }
            help(0);
            awaitHelpers(now * chunks);
            Throwable f = failure;
            if (f != null) {
                failure = null;
                rethrow(f);
            }
        }

        /** After a short wait the processor goes to whoever needs it: it may be the helper waited for. */
        @SuppressWarnings("ThreadPriorityCheck") // a hint only: the result does not depend on who runs
        private void awaitHelpers(long all) {
            for (int i = 0; done() < all; i++) {
                if (i < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        private long done() {
            long sum = 0;
            for (int i = 1; i <= count(); i++) {
                sum += done.getAcquire(i * LINE);
            }
            return sum;
        }

        private static void rethrow(Throwable f) {
            if (f instanceof Error e) {
                throw e;
            }
            if (f instanceof RuntimeException e) {
                throw e;
            }
        }

        private int start(int part) {
            return part * chunks / count();
        }

        private void help(int worker) {
            long run = runs;
            for (int i = worker; i < worker + count(); i++) {
                part(i < count() ? i : i - count(), worker, run);
            }
        }

        private void part(int part, int worker, long run) {
            int counter = (part + 1) * LINE;
            int first = start(part);
            int size = start(part + 1) - first;
            long end = run * size;
            int finished = 0;
            for (long c = claimed.get(counter); c < end; c = claimed.get(counter)) {
                if (claimed.compareAndSet(counter, c, c + 1)) {
                    try {
                        body.run(memory, first + size - (int) (end - c), worker);
                    } catch (RuntimeException | Error e) {
                        // an error too: it would end a helper in silence, and leave the chunk undone
                        failure = e;
                    } finally {
                        finished++;
                    }
                }
            }
            if (finished > 0) {
                int own = (worker + 1) * LINE;
                done.setRelease(own, done.getPlain(own) + finished);
            }
        }
    }

    private final Thread[] threads;
    private volatile @Nullable Job current;
    private final AtomicInteger epoch = new AtomicInteger();
    private final AtomicInteger sleeping = new AtomicInteger();
    private volatile boolean closed;

    /** With the caller, n threads. */
    public WorkerThreads(int n) {
        threads = new Thread[n - 1];
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] =
                    Thread.ofPlatform().daemon().name("vflow-worker-" + (i + 1)).start(() -> serve(worker));
        }
    }

    @Override
    public int count() {
        return threads.length + 1;
    }

    @Override
    public Step placed(int chunks, PlacedChunk body) {
        return threads.length == 0 || chunks == 1
                ? m -> {
                    for (int c = 0; c < chunks; c++) {
                        body.run(m, c, 0);
                    }
                }
                : new Job(chunks, body);
    }

    private void serve(int worker) {
        int seen = 0;
        while (!closed) {
            for (int i = 0; i < SPINS && epoch.get() == seen; i++) {
                Thread.onSpinWait();
            }
            if (epoch.get() == seen) {
                sleep(seen);
            }
            seen = epoch.get();
            Job job = current;
            if (job != null) {
                job.help(worker);
            }
        }
    }

    private void sleep(int seen) {
        sleeping.incrementAndGet();
        while (epoch.get() == seen && !closed) {
            LockSupport.park(this);
        }
        sleeping.decrementAndGet();
    }

    private void wake() {
        for (Thread t : threads) {
            LockSupport.unpark(t);
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }
}

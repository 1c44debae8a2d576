package io.github.vflow.tensor.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that help with one step at a time. The caller works too; each thread begins with its own part of the chunks, the same in every
 * step, where its caches are warm, and goes on with the others' parts. Chunks are claimed one by one from a part's counter, so a thread
 * that the machine holds up delays its own chunk only. Results do not depend on who computes a chunk.
 */
class Workers implements AutoCloseable {
    private static final int SPINS = 10_000;

    /** Counters lie so many numbers apart, two cache lines: each has its own. */
    private static final int LINE = 32;

    /** The work of one chunk. */
    interface Chunk {
        void run(float[] memory, int chunk);
    }

    /** The work of one chunk, by one of the threads: what it needs in between may lie where that thread's is. */
    interface PlacedChunk {
        void run(float[] memory, int chunk, int worker);
    }

    /** A step in chunks. Reused from run to run, so a claim made late is still a claim on the present run. */
    final class Job implements Step {
        private final PlacedChunk body;
        private final int chunks;
        private final AtomicIntegerArray next;
        private final AtomicInteger pending = new AtomicInteger();
        private float[] memory = new float[0];
        private volatile @Nullable Throwable failure;

        Job(int chunks, PlacedChunk body) {
            this.chunks = chunks;
            this.body = body;
            this.next = new AtomicIntegerArray(count() * LINE);
            for (int part = 0; part < count(); part++) {
                next.set(part * LINE, end(part));
            }
        }

        @Override
        public void run(float[] m) {
            memory = m;
            pending.set(chunks);
            for (int part = 0; part < count(); part++) {
                next.set(part * LINE, end(part - 1));
            }
            current = this;
            epoch.incrementAndGet();
            for (Thread t : threads) {
                LockSupport.unpark(t);
            }
            help(0);
            awaitHelpers();
            Throwable f = failure;
            if (f != null) {
                failure = null;
                rethrow(f);
            }
        }

        /** After a short wait the processor goes to whoever needs it: it may be the helper waited for. */
        @SuppressWarnings("ThreadPriorityCheck") // a hint only: the result does not depend on who runs
        private void awaitHelpers() {
            for (int i = 0; pending.get() > 0; i++) {
                if (i < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        private static void rethrow(Throwable f) {
            if (f instanceof Error e) {
                throw e;
            }
            if (f instanceof RuntimeException e) {
                throw e;
            }
        }

        private int end(int part) {
            return (part + 1) * chunks / count();
        }

        private void help(int worker) {
            for (int i = 0; i < count(); i++) {
                part((worker + i) % count(), worker);
            }
        }

        private void part(int part, int worker) {
            int end = end(part);
            for (int c = next.getAndIncrement(part * LINE); c < end; c = next.getAndIncrement(part * LINE)) {
                try {
                    body.run(memory, c, worker);
                } catch (RuntimeException | Error e) {
                    // an error too: it would end a helper in silence, and leave the chunk undone
                    failure = e;
                } finally {
                    pending.getAndDecrement();
                }
            }
        }
    }

    private final Thread[] threads;
    private volatile @Nullable Job current;
    private final AtomicInteger epoch = new AtomicInteger();
    private volatile boolean closed;

    /** With the caller, n threads. */
    Workers(int n) {
        threads = new Thread[n - 1];
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] =
                    Thread.ofPlatform().daemon().name("vflow-worker-" + (i + 1)).start(() -> serve(worker));
        }
    }

    /** How many threads there are, the caller among them. */
    int count() {
        return threads.length + 1;
    }

    /** A step that runs its chunks on all threads. */
    Step parallel(int chunks, Chunk body) {
        return placed(chunks, (m, chunk, _) -> body.run(m, chunk));
    }

    /** As {@link #parallel}; each chunk is told which thread it is run by, from 0 to {@link #count} − 1. */
    Step placed(int chunks, PlacedChunk body) {
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
            while (epoch.get() == seen && !closed) {
                LockSupport.park(this);
            }
            seen = epoch.get();
            Job job = current;
            if (job != null) {
                job.help(worker);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread t : threads) {
            LockSupport.unpark(t);
        }
    }
}

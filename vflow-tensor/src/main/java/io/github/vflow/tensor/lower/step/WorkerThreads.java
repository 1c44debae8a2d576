package io.github.vflow.tensor.lower.step;

import io.github.vflow.tensor.engine.spi.SpareThreads;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share one step at a time with the caller. Each thread begins with its own part of the chunks. The part is the same
 * in every step, so the thread finds in its caches what it wrote before. A thread that is done goes on with the parts of others.
 * Chunks are claimed one by one from the counter of a part, so a thread that the machine holds up delays only one chunk.
 *
 * <p>With spare threads, a step calls the others only if they are spare just then, else the caller does all of it.
 *
 * <p>The threads start with the first step in chunks. They end when this object is closed, or when nothing reaches it any more.
 */
public final class WorkerThreads implements Workers {
    /** How often a thread looks before it gives up its processor. */
    static final int SPINS = 10_000;

    /**
     * Distance of counters in numbers: two cache lines, so that no counter shares a line with another or with the length of the
     * array.
     */
    private static final int LINE = 16;

    /**
     * A step in chunks. Counters go on from run to run, so nothing is reset, and a late claim is still a claim in the present run.
     * A thread writes the counter of another only to claim one of its chunks: between cores that share no cache, one counter for
     * all costs more than a small chunk.
     */
    private final class Job implements Step, Helpers.Work {
        /** The part of this object that the threads reach; they must not reach the executable. */
        private final WeakReference<Helpers.Work> weak = new WeakReference<>(this);

        private final PlacedChunk body;
        private final int chunks;
        /** Chunks claimed of each part, in all runs. */
        private final AtomicLongArray claimed = new AtomicLongArray((count() + 1) * LINE);
        /** Chunks done by each thread, in all runs. */
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
            boolean isHelped = spare.isEmpty() || spare.get().take(count - 1);
            if (isHelped) {
                helpers.startFor(WorkerThreads.this);
                helpers.call(weak);
            }
            help(0);
            awaitHelpers(now * chunks);
            if (isHelped && spare.isPresent()) {
                spare.get().give(count - 1);
            }
            Throwable f = failure;
            if (f != null) {
                failure = null;
                rethrow(f);
            }
        }

        /** Waits for the other threads. After a short while it yields its processor, which a helper may need. */
        @SuppressWarnings("ThreadPriorityCheck") // a hint: the result does not depend on it
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

        @Override
        public void help(int worker) {
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
                        // errors too: otherwise one would end a helper in silence and leave the chunk undone
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

    private final int count;
    private final Optional<SpareThreads> spare;
    private final Helpers helpers;

    /** Shares steps among n threads. The caller is one of them. */
    public WorkerThreads(int n) {
        this(n, Optional.empty());
    }

    /**
     * Shares steps among n threads.
     *
     * @param spare from which a step takes all threads but the caller's; empty: they are the workers' own
     */
    public WorkerThreads(int n, Optional<SpareThreads> spare) {
        count = n;
        this.spare = spare;
        helpers = new Helpers(n - 1);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Step placed(int chunks, PlacedChunk body) {
        return count == 1 || chunks == 1
                ? m -> {
                    for (int c = 0; c < chunks; c++) {
                        body.run(m, c, 0);
                    }
                }
                : new Job(chunks, body);
    }

    @Override
    public void close() {
        helpers.close();
    }
}

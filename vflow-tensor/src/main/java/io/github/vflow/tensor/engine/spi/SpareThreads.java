package io.github.vflow.tensor.engine.spi;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that jobs side by side leave idle. A job occupies one thread while it runs. A step of an executable takes some of the others, if they
 * are idle just then, and gives them back at its end. Results do not depend on it. Thread-safe.
 */
public final class SpareThreads {
    private final AtomicInteger idle;

    /** All threads are idle. */
    public SpareThreads(int threads) {
        idle = new AtomicInteger(threads);
    }

    /** A job that occupies a thread while it runs. It does not wait: a step may have that thread for a moment longer. */
    public Runnable occupying(Runnable job) {
        return () -> {
            idle.decrementAndGet();
            try {
                job.run();
            } finally {
                idle.incrementAndGet();
            }
        };
    }

    /** Takes all of these threads if they are idle, else none, and says which. The taker must {@link #give} them back. */
    public boolean take(int threads) {
        for (int free = idle.get(); free >= threads; free = idle.get()) {
            if (idle.compareAndSet(free, free - threads)) {
                return true;
            }
        }
        return false;
    }

    /** Gives threads back. */
    public void give(int threads) {
        idle.addAndGet(threads);
    }
}

package io.github.vflow.spark.internal.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The workers that have nothing to do. Thread-safe. */
final class IdleLinks {
    private final List<Link> idle = new ArrayList<>();
    private @Nullable String refusal;

    /** Makes a worker available; the last to come is the first to go, since it has the newest parameters. */
    synchronized void add(Link link) {
        idle.addFirst(link);
        notifyAll();
    }

    /**
     * Takes a worker, and waits for one if there is none.
     *
     * @return empty if none came in time
     * @throws IllegalArgumentException if a worker cannot work
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized Optional<Link> take(Predicate<Link> suits, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            if (refusal != null) {
                throw new IllegalArgumentException(refusal);
            }
            Optional<Link> found = idle.stream().filter(suits).findFirst();
            if (found.isPresent()) {
                idle.remove(found.get());
                return found;
            }
            long rest = deadline - System.nanoTime();
            if (rest <= 0) {
                return Optional.empty();
            }
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
    }

    /** Makes all who wait or will wait fail. */
    synchronized void refuse(String why) {
        refusal = why;
        notifyAll();
    }

    /** Takes all that are there. */
    synchronized List<Link> takeAll() {
        List<Link> all = List.copyOf(idle);
        idle.clear();
        return all;
    }
}

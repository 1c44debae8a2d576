package io.github.vflow.serve.exchange;

import java.time.Duration;

/**
 * The time at which the answer to a request is due.
 *
 * @param nanos of {@link System#nanoTime}
 * @param limit the time from the beginning of the request
 */
public record Deadline(long nanos, Duration limit) {
    /** A deadline from now on. */
    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos(), limit);
    }

    /** The time left; zero if it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** Refuses to go on if the time is over. */
    public void check() {
        if (nanos - System.nanoTime() <= 0) {
            throw new Refusal(
                    503, "the answer takes longer than " + limit.toMillis() / 1e3 + " s; send fewer rows at a time");
        }
    }
}

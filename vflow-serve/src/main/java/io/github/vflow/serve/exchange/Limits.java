package io.github.vflow.serve.exchange;

import java.time.Duration;

/**
 * The most that a request may ask for.
 *
 * @param body bytes of a body
 * @param rows rows of a request, sent or drawn
 * @param time from the first byte of a request to its answer
 * @param running requests that compute at a time
 * @param waiting requests that wait for their turn
 */
public record Limits(int body, int rows, Duration time, int running, int waiting) {
    /** The usual limits on this machine. */
    public static Limits usual() {
        return new Limits(
                16 << 20, 100_000, Duration.ofSeconds(30), Runtime.getRuntime().availableProcessors(), 256);
    }

    /** These limits with other ones. */
    public Limits with(int bodyBytes, int mostRows, Duration mostTime, int mostWaiting) {
        return new Limits(bodyBytes, mostRows, mostTime, running, mostWaiting);
    }

    /** The bytes of all bodies that are held at a time. */
    public long held() {
        return 4L * body;
    }

    /** Refuses more rows than allowed. */
    public void requireRows(long asked) {
        if (asked > rows) {
            throw new Refusal(413, "a request may have at most " + rows + " rows but has " + asked + "; send parts");
        }
    }
}

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
    /** Bytes of a megabyte. */
    public static final int MEGABYTE = 1 << 20;

    /** Megabytes of a body: {@link #ROWS} rows of some twenty columns as CSV, whose cells take about eight bytes. Not measured. */
    public static final int MEGABYTES = 16;

    /** Rows of a request: at the measured 13 to 22 µs a row (docs/lab/performance.md, "vflow serve"), they take some seconds of the time. */
    public static final int ROWS = 100_000;

    /** Seconds of a request, after which clients have usually given up. Not measured. */
    public static final int SECONDS = 30;

    /** Requests that wait: at the measured third of a millisecond each, the last one waits a tenth of a second. Each holds its body. */
    public static final int WAITING = 256;

    /** Bodies of the greatest size that are held at a time: 64 MB, a quarter of the heap of a machine with 1 GB. Not measured. */
    private static final long BODIES = 4;

    /** The usual limits on this machine; each processor computes one request at a time. */
    public static Limits usual() {
        return new Limits(
                MEGABYTES * MEGABYTE,
                ROWS,
                Duration.ofSeconds(SECONDS),
                Runtime.getRuntime().availableProcessors(),
                WAITING);
    }

    /** These limits with other ones. */
    public Limits with(int bodyBytes, int mostRows, Duration mostTime, int mostWaiting) {
        return new Limits(bodyBytes, mostRows, mostTime, running, mostWaiting);
    }

    /** The bytes of all bodies that are held at a time. */
    public long held() {
        return BODIES * body;
    }

    /** Refuses more rows than allowed. */
    public void requireRows(long asked) {
        if (asked > rows) {
            throw new Refusal(413, "a request may have at most " + rows + " rows but has " + asked + "; send parts");
        }
    }
}

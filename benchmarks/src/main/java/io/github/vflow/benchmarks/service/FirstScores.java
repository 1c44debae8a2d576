package io.github.vflow.benchmarks.service;

import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * A service that has just started: loads a model and scores. {@code scripts/ServiceStart.java} runs it under different settings. Its only
 * line has the bits of all scores, then numbers as the script prints them.
 */
public final class FirstScores {
    private static final int FIRST = 10;
    private static final int BLOCK = 100;
    private static final int BLOCKS = 300;

    /** The speed counts as steady from a block on if so many in a row take at most so many times the median of the last third. */
    private static final int STEADY_BLOCKS = 10;

    private static final double STEADY = 1.5;

    private FirstScores() {}

    /** {@code write FILE MODEL} makes the file; {@code score FILE} and {@code warm FILE} score, the latter after a warm-up. */
    public static void main(String... args) throws IOException {
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "write" -> ServiceModel.valueOf(args[2]).fit().save(file);
            case "score" -> score(TableModel.load(file), false);
            case "warm" -> score(TableModel.load(file), true);
            default ->
                throw new IllegalArgumentException("FirstScores: expected write, score or warm but got " + args[0]);
        }
    }

    private static void score(TableModel model, boolean warmUp) {
        double[][] rows = ServiceModel.rows(BLOCK * BLOCKS + FIRST, 2);
        double[] scores = new double[rows.length];
        double beforeWarmUp = processorTime();
        if (warmUp) {
            model.warmUp();
        }
        double warm = processorTime();
        long clock = System.nanoTime();
        scores[0] = model.logProb(rows[0]);
        double first = processorTime();
        long firstClock = System.nanoTime();
        for (int i = 1; i < FIRST; i++) {
            scores[i] = model.logProb(rows[i]);
        }
        double firstTen = (System.nanoTime() - firstClock) * 1e-9;
        double firstOne = (firstClock - clock) * 1e-9;
        double[] total = new double[BLOCKS];
        double[] own = new double[BLOCKS];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int b = 0; b < BLOCKS; b++) {
            long started = threads.getCurrentThreadCpuTime();
            for (int i = FIRST + b * BLOCK; i < FIRST + (b + 1) * BLOCK; i++) {
                scores[i] = model.logProb(rows[i]);
            }
            own[b] = (threads.getCurrentThreadCpuTime() - started) * 1e-9;
            total[b] = processorTime();
        }
        double[] last = Arrays.copyOfRange(own, BLOCKS - BLOCKS / 3, BLOCKS);
        Arrays.sort(last);
        double steady = last[last.length / 2];
        int from = steadyFrom(own, STEADY * steady);
        System.out.printf(
                Locale.ROOT,
                "%08x %.3f %.6f %.6f %d %.3f %.9f %.3f%n",
                Arrays.hashCode(scores),
                first,
                firstOne,
                firstTen,
                FIRST + from * BLOCK,
                from == 0 ? first : total[from - 1],
                steady / BLOCK,
                warm - beforeWarmUp);
    }

    private static int steadyFrom(double[] own, double limit) {
        int inARow = 0;
        for (int b = 0; b < own.length; b++) {
            inARow = own[b] <= limit ? inARow + 1 : 0;
            if (inARow == STEADY_BLOCKS) {
                return b + 1 - STEADY_BLOCKS;
            }
        }
        return own.length;
    }

    /** Of all threads since the start of the JVM, in seconds; the system counts hundredths. */
    private static double processorTime() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toNanos)
                        .orElseThrow()
                * 1e-9;
    }
}

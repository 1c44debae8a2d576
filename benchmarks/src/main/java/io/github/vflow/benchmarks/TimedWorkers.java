package io.github.vflow.benchmarks;

import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Takes the chunks of steps one after another and keeps how long each took at least, with steps cut as for
 * several threads.
 */
final class TimedWorkers implements Workers {
    /**
     * A step in chunks.
     *
     * @param kind the class that made it
     * @param chunks the least time of each, in nanoseconds
     */
    record Timed(String kind, double[] chunks) {
        double sum() {
            return DoubleStream.of(chunks).sum();
        }
    }

    /** Steps are cut as for so many threads. */
    private static final int COUNT = 32;

    private final List<Timed> steps = new ArrayList<>();
    private double inChunks;

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public void close() {
        // there are no threads
    }

    @Override
    public Step placed(int chunks, PlacedChunk body) {
        double[] least = new double[chunks];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        steps.add(new Timed(maker(), least));
        return m -> {
            for (int c = 0; c < chunks; c++) {
                long started = System.nanoTime();
                body.run(m, c, 0);
                double nanos = System.nanoTime() - started;
                least[c] = Math.min(least[c], nanos);
                inChunks += nanos;
            }
        };
    }

    private static String maker() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(f -> f.getDeclaringClass())
                        .filter(c -> !Workers.class.isAssignableFrom(c))
                        .findFirst()
                        .orElseThrow()
                        .getSimpleName());
    }

    /** Nanoseconds in chunks since the last call. */
    double inChunks() {
        double nanos = inChunks;
        inChunks = 0;
        return nanos;
    }

    /** In the order in which they were made. */
    List<Timed> steps() {
        return steps;
    }
}

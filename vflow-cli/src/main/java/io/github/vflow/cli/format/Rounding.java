package io.github.vflow.cli.format;

import java.util.Optional;
import java.util.stream.Stream;

/** Watches what rounding to float32 does to a column: a large offset can hide all of its variation. */
final class Rounding {
    /** More than this part of the standard deviation is a loss. */
    private static final double TOLERANCE = 1e-3;

    private int count;
    private double mean;
    private double squares;
    private double error;

    static Rounding[] each(int columns) {
        return Stream.generate(Rounding::new).limit(columns).toArray(Rounding[]::new);
    }

    void add(double x) {
        count++;
        double d = x - mean;
        mean += d / count;
        squares += d * (x - mean);
        error = Math.max(error, Math.abs(x - (float) x));
    }

    /** What is wrong, if something is. */
    Optional<String> loss() {
        double std = Math.sqrt(squares / count);
        return std > 0 && error > TOLERANCE * std
                ? Optional.of("float32 rounds numbers near " + (float) mean + " by up to " + (float) error
                        + ", too coarse for their standard deviation " + (float) std
                        + "; subtract a constant from the column")
                : Optional.empty();
    }
}

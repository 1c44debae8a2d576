package io.github.vflow.benchmarks.tables.method;

/** A way to say how normal rows are. */
@FunctionalInterface
public interface Detector {
    /**
     * Learns from rows.
     *
     * @param rows [n][d] in standard units, not modified; no column is constant
     * @param seed of what is random
     */
    Learned fit(double[][] rows, long seed);

    /** Whether it takes rows with the numbers of the file instead, constant columns among them. */
    default boolean takesUnits() {
        return false;
    }

    /** What a method learned. */
    interface Learned {
        /** How normal rows [m][d] are, higher is more normal: a log-density in nats, or the negative of an anomaly score. */
        double[] normality(double[][] rows);

        /** Whether {@link #logProb} is there. */
        boolean isDensity();

        /** ln p of rows [m][d] in nats, of a density; most densities judge by it. */
        default double[] logProb(double[][] rows) {
            return normality(rows);
        }

        /** What was chosen while it learned, in a few words. */
        String about();
    }
}

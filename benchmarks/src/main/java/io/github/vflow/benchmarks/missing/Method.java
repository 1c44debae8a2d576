package io.github.vflow.benchmarks.missing;

import java.util.OptionalDouble;

/** A way to score and to fill rows with missing cells. */
interface Method {
    /** The head of its column. */
    String name();

    /**
     * Learns from rows.
     *
     * @param rows [n][d], standardised; NaN is a missing cell, and every row has a known one
     * @param seed of what is random
     */
    Learned fit(double[][] rows, long seed);

    /** What a method learned. */
    interface Learned {
        /** ln p of the known cells of a row [d], in nats; empty of a method without a density. */
        OptionalDouble logProb(double[] row);

        /** A copy of the row [d] with a number in place of each missing cell. */
        double[] impute(double[] row);

        /** What was chosen while it learned, in a few words. */
        String about();
    }
}

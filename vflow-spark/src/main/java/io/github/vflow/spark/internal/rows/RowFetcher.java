package io.github.vflow.spark.internal.rows;

/** Delivers rows by number. */
@FunctionalInterface
public interface RowFetcher {
    /**
     * Copies rows.
     *
     * @param rows their numbers
     * @param into [rows, width], row-major, in the order of the numbers
     */
    void fetch(long[] rows, double[] into);
}

package io.github.vflow.spark.rows;

/** Who has the rows. */
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

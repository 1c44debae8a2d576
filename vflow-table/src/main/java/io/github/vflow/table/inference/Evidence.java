package io.github.vflow.table.inference;

/**
 * Weighs a rule that most cells follow against its exceptions, in bits.
 *
 * <pre>saved = (n − k)·b − n·H(k/n) − k·e</pre>
 *
 * A cell that follows the rule saves b bits, n·H(k/n) bits say which cells are exceptions, and each of them costs e bits more.
 *
 * @param cells n
 * @param exceptions k
 */
public record Evidence(long cells, long exceptions) {
    /**
     * The bits that the rule saves.
     *
     * @param bits b
     * @param each e
     */
    public double saved(double bits, double each) {
        double broken = exceptions / (double) Math.max(1, cells);
        return (cells - exceptions) * bits - cells * (surprise(broken) + surprise(1 - broken)) - exceptions * each;
    }

    /** Whether a rule holds that saves one bit a cell, such as a form that texts have: with up to two exceptions in nine. */
    public boolean holds() {
        return cells > exceptions && saved(1, 0) > 0;
    }

    private static double surprise(double share) {
        return share > 0 ? -share * Math.log(share) / Math.log(2) : 0;
    }
}

package io.github.vflow.tensor.kernel;

/**
 * What attention does with blocks of scores between its matrix products. Scores are logarithms to the base two; weights are quotients
 * of powers of two and their sums. Along rows, element j of a block goes into running number j mod {@link ReductionKernels#LANES}
 * of its row.
 */
public interface AttentionKernels {
    /**
     * In place s = 2^(s − max) for one block of scores more, [keys, queries]; max, sum and scale of the queries lie one behind the other
     * at {@code state}:
     *
     * <pre>max ← max(max, largest of the column),  scale = 2^(max before − max),  sum ← sum·scale + Σ of the column</pre>
     */
    void exponentialsDown(float[] m, int s, int state, Scores shape);

    /** largest [rows, lanes] ← max(largest, s). */
    void largestAlong(float[] m, int s, int largest, Scores shape);

    /** In place s = 2^(s − max of the row); sums [rows, lanes] ← sums + s, and behind them dots ← dots + s·slopes. */
    void exponentialsAlong(float[] m, int s, int slopes, int max, int sums, Scores shape);

    /**
     * From slopes by weight to slopes by score, in place: slope ← s/sum·(slope − mean), sums of the rows at {@code sums}, and behind them
     * means.
     */
    void slopesAlong(float[] m, int s, int slopes, int sums, Scores shape);
}

package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.kernel.operand.Scores;

/**
 * What attention does with blocks of scores between its matrix products. Scores are logarithms to the base two; weights are quotients
 * of powers of two and their sums.
 */
public interface AttentionKernels {
    /** Scores of so many lanes lie side by side. */
    int LANES = 2 * Limits.LANES;

    /**
     * The largest numbers of the columns, with one block of scores more, [keys, queries]; max, sum and scale of the queries lie one behind
     * the other at {@code state}:
     *
     * <pre>max ← max(max, largest of the column),  scale = 2^(max before − max),  sum ← sum·scale</pre>
     */
    void largestDown(float[] m, int s, int state, Scores shape);

    /** After that, in place s = 2^(s − max of the column), sum ← sum + Σ of the column. */
    void exponentialsDown(float[] m, int s, int state, Scores shape);

    /** In place s = 2^(s − norm of the row): with the logarithm to the base two of Σ 2^s over all columns, the weights. */
    void weightsAlong(float[] m, int s, int norms, Scores shape);

    /** From slopes by weight to slopes by score, in place: slope ← weight·(slope − mean of the row). */
    void slopesAlong(float[] m, int weights, int slopes, int means, Scores shape);

    /**
     * The scores of a block of keys, [keys, lanes], of queries in the lanes: chains of fused multiply-adds over the features. With them
     * what {@link #largestDown} does.
     */
    void scoresDown(float[] m, int queries, int keys, int s, int state, NarrowHead shape);

    /**
     * After that, w = 2^(s − max of the column), sum ← sum + Σ w, and results of the queries y ← y·scale + Σ w·v, key after key:
     * chains of fused multiply-adds.
     */
    void mixDown(float[] m, int s, int values, int y, int state, NarrowHead shape);

    /** Of each query, −ln 2·Σ g·y over the features. */
    void meansOf(float[] m, int g, int y, int means, NarrowHead shape);

    /**
     * What queries in rows give to the gradients of keys and values in the lanes, and their slopes by score: four panels lie one behind
     * the other, of keys k, of values v, of the gradients dk and dv.
     *
     * <pre>w = 2^(Σ q·k + norm),  a = w·(Σ g·v + mean),  dk ← dk + Σ a·q,  dv ← dv + Σ w·g</pre>
     *
     * <p>All sums are chains of fused multiply-adds, over the features or query after query.
     *
     * @param slopes where a goes, [queries, lanes] in blocks of {@link #LANES} lanes
     * @param free where the kernel has {@link #LANES} floats for each query to itself
     */
    void gradientAlong(
            float[] m, int q, int g, int norms, int means, int panels, int slopes, int free, NarrowHead shape);
}

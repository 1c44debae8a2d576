package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.kernel.operand.Scores;

/** The work of attention between its matrix products, on blocks of scores. Scores are logarithms to the base two. */
public interface AttentionKernels {
    /**
     * Updates the largest numbers of the columns by one more block of scores, [keys, queries]. At {@code state}, max, sum and scale
     * of the queries follow one another:
     *
     * <pre>max ← max(max, largest of the column),  scale = 2^(max before − max),  sum ← sum·scale</pre>
     */
    void largestDown(float[] m, int s, int state, Scores shape);

    /** After {@link #largestDown}: in place s = 2^(s − max of the column), sum ← sum + Σ of the column. */
    void exponentialsDown(float[] m, int s, int state, Scores shape);

    /** The weights in place: s = 2^(s − norm of the row), where the norm is log₂ Σ 2^s over all columns. */
    void weightsAlong(float[] m, int s, int norms, Scores shape);

    /** Turns slopes by weight into slopes by score, in place: slope ← weight·(slope − mean of the row). */
    void slopesAlong(float[] m, int weights, int slopes, int means, Scores shape);

    /**
     * The scores of a block of keys, [keys, lanes], for queries in the lanes, by chains of fused multiply-adds over the features;
     * then the work of {@link #largestDown}.
     */
    void scoresDown(float[] m, int queries, int keys, int s, int state, NarrowHead shape);

    /**
     * After {@link #scoresDown}: w = 2^(s − max of the column), sum ← sum + Σ w, and results y ← y·scale + Σ w·v, key after key, by
     * chains of fused multiply-adds.
     */
    void mixDown(float[] m, int s, int values, int y, int state, NarrowHead shape);

    /** For each query, −ln 2·Σ g·y over the features. */
    void meansOf(float[] m, int g, int y, int means, NarrowHead shape);

    /**
     * Accumulates the gradients of keys and values in the lanes from queries in rows, and stores the slopes by score. The panels of
     * keys k, values v, dk and dv follow one another.
     *
     * <pre>w = 2^(Σ q·k + norm),  a = w·(Σ g·v + mean),  dk ← dk + Σ a·q,  dv ← dv + Σ w·g</pre>
     *
     * <p>All sums are chains of fused multiply-adds, over the features or query after query.
     *
     * @param slopes offset of a, [queries, lanes] in blocks of {@link Limits#BLOCK} lanes
     * @param free offset of {@link Limits#BLOCK} floats for each query, which the kernel overwrites
     */
    void gradientAlong(
            float[] m, int q, int g, int norms, int means, int panels, int slopes, int free, NarrowHead shape);
}

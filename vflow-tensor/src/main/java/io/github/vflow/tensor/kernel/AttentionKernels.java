package io.github.vflow.tensor.kernel;

/**
 * What attention does with blocks of scores between its matrix products. Scores are logarithms to the base two; weights are quotients
 * of powers of two and their sums.
 */
public interface AttentionKernels {
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
}

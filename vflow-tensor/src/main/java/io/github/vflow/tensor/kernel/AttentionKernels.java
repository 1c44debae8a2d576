package io.github.vflow.tensor.kernel;

/**
 * What attention does with scores between its matrix products; weights are quotients of exponentials and their sums.
 *
 * <p>Sums along a row have the order of {@link ReductionKernels} where its length is a multiple of {@link ReductionKernels#LANES},
 * else one running sum.
 */
public interface AttentionKernels {
    /** In place s = exp(s − max of its column), and sums [columns] = Σ of the columns, one running sum each. */
    void exponentialsDown(float[] m, int s, int sums, Scores shape);

    /** In place s = exp(s − max of its row), and sums [rows] = Σ of the rows. */
    void exponentialsAlong(float[] m, int s, int sums, Scores shape);

    /**
     * From slopes by weight, each divided by its row's sum, to slopes by score, in place: slope = e·(slope − Σ e·slope / sum).
     *
     * @param e exponentials [rows, columns]
     * @param sums of the rows
     */
    void slopesAlong(float[] m, int e, int slopes, int sums, Scores shape);
}

package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.Limits;

/**
 * Functions along the middle axis of x [outer, n, inner]; the result is [outer, inner], for softmax [outer, n, inner].
 *
 * <p>Sums have a fixed order. For inner = 1: {@value Limits#LANES} running sums, element i into sum i mod {@value Limits#LANES},
 * which are then added in a tree of halves. Otherwise one running sum for each inner element.
 * {@code SequentialReductions} has one for inner = 1 too.
 */
public interface ReductionKernels {
    /** Σ x. */
    void sum(float[] m, int x, int y, int outer, int n, int inner);

    /** The largest x. */
    void max(float[] m, int x, int y, int outer, int n, int inner);

    /** ln Σ eˣ. */
    void logSumExp(float[] m, int x, int y, int outer, int n, int inner);

    /** eˣ / Σ eˣ; y differs from x. */
    void softmax(float[] m, int x, int y, int outer, int n, int inner);
}

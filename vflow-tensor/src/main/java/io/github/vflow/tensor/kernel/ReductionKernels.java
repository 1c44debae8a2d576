package io.github.vflow.tensor.kernel;

/**
 * Functions along the middle axis of x [outer, n, inner]; the result is [outer, inner], for softmax [outer, n, inner].
 *
 * <p>Sums have a fixed order. For inner = 1: {@value #LANES} running sums, element i into sum i mod {@value #LANES},
 * which are then added in a tree of halves. Otherwise one running sum for each inner element.
 * {@link SequentialReductions} has one for inner = 1 too.
 */
public interface ReductionKernels {
    /** The number of running sums along a contiguous axis; the widest vector there is has as many lanes. */
    int LANES = 16;

    /** Σ x. */
    void sum(float[] m, int x, int y, int outer, int n, int inner);

    /** The largest. */
    void max(float[] m, int x, int y, int outer, int n, int inner);

    /** ln Σ eˣ. */
    void logSumExp(float[] m, int x, int y, int outer, int n, int inner);

    /** eˣ / Σ eˣ; y differs from x. */
    void softmax(float[] m, int x, int y, int outer, int n, int inner);
}

package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.BroadcastGrid;

/** y = f(a, b) over a {@link BroadcastGrid} of one array; a, b and y are offsets, y equal to an operand or disjoint from it. */
public interface BinaryKernels {
    /** a + b. */
    void add(float[] m, int a, int b, int y, BroadcastGrid g);

    /** a − b. */
    void sub(float[] m, int a, int b, int y, BroadcastGrid g);

    /** a · b. */
    void mul(float[] m, int a, int b, int y, BroadcastGrid g);

    /** a / b. */
    void div(float[] m, int a, int b, int y, BroadcastGrid g);

    /** The larger of the two. */
    void max(float[] m, int a, int b, int y, BroadcastGrid g);

    /** The smaller of the two. */
    void min(float[] m, int a, int b, int y, BroadcastGrid g);

    /** 1 where a &gt; b, else 0. */
    void greater(float[] m, int a, int b, int y, BroadcastGrid g);

    /** a where b &gt; 0, else 0. */
    void gate(float[] m, int a, int b, int y, BroadcastGrid g);

    /** y[i] = mask[i] ≠ 0 ? a[i] : b[i] for n elements; the steps are 0 or 1. */
    void select(float[] m, int mask, int maskStep, int a, int aStep, int b, int bStep, int y, int n);
}

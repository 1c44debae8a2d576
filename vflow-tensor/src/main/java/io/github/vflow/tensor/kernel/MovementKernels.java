package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.RowCopy;

/** Copies elements without computing. */
public interface MovementKernels {
    /** Copies rows; x and y are disjoint. */
    void copy(float[] m, int x, int y, RowCopy r);

    /** Repeats each of some numbers along a row; x and y are disjoint. */
    void spread(float[] m, int x, int y, int rows, int columns);
}

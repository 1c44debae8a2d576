package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.RowCopy;

/** Elements from here to there. */
public interface MovementKernels {
    /** Copies rows; x and y are disjoint. */
    void copy(float[] m, int x, int y, RowCopy r);

    /** Each of so many numbers as often as there are columns; x and y are disjoint. */
    void spread(float[] m, int x, int y, int rows, int columns);
}

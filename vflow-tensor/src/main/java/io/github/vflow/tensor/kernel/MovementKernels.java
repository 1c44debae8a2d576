package io.github.vflow.tensor.kernel;

/** Elements from here to there. */
public interface MovementKernels {
    /** Copies rows; x and y are disjoint. */
    void copy(float[] m, int x, int y, Rows r);
}

package io.github.vflow.tensor.kernel;

/** By the library. */
final class ScalarMovement implements MovementKernels {
    @Override
    public void copy(float[] m, int x, int y, Rows r) {
        for (int i = 0; i < r.count(); i++) {
            System.arraycopy(m, x + i * r.xRow(), m, y + i * r.yRow(), r.width());
        }
    }
}

package io.github.vflow.tensor.kernel;

import java.util.Arrays;

/** By the library, but for rows so narrow that a loop is faster. */
final class ScalarMovement implements MovementKernels {
    private static final int NARROW = 4;

    @Override
    public void copy(float[] m, int x, int y, Rows r) {
        if (r.width() <= NARROW) {
            narrow(m, x, y, r);
            return;
        }
        for (int i = 0; i < r.count(); i++) {
            System.arraycopy(m, x + i * r.xRow(), m, y + i * r.yRow(), r.width());
        }
    }

    private static void narrow(float[] m, int x, int y, Rows r) {
        for (int i = 0; i < r.count(); i++) {
            for (int j = 0; j < r.width(); j++) {
                m[y + i * r.yRow() + j] = m[x + i * r.xRow() + j];
            }
        }
    }

    @Override
    public void spread(float[] m, int x, int y, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            Arrays.fill(m, y + i * columns, y + (i + 1) * columns, m[x + i]);
        }
    }
}

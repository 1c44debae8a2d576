package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.MovementKernels;
import io.github.vflow.tensor.kernel.operand.RowCopy;
import java.util.Arrays;

/**
 * Copies by the library. Rows so narrow that a call takes longer than the copy go column by column, since a loop over a row would
 * be too short.
 */
final class ScalarMovement implements MovementKernels {
    private static final int NARROW = 4;

    @Override
    public void copy(float[] m, int x, int y, RowCopy r) {
        if (r.width() <= NARROW) {
            for (int j = 0; j < r.width(); j++) {
                column(m, x + j, y + j, r);
            }
            return;
        }
        for (int i = 0; i < r.count(); i++) {
            System.arraycopy(m, x + i * r.xRow(), m, y + i * r.yRow(), r.width());
        }
    }

    private static void column(float[] m, int x, int y, RowCopy r) {
        int from = x;
        int to = y;
        for (int i = 0; i < r.count(); i++) {
            m[to] = m[from];
            from += r.xRow();
            to += r.yRow();
        }
    }

    @Override
    public void spread(float[] m, int x, int y, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            Arrays.fill(m, y + i * columns, y + (i + 1) * columns, m[x + i]);
        }
    }
}

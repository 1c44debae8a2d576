package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.Turn;

/** Matrix products by register tiles, one column panel after another so that its part of b stays in the cache. */
final class VectorMatrices implements MatrixKernels {
    /** Four vectors of accumulators a row need 24 registers. */
    private static final int WIDEST = Lanes.MANY ? 4 : 2;

    @Override
    public void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to) {
        int j = 0;
        for (; j + WIDEST * Lanes.N <= g.n(); j += WIDEST * Lanes.N) {
            tiles(m, g, a, b + j, c + j, from, to, WIDEST, Lanes.N);
        }
        while (j < g.n()) {
            int left = g.n() - j;
            int vectors = (left + Lanes.N - 1) / Lanes.N;
            int now = vectors >= WIDEST ? WIDEST : vectors >= 2 ? 2 : 1;
            int width = Math.min(left, now * Lanes.N);
            tiles(m, g, a, b + j, c + j, from, to, now, width - (now - 1) * Lanes.N);
            j += width;
        }
    }

    /** The columns of some vectors from b and c on. */
    private static void tiles(float[] m, Gemm g, int a, int b, int c, int from, int to, int vectors, int lastWidth) {
        if (g.columns().step() == 1) {
            RowTiles.columns(m, g, a, b, c, from, to, vectors, lastWidth);
        } else {
            ColumnTiles.columns(m, g, a, b, c, from, to, vectors, lastWidth);
        }
    }

    @Override
    public void dots(float[] m, int a, int b, int c, int rows, int columns, int n) {
        for (int i = 0; i < rows; i++) {
            RowSum.ofProducts(m, a + i * n, b, c + i * columns, columns, n);
        }
    }

    @Override
    public void transpose(float[] m, int x, int y, Turn t) {
        for (int i = 0; i < t.rows(); i++) {
            int from = x + i * t.xRow();
            int to = y + i;
            for (int j = 0; j < t.columns(); j++) {
                m[to] = m[from + j];
                to += t.yRow();
            }
        }
    }
}

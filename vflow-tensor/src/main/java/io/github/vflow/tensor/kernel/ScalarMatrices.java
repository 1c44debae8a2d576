package io.github.vflow.tensor.kernel;

import java.util.Arrays;

/** One element at a time, in an order that compilers can vectorise. */
final class ScalarMatrices implements MatrixKernels {
    @Override
    public void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to) {
        for (int i = from; i < to; i++) {
            int row = c + i * g.cRow();
            Arrays.fill(m, row, row + g.n(), 0f);
            for (int k = 0; k < g.k(); k++) {
                float x = m[a + g.rows().at(i) + g.columns().at(k)];
                int at = b + k * g.bRow();
                for (int j = 0; j < g.n(); j++) {
                    m[row + j] = Math.fma(x, m[at + j], m[row + j]);
                }
            }
        }
    }

    @Override
    public void dots(float[] m, int a, int b, int c, int rows, int columns, int n) {
        float[] lanes = new float[ReductionKernels.LANES];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                Arrays.fill(lanes, 0f);
                for (int k = 0; k < n; k++) {
                    int lane = k % ReductionKernels.LANES;
                    lanes[lane] = Math.fma(m[a + i * n + k], m[b + j * n + k], lanes[lane]);
                }
                m[c + i * columns + j] = ScalarReductions.tree(lanes);
            }
        }
    }

    @Override
    public void transpose(float[] m, int x, int y, Turn t) {
        for (int i = 0; i < t.rows(); i++) {
            for (int j = 0; j < t.columns(); j++) {
                m[y + j * t.yRow() + i] = m[x + i * t.xRow() + j];
            }
        }
    }
}

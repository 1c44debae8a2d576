package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.Transpose;
import java.util.Arrays;

/** One element at a time, in an order that compilers can vectorise. */
final class ScalarMatrices implements MatrixKernels {
    @Override
    public void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to, int free) {
        for (int i = from; i < to; i++) {
            int row = c + i * g.cRow();
            Arrays.fill(m, row, row + g.n(), 0f);
            for (int k = 0; k < g.k(); k++) {
                float x = m[a + g.rows().at(i) + g.columns().at(k)];
                int at = b + g.bRows().at(k);
                for (int j = 0; j < g.n(); j++) {
                    m[row + j] = Math.fma(x, m[at + j], m[row + j]);
                }
            }
        }
    }

    @Override
    public void add(float[] m, Gemm g, int x, int c, int rows) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < g.n(); j++) {
                m[c + i * g.cRow() + j] += m[x + i * g.n() + j];
            }
        }
    }

    @Override
    public void dots(float[] m, Dots d, int a, int b, int c, int free) {
        float[] lanes = new float[Limits.LANES];
        for (int i = 0; i < d.rows(); i++) {
            for (int j = 0; j < d.columns(); j++) {
                Arrays.fill(lanes, 0f);
                for (int k = 0; k < d.n(); k++) {
                    int lane = k % Limits.LANES;
                    lanes[lane] = Math.fma(m[a + i * d.aRow() + d.at(k)], m[b + j * d.bRow() + d.bAt(k)], lanes[lane]);
                }
                m[c + i * d.cRow() + j] = ScalarReductions.tree(lanes, 0);
            }
        }
    }

    @Override
    public void transpose(float[] m, int x, int y, Transpose t) {
        for (int i = 0; i < t.rows(); i++) {
            for (int j = 0; j < t.columns(); j++) {
                m[y + j * t.yRow() + i] = m[x + i * t.xRow() + j];
            }
        }
    }
}

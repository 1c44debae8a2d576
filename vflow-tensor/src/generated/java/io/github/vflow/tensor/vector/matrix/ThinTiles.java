// Written by: java scripts/Kernels.java. Change the templates there, not this file.
package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Matrix products with a contraction of four or eight, as in heads of attention. A panel of b stays in registers while rows go by;
 * tiles of several rows would spend as long on their beginning and end as on so few products.
 */
final class ThinTiles {
    private ThinTiles() {}

    /** Whether a product has such a contraction. */
    static boolean fit(Gemm g) {
        return Lanes.MANY
                && g.columns().step() == 1
                && (g.k() == 4 || g.k() == 8)
                && Math.min(g.columns().run(), g.bRows().run()) >= g.k();
    }

    /** Computes rows [from, to) of all columns. */
    static void multiply(float[] m, Gemm g, int a, int b, int c, int from, int to) {
        for (int j = 0; j < g.n(); j += 2 * Lanes.N) {
            int left = g.n() - j;
            if (left <= Lanes.N) {
                if (g.k() == 4) {
                    tile4x1(m, g, a, b + j, c + j, from, to, left);
                } else {
                    tile8x1(m, g, a, b + j, c + j, from, to, left);
                }
            } else {
                int lastWidth = left - Lanes.N;
                if (g.k() == 4) {
                    tile4x2(m, g, a, b + j, c + j, from, to, lastWidth);
                } else {
                    tile8x2(m, g, a, b + j, c + j, from, to, lastWidth);
                }
            }
        }
    }

    private static void tile4x1(float[] m, Gemm g, int a, int first, int c, int from, int to, int lastWidth) {
        Axis rows = g.rows();
        FloatVector b00 = FloatVector.fromArray(Lanes.F, m, first);
        FloatVector b10 = FloatVector.fromArray(Lanes.F, m, first + g.bRow());
        FloatVector b20 = FloatVector.fromArray(Lanes.F, m, first + 2 * g.bRow());
        FloatVector b30 = FloatVector.fromArray(Lanes.F, m, first + 3 * g.bRow());
        VectorMask<Float> last = Lanes.first(lastWidth);
        int at = c + from * g.cRow();
        for (int i = from; i < to; i++) {
            int row = a + rows.at(i);
            FloatVector c0 = FloatVector.zero(Lanes.F);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[row]);
            c0 = x0.fma(b00, c0);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[row + 1]);
            c0 = x1.fma(b10, c0);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[row + 2]);
            c0 = x2.fma(b20, c0);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[row + 3]);
            c0 = x3.fma(b30, c0);
            c0.intoArray(m, at, last);
            at += g.cRow();
        }
    }

    private static void tile4x2(float[] m, Gemm g, int a, int first, int c, int from, int to, int lastWidth) {
        Axis rows = g.rows();
        FloatVector b00 = FloatVector.fromArray(Lanes.F, m, first);
        FloatVector b01 = FloatVector.fromArray(Lanes.F, m, first + Lanes.N);
        FloatVector b10 = FloatVector.fromArray(Lanes.F, m, first + g.bRow());
        FloatVector b11 = FloatVector.fromArray(Lanes.F, m, first + g.bRow() + Lanes.N);
        FloatVector b20 = FloatVector.fromArray(Lanes.F, m, first + 2 * g.bRow());
        FloatVector b21 = FloatVector.fromArray(Lanes.F, m, first + 2 * g.bRow() + Lanes.N);
        FloatVector b30 = FloatVector.fromArray(Lanes.F, m, first + 3 * g.bRow());
        FloatVector b31 = FloatVector.fromArray(Lanes.F, m, first + 3 * g.bRow() + Lanes.N);
        VectorMask<Float> last = Lanes.first(lastWidth);
        int at = c + from * g.cRow();
        for (int i = from; i < to; i++) {
            int row = a + rows.at(i);
            FloatVector c0 = FloatVector.zero(Lanes.F);
            FloatVector c1 = FloatVector.zero(Lanes.F);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[row]);
            c0 = x0.fma(b00, c0);
            c1 = x0.fma(b01, c1);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[row + 1]);
            c0 = x1.fma(b10, c0);
            c1 = x1.fma(b11, c1);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[row + 2]);
            c0 = x2.fma(b20, c0);
            c1 = x2.fma(b21, c1);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[row + 3]);
            c0 = x3.fma(b30, c0);
            c1 = x3.fma(b31, c1);
            c0.intoArray(m, at);
            c1.intoArray(m, at + Lanes.N, last);
            at += g.cRow();
        }
    }

    private static void tile8x1(float[] m, Gemm g, int a, int first, int c, int from, int to, int lastWidth) {
        Axis rows = g.rows();
        FloatVector b00 = FloatVector.fromArray(Lanes.F, m, first);
        FloatVector b10 = FloatVector.fromArray(Lanes.F, m, first + g.bRow());
        FloatVector b20 = FloatVector.fromArray(Lanes.F, m, first + 2 * g.bRow());
        FloatVector b30 = FloatVector.fromArray(Lanes.F, m, first + 3 * g.bRow());
        FloatVector b40 = FloatVector.fromArray(Lanes.F, m, first + 4 * g.bRow());
        FloatVector b50 = FloatVector.fromArray(Lanes.F, m, first + 5 * g.bRow());
        FloatVector b60 = FloatVector.fromArray(Lanes.F, m, first + 6 * g.bRow());
        FloatVector b70 = FloatVector.fromArray(Lanes.F, m, first + 7 * g.bRow());
        VectorMask<Float> last = Lanes.first(lastWidth);
        int at = c + from * g.cRow();
        for (int i = from; i < to; i++) {
            int row = a + rows.at(i);
            FloatVector c0 = FloatVector.zero(Lanes.F);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[row]);
            c0 = x0.fma(b00, c0);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[row + 1]);
            c0 = x1.fma(b10, c0);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[row + 2]);
            c0 = x2.fma(b20, c0);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[row + 3]);
            c0 = x3.fma(b30, c0);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[row + 4]);
            c0 = x4.fma(b40, c0);
            FloatVector x5 = FloatVector.broadcast(Lanes.F, m[row + 5]);
            c0 = x5.fma(b50, c0);
            FloatVector x6 = FloatVector.broadcast(Lanes.F, m[row + 6]);
            c0 = x6.fma(b60, c0);
            FloatVector x7 = FloatVector.broadcast(Lanes.F, m[row + 7]);
            c0 = x7.fma(b70, c0);
            c0.intoArray(m, at, last);
            at += g.cRow();
        }
    }

    private static void tile8x2(float[] m, Gemm g, int a, int first, int c, int from, int to, int lastWidth) {
        Axis rows = g.rows();
        FloatVector b00 = FloatVector.fromArray(Lanes.F, m, first);
        FloatVector b01 = FloatVector.fromArray(Lanes.F, m, first + Lanes.N);
        FloatVector b10 = FloatVector.fromArray(Lanes.F, m, first + g.bRow());
        FloatVector b11 = FloatVector.fromArray(Lanes.F, m, first + g.bRow() + Lanes.N);
        FloatVector b20 = FloatVector.fromArray(Lanes.F, m, first + 2 * g.bRow());
        FloatVector b21 = FloatVector.fromArray(Lanes.F, m, first + 2 * g.bRow() + Lanes.N);
        FloatVector b30 = FloatVector.fromArray(Lanes.F, m, first + 3 * g.bRow());
        FloatVector b31 = FloatVector.fromArray(Lanes.F, m, first + 3 * g.bRow() + Lanes.N);
        FloatVector b40 = FloatVector.fromArray(Lanes.F, m, first + 4 * g.bRow());
        FloatVector b41 = FloatVector.fromArray(Lanes.F, m, first + 4 * g.bRow() + Lanes.N);
        FloatVector b50 = FloatVector.fromArray(Lanes.F, m, first + 5 * g.bRow());
        FloatVector b51 = FloatVector.fromArray(Lanes.F, m, first + 5 * g.bRow() + Lanes.N);
        FloatVector b60 = FloatVector.fromArray(Lanes.F, m, first + 6 * g.bRow());
        FloatVector b61 = FloatVector.fromArray(Lanes.F, m, first + 6 * g.bRow() + Lanes.N);
        FloatVector b70 = FloatVector.fromArray(Lanes.F, m, first + 7 * g.bRow());
        FloatVector b71 = FloatVector.fromArray(Lanes.F, m, first + 7 * g.bRow() + Lanes.N);
        VectorMask<Float> last = Lanes.first(lastWidth);
        int at = c + from * g.cRow();
        for (int i = from; i < to; i++) {
            int row = a + rows.at(i);
            FloatVector c0 = FloatVector.zero(Lanes.F);
            FloatVector c1 = FloatVector.zero(Lanes.F);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[row]);
            c0 = x0.fma(b00, c0);
            c1 = x0.fma(b01, c1);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[row + 1]);
            c0 = x1.fma(b10, c0);
            c1 = x1.fma(b11, c1);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[row + 2]);
            c0 = x2.fma(b20, c0);
            c1 = x2.fma(b21, c1);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[row + 3]);
            c0 = x3.fma(b30, c0);
            c1 = x3.fma(b31, c1);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[row + 4]);
            c0 = x4.fma(b40, c0);
            c1 = x4.fma(b41, c1);
            FloatVector x5 = FloatVector.broadcast(Lanes.F, m[row + 5]);
            c0 = x5.fma(b50, c0);
            c1 = x5.fma(b51, c1);
            FloatVector x6 = FloatVector.broadcast(Lanes.F, m[row + 6]);
            c0 = x6.fma(b60, c0);
            c1 = x6.fma(b61, c1);
            FloatVector x7 = FloatVector.broadcast(Lanes.F, m[row + 7]);
            c0 = x7.fma(b70, c0);
            c1 = x7.fma(b71, c1);
            c0.intoArray(m, at);
            c1.intoArray(m, at + Lanes.N, last);
            at += g.cRow();
        }
    }
}

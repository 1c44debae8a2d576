package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The tiles of {@link RowTiles} with two vectors of columns. */
final class RowPairs {
    private RowPairs() {}

    /** Computes rows [from, to) of two vectors of columns; the second may have fewer columns. */
    static void columns(float[] m, Gemm g, int a, int b, int bRow, int bSkip, int c, int from, int to, int lastWidth) {
        int i = from;
        for (; i + 8 <= to && Lanes.MANY; i += 8) {
            tile8x2(m, g, a, b, bRow, bSkip, c, i, lastWidth);
        }
        for (; i + 6 <= to && i + 8 != to && !Lanes.MANY; i += 6) {
            tile6x2(m, g, a, b, bRow, bSkip, c, i, lastWidth);
        }
        for (; i + 4 <= to; i += 4) {
            tile4x2(m, g, a, b, bRow, bSkip, c, i, lastWidth);
        }
        for (; i + 2 <= to; i += 2) {
            tile2x2(m, g, a, b, bRow, bSkip, c, i, lastWidth);
        }
        if (i < to) {
            tile1x2(m, g, a, b, bRow, bSkip, c, i, lastWidth);
        }
    }

    private static void tile8x2(
            float[] m, Gemm g, int from, int first, int bRow, int bSkip, int c, int i, int lastWidth) {
        Axis columns = g.columns();
        Axis rows = g.rows();
        int a0 = from + rows.at(i);
        int a1 = from + rows.at(i + 1);
        int a2 = from + rows.at(i + 2);
        int a3 = from + rows.at(i + 3);
        int a4 = from + rows.at(i + 4);
        int a5 = from + rows.at(i + 5);
        int a6 = from + rows.at(i + 6);
        int a7 = from + rows.at(i + 7);
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c40 = zero;
        FloatVector c41 = zero;
        FloatVector c50 = zero;
        FloatVector c51 = zero;
        FloatVector c60 = zero;
        FloatVector c61 = zero;
        FloatVector c70 = zero;
        FloatVector c71 = zero;
        int b = first;
        int done = 0;
        while (true) {
            int run = Math.min(g.k() - done, columns.run());
            for (int k = 0; k < run; k++) {
                FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
                FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
                FloatVector x0 = FloatVector.broadcast(Lanes.F, m[a0 + k]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(Lanes.F, m[a1 + k]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(Lanes.F, m[a2 + k]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(Lanes.F, m[a3 + k]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(Lanes.F, m[a4 + k]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                FloatVector x5 = FloatVector.broadcast(Lanes.F, m[a5 + k]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                FloatVector x6 = FloatVector.broadcast(Lanes.F, m[a6 + k]);
                c60 = x6.fma(b0, c60);
                c61 = x6.fma(b1, c61);
                FloatVector x7 = FloatVector.broadcast(Lanes.F, m[a7 + k]);
                c70 = x7.fma(b0, c70);
                c71 = x7.fma(b1, c71);
                b += bRow;
            }
            done += run;
            if (done == g.k()) {
                break;
            }
            b += bSkip;
            int jump = run + columns.jump(done);
            a0 += jump;
            a1 += jump;
            a2 += jump;
            a3 += jump;
            a4 += jump;
            a5 += jump;
            a6 += jump;
            a7 += jump;
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N, last);
        c10.intoArray(m, to + g.cRow());
        c11.intoArray(m, to + g.cRow() + Lanes.N, last);
        c20.intoArray(m, to + 2 * g.cRow());
        c21.intoArray(m, to + 2 * g.cRow() + Lanes.N, last);
        c30.intoArray(m, to + 3 * g.cRow());
        c31.intoArray(m, to + 3 * g.cRow() + Lanes.N, last);
        c40.intoArray(m, to + 4 * g.cRow());
        c41.intoArray(m, to + 4 * g.cRow() + Lanes.N, last);
        c50.intoArray(m, to + 5 * g.cRow());
        c51.intoArray(m, to + 5 * g.cRow() + Lanes.N, last);
        c60.intoArray(m, to + 6 * g.cRow());
        c61.intoArray(m, to + 6 * g.cRow() + Lanes.N, last);
        c70.intoArray(m, to + 7 * g.cRow());
        c71.intoArray(m, to + 7 * g.cRow() + Lanes.N, last);
    }

    private static void tile6x2(
            float[] m, Gemm g, int from, int first, int bRow, int bSkip, int c, int i, int lastWidth) {
        Axis columns = g.columns();
        Axis rows = g.rows();
        int a0 = from + rows.at(i);
        int a1 = from + rows.at(i + 1);
        int a2 = from + rows.at(i + 2);
        int a3 = from + rows.at(i + 3);
        int a4 = from + rows.at(i + 4);
        int a5 = from + rows.at(i + 5);
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c40 = zero;
        FloatVector c41 = zero;
        FloatVector c50 = zero;
        FloatVector c51 = zero;
        int b = first;
        int done = 0;
        while (true) {
            int run = Math.min(g.k() - done, columns.run());
            for (int k = 0; k < run; k++) {
                FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
                FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
                FloatVector x0 = FloatVector.broadcast(Lanes.F, m[a0 + k]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(Lanes.F, m[a1 + k]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(Lanes.F, m[a2 + k]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(Lanes.F, m[a3 + k]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(Lanes.F, m[a4 + k]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                FloatVector x5 = FloatVector.broadcast(Lanes.F, m[a5 + k]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                b += bRow;
            }
            done += run;
            if (done == g.k()) {
                break;
            }
            b += bSkip;
            int jump = run + columns.jump(done);
            a0 += jump;
            a1 += jump;
            a2 += jump;
            a3 += jump;
            a4 += jump;
            a5 += jump;
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N, last);
        c10.intoArray(m, to + g.cRow());
        c11.intoArray(m, to + g.cRow() + Lanes.N, last);
        c20.intoArray(m, to + 2 * g.cRow());
        c21.intoArray(m, to + 2 * g.cRow() + Lanes.N, last);
        c30.intoArray(m, to + 3 * g.cRow());
        c31.intoArray(m, to + 3 * g.cRow() + Lanes.N, last);
        c40.intoArray(m, to + 4 * g.cRow());
        c41.intoArray(m, to + 4 * g.cRow() + Lanes.N, last);
        c50.intoArray(m, to + 5 * g.cRow());
        c51.intoArray(m, to + 5 * g.cRow() + Lanes.N, last);
    }

    private static void tile4x2(
            float[] m, Gemm g, int from, int first, int bRow, int bSkip, int c, int i, int lastWidth) {
        Axis columns = g.columns();
        Axis rows = g.rows();
        int a0 = from + rows.at(i);
        int a1 = from + rows.at(i + 1);
        int a2 = from + rows.at(i + 2);
        int a3 = from + rows.at(i + 3);
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        int b = first;
        int done = 0;
        while (true) {
            int run = Math.min(g.k() - done, columns.run());
            for (int k = 0; k < run; k++) {
                FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
                FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
                FloatVector x0 = FloatVector.broadcast(Lanes.F, m[a0 + k]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(Lanes.F, m[a1 + k]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(Lanes.F, m[a2 + k]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(Lanes.F, m[a3 + k]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                b += bRow;
            }
            done += run;
            if (done == g.k()) {
                break;
            }
            b += bSkip;
            int jump = run + columns.jump(done);
            a0 += jump;
            a1 += jump;
            a2 += jump;
            a3 += jump;
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N, last);
        c10.intoArray(m, to + g.cRow());
        c11.intoArray(m, to + g.cRow() + Lanes.N, last);
        c20.intoArray(m, to + 2 * g.cRow());
        c21.intoArray(m, to + 2 * g.cRow() + Lanes.N, last);
        c30.intoArray(m, to + 3 * g.cRow());
        c31.intoArray(m, to + 3 * g.cRow() + Lanes.N, last);
    }

    private static void tile2x2(
            float[] m, Gemm g, int from, int first, int bRow, int bSkip, int c, int i, int lastWidth) {
        Axis columns = g.columns();
        Axis rows = g.rows();
        int a0 = from + rows.at(i);
        int a1 = from + rows.at(i + 1);
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        int b = first;
        int done = 0;
        while (true) {
            int run = Math.min(g.k() - done, columns.run());
            for (int k = 0; k < run; k++) {
                FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
                FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
                FloatVector x0 = FloatVector.broadcast(Lanes.F, m[a0 + k]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(Lanes.F, m[a1 + k]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                b += bRow;
            }
            done += run;
            if (done == g.k()) {
                break;
            }
            b += bSkip;
            int jump = run + columns.jump(done);
            a0 += jump;
            a1 += jump;
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N, last);
        c10.intoArray(m, to + g.cRow());
        c11.intoArray(m, to + g.cRow() + Lanes.N, last);
    }

    private static void tile1x2(
            float[] m, Gemm g, int from, int first, int bRow, int bSkip, int c, int i, int lastWidth) {
        Axis columns = g.columns();
        Axis rows = g.rows();
        int a0 = from + rows.at(i);
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        int b = first;
        int done = 0;
        while (true) {
            int run = Math.min(g.k() - done, columns.run());
            for (int k = 0; k < run; k++) {
                FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
                FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
                FloatVector x0 = FloatVector.broadcast(Lanes.F, m[a0 + k]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                b += bRow;
            }
            done += run;
            if (done == g.k()) {
                break;
            }
            b += bSkip;
            a0 += run + columns.jump(done);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N, last);
    }
}

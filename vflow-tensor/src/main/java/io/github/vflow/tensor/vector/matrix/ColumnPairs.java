package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The tiles of {@link ColumnTiles} with two vectors of columns. */
final class ColumnPairs {
    private ColumnPairs() {}

    /** Computes rows [from, to) of the two vectors of columns from b and c on. */
    static void columns(float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int lastWidth) {
        int i = from;
        for (; i + 8 <= to && Lanes.MANY; i += 8) {
            tile8x2(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i + 5 <= to && i + 8 != to && !Lanes.MANY; i += 5) {
            tile5x2(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i + 4 <= to; i += 4) {
            tile4x2(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i + 2 <= to; i += 2) {
            tile2x2(m, g, a, b, bRows, c, i, lastWidth);
        }
        if (i < to) {
            tile1x2(m, g, a, b, bRows, c, i, lastWidth);
        }
    }

    private static void tile8x2(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
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
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[at + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(Lanes.F, m[at + 5]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            FloatVector x6 = FloatVector.broadcast(Lanes.F, m[at + 6]);
            c60 = x6.fma(b0, c60);
            c61 = x6.fma(b1, c61);
            FloatVector x7 = FloatVector.broadcast(Lanes.F, m[at + 7]);
            c70 = x7.fma(b0, c70);
            c71 = x7.fma(b1, c71);
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

    private static void tile5x2(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
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
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[at + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
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
    }

    private static void tile4x2(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
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

    private static void tile2x2(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N, last);
        c10.intoArray(m, to + g.cRow());
        c11.intoArray(m, to + g.cRow() + Lanes.N, last);
    }

    private static void tile1x2(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N, last);
    }
}

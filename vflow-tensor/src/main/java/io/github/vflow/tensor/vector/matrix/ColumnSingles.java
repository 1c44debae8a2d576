package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The tiles of {@link ColumnTiles} with one vector of columns. Each multiplication loads a number of its own, so tiles are as tall
 * as possible, which shares the other loads. With 16 rows C1 may run out of registers, and the method stays interpreted.
 */
final class ColumnSingles {
    private ColumnSingles() {}

    /** Computes rows [from, to) of the vector of columns. */
    static void columns(float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int lastWidth) {
        int i = from;
        for (; i + 12 <= to && i + 16 != to && Lanes.MANY; i += 12) {
            tile12x1(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i + 8 <= to; i += 8) {
            tile8x1(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i < to; i++) {
            tile1x1(m, g, a, b, bRows, c, i, lastWidth);
        }
    }

    private static void tile12x1(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        FloatVector c4 = zero;
        FloatVector c5 = zero;
        FloatVector c6 = zero;
        FloatVector c7 = zero;
        FloatVector c8 = zero;
        FloatVector c9 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c0 = x0.fma(b0, c0);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[at + 1]);
            c1 = x1.fma(b0, c1);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[at + 2]);
            c2 = x2.fma(b0, c2);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[at + 3]);
            c3 = x3.fma(b0, c3);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[at + 4]);
            c4 = x4.fma(b0, c4);
            FloatVector x5 = FloatVector.broadcast(Lanes.F, m[at + 5]);
            c5 = x5.fma(b0, c5);
            FloatVector x6 = FloatVector.broadcast(Lanes.F, m[at + 6]);
            c6 = x6.fma(b0, c6);
            FloatVector x7 = FloatVector.broadcast(Lanes.F, m[at + 7]);
            c7 = x7.fma(b0, c7);
            FloatVector x8 = FloatVector.broadcast(Lanes.F, m[at + 8]);
            c8 = x8.fma(b0, c8);
            FloatVector x9 = FloatVector.broadcast(Lanes.F, m[at + 9]);
            c9 = x9.fma(b0, c9);
            FloatVector x10 = FloatVector.broadcast(Lanes.F, m[at + 10]);
            c10 = x10.fma(b0, c10);
            FloatVector x11 = FloatVector.broadcast(Lanes.F, m[at + 11]);
            c11 = x11.fma(b0, c11);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c0.intoArray(m, to, last);
        c1.intoArray(m, to + g.cRow(), last);
        c2.intoArray(m, to + 2 * g.cRow(), last);
        c3.intoArray(m, to + 3 * g.cRow(), last);
        c4.intoArray(m, to + 4 * g.cRow(), last);
        c5.intoArray(m, to + 5 * g.cRow(), last);
        c6.intoArray(m, to + 6 * g.cRow(), last);
        c7.intoArray(m, to + 7 * g.cRow(), last);
        c8.intoArray(m, to + 8 * g.cRow(), last);
        c9.intoArray(m, to + 9 * g.cRow(), last);
        c10.intoArray(m, to + 10 * g.cRow(), last);
        c11.intoArray(m, to + 11 * g.cRow(), last);
    }

    private static void tile8x1(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c20 = zero;
        FloatVector c30 = zero;
        FloatVector c40 = zero;
        FloatVector c50 = zero;
        FloatVector c60 = zero;
        FloatVector c70 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[at + 1]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[at + 2]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[at + 3]);
            c30 = x3.fma(b0, c30);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[at + 4]);
            c40 = x4.fma(b0, c40);
            FloatVector x5 = FloatVector.broadcast(Lanes.F, m[at + 5]);
            c50 = x5.fma(b0, c50);
            FloatVector x6 = FloatVector.broadcast(Lanes.F, m[at + 6]);
            c60 = x6.fma(b0, c60);
            FloatVector x7 = FloatVector.broadcast(Lanes.F, m[at + 7]);
            c70 = x7.fma(b0, c70);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to, last);
        c10.intoArray(m, to + g.cRow(), last);
        c20.intoArray(m, to + 2 * g.cRow(), last);
        c30.intoArray(m, to + 3 * g.cRow(), last);
        c40.intoArray(m, to + 4 * g.cRow(), last);
        c50.intoArray(m, to + 5 * g.cRow(), last);
        c60.intoArray(m, to + 6 * g.cRow(), last);
        c70.intoArray(m, to + 7 * g.cRow(), last);
    }

    private static void tile1x1(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to, last);
    }
}

// Written by: java scripts/Kernels.java. Change the templates there, not this file.
package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Register tiles of the matrix product where a is contiguous along its columns. A column of the tile is one run of memory, with
 * one bounds check. Accumulators, loads and stores are those of {@link RowTiles}.
 */
final class ColumnTiles {
    private ColumnTiles() {}

    /** Computes rows [from, to) of some vectors of columns from b and c on. */
    static void columns(
            float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int vectors, int lastWidth) {
        switch (vectors) {
            case 4 -> panel4(m, g, a, b, bRows, c, from, to, lastWidth);
            case 2 -> panel2(m, g, a, b, bRows, c, from, to, lastWidth);
            default -> panel1(m, g, a, b, bRows, c, from, to, lastWidth);
        }
    }

    private static void panel4(float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int lastWidth) {
        int i = from;
        for (; i + 6 <= to && i + 8 != to; i += 6) {
            tile6x4(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i + 4 <= to; i += 4) {
            tile4x4(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i + 1 <= to; i += 1) {
            tile1x4(m, g, a, b, bRows, c, i, lastWidth);
        }
    }

    private static void tile6x4(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c02 = zero;
        FloatVector c03 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c12 = zero;
        FloatVector c13 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c22 = zero;
        FloatVector c23 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c32 = zero;
        FloatVector c33 = zero;
        FloatVector c40 = zero;
        FloatVector c41 = zero;
        FloatVector c42 = zero;
        FloatVector c43 = zero;
        FloatVector c50 = zero;
        FloatVector c51 = zero;
        FloatVector c52 = zero;
        FloatVector c53 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
            FloatVector b2 = FloatVector.fromArray(Lanes.F, m, b + 2 * Lanes.N);
            FloatVector b3 = FloatVector.fromArray(Lanes.F, m, b + 3 * Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[at + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            c42 = x4.fma(b2, c42);
            c43 = x4.fma(b3, c43);
            FloatVector x5 = FloatVector.broadcast(Lanes.F, m[at + 5]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            c52 = x5.fma(b2, c52);
            c53 = x5.fma(b3, c53);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N);
        c02.intoArray(m, to + 2 * Lanes.N);
        c03.intoArray(m, to + 3 * Lanes.N, last);
        c10.intoArray(m, to + g.cRow());
        c11.intoArray(m, to + g.cRow() + Lanes.N);
        c12.intoArray(m, to + g.cRow() + 2 * Lanes.N);
        c13.intoArray(m, to + g.cRow() + 3 * Lanes.N, last);
        c20.intoArray(m, to + 2 * g.cRow());
        c21.intoArray(m, to + 2 * g.cRow() + Lanes.N);
        c22.intoArray(m, to + 2 * g.cRow() + 2 * Lanes.N);
        c23.intoArray(m, to + 2 * g.cRow() + 3 * Lanes.N, last);
        c30.intoArray(m, to + 3 * g.cRow());
        c31.intoArray(m, to + 3 * g.cRow() + Lanes.N);
        c32.intoArray(m, to + 3 * g.cRow() + 2 * Lanes.N);
        c33.intoArray(m, to + 3 * g.cRow() + 3 * Lanes.N, last);
        c40.intoArray(m, to + 4 * g.cRow());
        c41.intoArray(m, to + 4 * g.cRow() + Lanes.N);
        c42.intoArray(m, to + 4 * g.cRow() + 2 * Lanes.N);
        c43.intoArray(m, to + 4 * g.cRow() + 3 * Lanes.N, last);
        c50.intoArray(m, to + 5 * g.cRow());
        c51.intoArray(m, to + 5 * g.cRow() + Lanes.N);
        c52.intoArray(m, to + 5 * g.cRow() + 2 * Lanes.N);
        c53.intoArray(m, to + 5 * g.cRow() + 3 * Lanes.N, last);
    }

    private static void tile4x4(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c02 = zero;
        FloatVector c03 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c12 = zero;
        FloatVector c13 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c22 = zero;
        FloatVector c23 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c32 = zero;
        FloatVector c33 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
            FloatVector b2 = FloatVector.fromArray(Lanes.F, m, b + 2 * Lanes.N);
            FloatVector b3 = FloatVector.fromArray(Lanes.F, m, b + 3 * Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N);
        c02.intoArray(m, to + 2 * Lanes.N);
        c03.intoArray(m, to + 3 * Lanes.N, last);
        c10.intoArray(m, to + g.cRow());
        c11.intoArray(m, to + g.cRow() + Lanes.N);
        c12.intoArray(m, to + g.cRow() + 2 * Lanes.N);
        c13.intoArray(m, to + g.cRow() + 3 * Lanes.N, last);
        c20.intoArray(m, to + 2 * g.cRow());
        c21.intoArray(m, to + 2 * g.cRow() + Lanes.N);
        c22.intoArray(m, to + 2 * g.cRow() + 2 * Lanes.N);
        c23.intoArray(m, to + 2 * g.cRow() + 3 * Lanes.N, last);
        c30.intoArray(m, to + 3 * g.cRow());
        c31.intoArray(m, to + 3 * g.cRow() + Lanes.N);
        c32.intoArray(m, to + 3 * g.cRow() + 2 * Lanes.N);
        c33.intoArray(m, to + 3 * g.cRow() + 3 * Lanes.N, last);
    }

    private static void tile1x4(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
        int[] places = g.columns().offsets();
        int[] rows = bRows.offsets();
        int a = from + i;
        FloatVector zero = FloatVector.zero(Lanes.F);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c02 = zero;
        FloatVector c03 = zero;
        for (int k = 0; k < places.length; k++) {
            int at = a + places[k];
            int b = first + rows[k];
            FloatVector b0 = FloatVector.fromArray(Lanes.F, m, b);
            FloatVector b1 = FloatVector.fromArray(Lanes.F, m, b + Lanes.N);
            FloatVector b2 = FloatVector.fromArray(Lanes.F, m, b + 2 * Lanes.N);
            FloatVector b3 = FloatVector.fromArray(Lanes.F, m, b + 3 * Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
        }
        VectorMask<Float> last = Lanes.first(lastWidth);
        int to = c + i * g.cRow();
        c00.intoArray(m, to);
        c01.intoArray(m, to + Lanes.N);
        c02.intoArray(m, to + 2 * Lanes.N);
        c03.intoArray(m, to + 3 * Lanes.N, last);
    }

    private static void panel2(float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int lastWidth) {
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
        for (; i + 1 <= to; i += 1) {
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

    private static void panel1(float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int lastWidth) {
        int i = from;
        for (; i + 12 <= to && i + 16 != to && Lanes.MANY; i += 12) {
            tile12x1(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i + 8 <= to; i += 8) {
            tile8x1(m, g, a, b, bRows, c, i, lastWidth);
        }
        for (; i + 1 <= to; i += 1) {
            tile1x1(m, g, a, b, bRows, c, i, lastWidth);
        }
    }

    private static void tile12x1(float[] m, Gemm g, int from, int first, Axis bRows, int c, int i, int lastWidth) {
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
        FloatVector c80 = zero;
        FloatVector c90 = zero;
        FloatVector c100 = zero;
        FloatVector c110 = zero;
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
            FloatVector x8 = FloatVector.broadcast(Lanes.F, m[at + 8]);
            c80 = x8.fma(b0, c80);
            FloatVector x9 = FloatVector.broadcast(Lanes.F, m[at + 9]);
            c90 = x9.fma(b0, c90);
            FloatVector x10 = FloatVector.broadcast(Lanes.F, m[at + 10]);
            c100 = x10.fma(b0, c100);
            FloatVector x11 = FloatVector.broadcast(Lanes.F, m[at + 11]);
            c110 = x11.fma(b0, c110);
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
        c80.intoArray(m, to + 8 * g.cRow(), last);
        c90.intoArray(m, to + 9 * g.cRow(), last);
        c100.intoArray(m, to + 10 * g.cRow(), last);
        c110.intoArray(m, to + 11 * g.cRow(), last);
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

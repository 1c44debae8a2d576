// Written by: java scripts/Kernels.java. Change the templates there, not this file.
package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.RowSum;
import io.github.vflow.tensor.vector.lane.Transposition;
import jdk.incubator.vector.FloatVector;

/**
 * Dot products of rows with rows, four by four, so that a load serves four products. The sixteen lanes are the running sums that
 * {@link io.github.vflow.tensor.kernel.ReductionKernels} fixes. One loop covers all runs: rows are short (two vectors in
 * attention), and a loop for each run would take longer to begin and end than to run.
 */
final class DotTiles {
    private DotTiles() {}

    /** Computes the whole product for vectors with sixteen lanes; {@link Dots#ROOM} floats of working memory are at free. */
    static void multiply(float[] m, Dots d, int a, int b, int c, int free) {
        int i = 0;
        for (; i + 4 <= d.rows(); i += 4) {
            int j = 0;
            for (; j + 4 <= d.columns(); j += 4) {
                tile(m, d, a + i * d.aRow(), b + j * d.bRow(), free);
                sum(m, free, c + i * d.cRow() + j, d.cRow());
            }
            for (; j < d.columns(); j++) {
                for (int r = i; r < i + 4; r++) {
                    m[c + r * d.cRow() + j] = RowSum.ofProduct(m, a + r * d.aRow(), b + j * d.bRow(), d);
                }
            }
        }
        for (; i < d.rows(); i++) {
            for (int j = 0; j < d.columns(); j++) {
                m[c + i * d.cRow() + j] = RowSum.ofProduct(m, a + i * d.aRow(), b + j * d.bRow(), d);
            }
        }
    }

    private static void tile(float[] m, Dots d, int a, int b, int sums) {
        int a0 = a;
        int a1 = a0 + d.aRow();
        int a2 = a1 + d.aRow();
        int a3 = a2 + d.aRow();
        int b0 = b;
        int b1 = b0 + d.bRow();
        int b2 = b1 + d.bRow();
        int b3 = b2 + d.bRow();
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
        int apart = d.runStep() - d.run();
        int bApart = d.bRunStep() - d.run();
        int left = d.run();
        for (int k = 0; k < d.n(); k += Lanes.N) {
            FloatVector y0 = FloatVector.fromArray(Lanes.F, m, b0);
            FloatVector y1 = FloatVector.fromArray(Lanes.F, m, b1);
            FloatVector y2 = FloatVector.fromArray(Lanes.F, m, b2);
            FloatVector y3 = FloatVector.fromArray(Lanes.F, m, b3);
            FloatVector x0 = FloatVector.fromArray(Lanes.F, m, a0);
            c00 = x0.fma(y0, c00);
            c01 = x0.fma(y1, c01);
            c02 = x0.fma(y2, c02);
            c03 = x0.fma(y3, c03);
            FloatVector x1 = FloatVector.fromArray(Lanes.F, m, a1);
            c10 = x1.fma(y0, c10);
            c11 = x1.fma(y1, c11);
            c12 = x1.fma(y2, c12);
            c13 = x1.fma(y3, c13);
            FloatVector x2 = FloatVector.fromArray(Lanes.F, m, a2);
            c20 = x2.fma(y0, c20);
            c21 = x2.fma(y1, c21);
            c22 = x2.fma(y2, c22);
            c23 = x2.fma(y3, c23);
            FloatVector x3 = FloatVector.fromArray(Lanes.F, m, a3);
            c30 = x3.fma(y0, c30);
            c31 = x3.fma(y1, c31);
            c32 = x3.fma(y2, c32);
            c33 = x3.fma(y3, c33);
            left -= Lanes.N;
            int on = left > 0 ? Lanes.N : Lanes.N + apart;
            int bOn = left > 0 ? Lanes.N : Lanes.N + bApart;
            left = left > 0 ? left : d.run();
            a0 += on;
            a1 += on;
            a2 += on;
            a3 += on;
            b0 += bOn;
            b1 += bOn;
            b2 += bOn;
            b3 += bOn;
        }
        c00.intoArray(m, sums);
        c01.intoArray(m, sums + Lanes.N);
        c02.intoArray(m, sums + 2 * Lanes.N);
        c03.intoArray(m, sums + 3 * Lanes.N);
        c10.intoArray(m, sums + 4 * Lanes.N);
        c11.intoArray(m, sums + 5 * Lanes.N);
        c12.intoArray(m, sums + 6 * Lanes.N);
        c13.intoArray(m, sums + 7 * Lanes.N);
        c20.intoArray(m, sums + 8 * Lanes.N);
        c21.intoArray(m, sums + 9 * Lanes.N);
        c22.intoArray(m, sums + 10 * Lanes.N);
        c23.intoArray(m, sums + 11 * Lanes.N);
        c30.intoArray(m, sums + 12 * Lanes.N);
        c31.intoArray(m, sums + 13 * Lanes.N);
        c32.intoArray(m, sums + 14 * Lanes.N);
        c33.intoArray(m, sums + 15 * Lanes.N);
    }

    /** Adds up through memory: vectors that are passed on may go to the heap. */
    private static void sum(float[] m, int sums, int c, int cRow) {
        Transposition.sums(m, sums);
        int from = sums;
        int to = c;
        for (int i = 0; i < 4; i++) {
            m[to] = m[from];
            m[to + 1] = m[from + 1];
            m[to + 2] = m[from + 2];
            m[to + 3] = m[from + 3];
            from += 4;
            to += cRow;
        }
    }
}

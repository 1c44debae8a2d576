// Written by: java scripts/Kernels.java. Change the templates there, not this file.
package io.github.vflow.tensor.vector.attention;

import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;

/**
 * The gradient of attention with few features. Keys are in the lanes, and their features stay in registers while queries go by.
 * With four features all four panels fit; with eight there are too few registers, and weights go through memory.
 */
final class NarrowBackwardKernels {
    /**
     * One part of the work for eight features. There are many small parts with one call site, so the compiler compiles each by
     * itself. In one piece they would be more than it inlines, and vectors would go to the heap.
     */
    private interface Part {
        void run(float[] m, int q, int g, int norms, int means, int panels, int slopes, int free, NarrowHead h);
    }

    private static final Part[] EIGHT = {
        (m, q, _, norms, _, at, _, free, h) -> products8(m, q, h.position(), norms, at, free, h),
        (m, _, g, _, means, at, slopes, _, h) -> products8(m, g, h.result(), means, at + h.apart(), slopes, h),
        (m, _, _, _, _, _, slopes, free, h) -> weights(m, free, slopes - free, h.count()),
        (m, q, _, _, _, at, slopes, _, h) -> add8(m, q, h.position(), slopes, at + 2 * h.apart(), h),
        (m, _, g, _, _, at, _, free, h) -> add8(m, g, h.result(), free, at + 3 * h.apart(), h)
    };

    private NarrowBackwardKernels() {}

    static void gradient(
            float[] m, int q, int g, int norms, int means, int panels, int slopes, int free, NarrowHead h) {
        int block = Limits.BLOCK;
        for (int j = 0; j < h.lanes(); j += h.width() == 4 ? Lanes.N : 2 * Lanes.N) {
            int at = panels + j;
            int to = slopes + j / block * h.run() + j % block;
            if (h.width() == 4) {
                four(m, q, g, norms, means, at, to, h);
            } else {
                for (Part p : EIGHT) {
                    p.run(m, q, g, norms, means, at, to, free, h);
                }
            }
        }
    }

    private static void four(float[] m, int q, int g, int norms, int means, int panels, int slopes, NarrowHead h) {
        int at;
        at = panels;
        FloatVector k0 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector k1 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector k2 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector k3 = FloatVector.fromArray(Lanes.F, m, at);
        at = panels + h.apart();
        FloatVector v0 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector v1 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector v2 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector v3 = FloatVector.fromArray(Lanes.F, m, at);
        at = panels + 2 * h.apart();
        FloatVector dk0 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector dk1 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector dk2 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector dk3 = FloatVector.fromArray(Lanes.F, m, at);
        at = panels + 3 * h.apart();
        FloatVector dv0 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector dv1 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector dv2 = FloatVector.fromArray(Lanes.F, m, at);
        at += h.row();
        FloatVector dv3 = FloatVector.fromArray(Lanes.F, m, at);
        int query = q;
        int cotangent = g;
        int to = slopes;
        for (int i = 0; i < h.count(); i++) {
            FloatVector score = FloatVector.zero(Lanes.F);
            FloatVector slope = FloatVector.zero(Lanes.F);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[query]);
            score = x0.fma(k0, score);
            FloatVector z0 = FloatVector.broadcast(Lanes.F, m[cotangent]);
            slope = z0.fma(v0, slope);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[query + 1]);
            score = x1.fma(k1, score);
            FloatVector z1 = FloatVector.broadcast(Lanes.F, m[cotangent + 1]);
            slope = z1.fma(v1, slope);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[query + 2]);
            score = x2.fma(k2, score);
            FloatVector z2 = FloatVector.broadcast(Lanes.F, m[cotangent + 2]);
            slope = z2.fma(v2, slope);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[query + 3]);
            score = x3.fma(k3, score);
            FloatVector z3 = FloatVector.broadcast(Lanes.F, m[cotangent + 3]);
            slope = z3.fma(v3, slope);
            FloatVector w = VectorMath.exp2OfNegative(score.add(m[norms + i]));
            FloatVector a = w.mul(slope.add(m[means + i]));
            a.intoArray(m, to);
            dk0 = x0.fma(a, dk0);
            dv0 = z0.fma(w, dv0);
            dk1 = x1.fma(a, dk1);
            dv1 = z1.fma(w, dv1);
            dk2 = x2.fma(a, dk2);
            dv2 = z2.fma(w, dv2);
            dk3 = x3.fma(a, dk3);
            dv3 = z3.fma(w, dv3);
            query += h.position();
            cotangent += h.result();
            to += Limits.BLOCK;
        }
        // from the last on: the compiler would keep addresses that it has seen in registers all through the loop
        at = panels + 2 * h.apart() + 3 * h.row();
        dk3.intoArray(m, at);
        at -= h.row();
        dk2.intoArray(m, at);
        at -= h.row();
        dk1.intoArray(m, at);
        at -= h.row();
        dk0.intoArray(m, at);
        at = panels + 3 * h.apart() + 3 * h.row();
        dv3.intoArray(m, at);
        at -= h.row();
        dv2.intoArray(m, at);
        at -= h.row();
        dv1.intoArray(m, at);
        at -= h.row();
        dv0.intoArray(m, at);
    }

    /** The products of each row x with a panel, plus a number that is added to all of them. */
    private static void products8(float[] m, int x, int xRow, int added, int panel, int products, NarrowHead h) {
        int at = panel;
        FloatVector k00 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector k01 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector k10 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector k11 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector k20 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector k21 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector k30 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector k31 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector k40 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector k41 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector k50 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector k51 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector k60 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector k61 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector k70 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector k71 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        int row = x;
        int to = products;
        for (int i = 0; i < h.count(); i++) {
            FloatVector s0 = FloatVector.zero(Lanes.F);
            FloatVector s1 = FloatVector.zero(Lanes.F);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[row]);
            s0 = x0.fma(k00, s0);
            s1 = x0.fma(k01, s1);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[row + 1]);
            s0 = x1.fma(k10, s0);
            s1 = x1.fma(k11, s1);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[row + 2]);
            s0 = x2.fma(k20, s0);
            s1 = x2.fma(k21, s1);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[row + 3]);
            s0 = x3.fma(k30, s0);
            s1 = x3.fma(k31, s1);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[row + 4]);
            s0 = x4.fma(k40, s0);
            s1 = x4.fma(k41, s1);
            FloatVector x5 = FloatVector.broadcast(Lanes.F, m[row + 5]);
            s0 = x5.fma(k50, s0);
            s1 = x5.fma(k51, s1);
            FloatVector x6 = FloatVector.broadcast(Lanes.F, m[row + 6]);
            s0 = x6.fma(k60, s0);
            s1 = x6.fma(k61, s1);
            FloatVector x7 = FloatVector.broadcast(Lanes.F, m[row + 7]);
            s0 = x7.fma(k70, s0);
            s1 = x7.fma(k71, s1);
            FloatVector more = FloatVector.broadcast(Lanes.F, m[added + i]);
            s0.add(more).intoArray(m, to);
            s1.add(more).intoArray(m, to + Lanes.N);
            row += xRow;
            to += Limits.BLOCK;
        }
    }

    /**
     * Turns scores and slopes by weight into weights and slopes by score, in place. More than two exponentials would not be
     * inlined.
     */
    private static void weights(float[] m, int scores, int slopes, int rows) {
        int to = scores;
        for (int i = 0; i < rows; i++) {
            FloatVector w0 = VectorMath.exp2OfNegative(FloatVector.fromArray(Lanes.F, m, to));
            FloatVector w1 = VectorMath.exp2OfNegative(FloatVector.fromArray(Lanes.F, m, to + Lanes.N));
            FloatVector p0 = FloatVector.fromArray(Lanes.F, m, to + slopes);
            FloatVector p1 = FloatVector.fromArray(Lanes.F, m, to + slopes + Lanes.N);
            w0.intoArray(m, to);
            w1.intoArray(m, to + Lanes.N);
            w0.mul(p0).intoArray(m, to + slopes);
            w1.mul(p1).intoArray(m, to + slopes + Lanes.N);
            to += Limits.BLOCK;
        }
    }

    /** Adds x·w to a panel, where x are the features of each query and w is the vector in the lanes. */
    private static void add8(float[] m, int x, int xRow, int w, int panel, NarrowHead h) {
        int at;
        at = panel;
        FloatVector c00 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector c01 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector c10 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector c11 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector c20 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector c21 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector c30 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector c31 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector c40 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector c41 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector c50 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector c51 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector c60 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector c61 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector c70 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector c71 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        int row = x;
        int from = w;
        for (int i = 0; i < h.count(); i++) {
            FloatVector w0 = FloatVector.fromArray(Lanes.F, m, from);
            FloatVector w1 = FloatVector.fromArray(Lanes.F, m, from + Lanes.N);
            FloatVector x0 = FloatVector.broadcast(Lanes.F, m[row]);
            c00 = x0.fma(w0, c00);
            c01 = x0.fma(w1, c01);
            FloatVector x1 = FloatVector.broadcast(Lanes.F, m[row + 1]);
            c10 = x1.fma(w0, c10);
            c11 = x1.fma(w1, c11);
            FloatVector x2 = FloatVector.broadcast(Lanes.F, m[row + 2]);
            c20 = x2.fma(w0, c20);
            c21 = x2.fma(w1, c21);
            FloatVector x3 = FloatVector.broadcast(Lanes.F, m[row + 3]);
            c30 = x3.fma(w0, c30);
            c31 = x3.fma(w1, c31);
            FloatVector x4 = FloatVector.broadcast(Lanes.F, m[row + 4]);
            c40 = x4.fma(w0, c40);
            c41 = x4.fma(w1, c41);
            FloatVector x5 = FloatVector.broadcast(Lanes.F, m[row + 5]);
            c50 = x5.fma(w0, c50);
            c51 = x5.fma(w1, c51);
            FloatVector x6 = FloatVector.broadcast(Lanes.F, m[row + 6]);
            c60 = x6.fma(w0, c60);
            c61 = x6.fma(w1, c61);
            FloatVector x7 = FloatVector.broadcast(Lanes.F, m[row + 7]);
            c70 = x7.fma(w0, c70);
            c71 = x7.fma(w1, c71);
            row += xRow;
            from += Limits.BLOCK;
        }
        // from the last on: the compiler would keep addresses that it has seen in registers all through the loop
        at = panel + 7 * h.row();
        c70.intoArray(m, at);
        c71.intoArray(m, at + Lanes.N);
        at -= h.row();
        c60.intoArray(m, at);
        c61.intoArray(m, at + Lanes.N);
        at -= h.row();
        c50.intoArray(m, at);
        c51.intoArray(m, at + Lanes.N);
        at -= h.row();
        c40.intoArray(m, at);
        c41.intoArray(m, at + Lanes.N);
        at -= h.row();
        c30.intoArray(m, at);
        c31.intoArray(m, at + Lanes.N);
        at -= h.row();
        c20.intoArray(m, at);
        c21.intoArray(m, at + Lanes.N);
        at -= h.row();
        c10.intoArray(m, at);
        c11.intoArray(m, at + Lanes.N);
        at -= h.row();
        c00.intoArray(m, at);
        c01.intoArray(m, at + Lanes.N);
    }
}

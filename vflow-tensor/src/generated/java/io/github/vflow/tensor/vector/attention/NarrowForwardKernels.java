// Written by: java scripts/Kernels.java. Change the templates there, not this file.
package io.github.vflow.tensor.vector.attention;

import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;

/**
 * Attention with few features. Queries are in the lanes, and their features stay in registers while keys go by.
 */
final class NarrowForwardKernels {
    private NarrowForwardKernels() {}

    /** Works on two vectors of queries, so that one can go on while the other waits for its comparisons. */
    static void scores(float[] m, int queries, int keys, int s, int state, NarrowHead h) {
        for (int j = 0; j < h.lanes(); j += 2 * Lanes.N) {
            if (h.width() == 4) {
                scores4(m, queries + j, keys, s + j, state + j, h);
            } else {
                scores8(m, queries + j, keys, s + j, state + j, h);
            }
        }
    }

    static void mix(float[] m, int s, int values, int y, int state, NarrowHead h) {
        for (int j = 0; j < h.lanes(); j += Lanes.N) {
            if (h.width() == 4) {
                mix4(m, s + j, values, y + j, state + j, h);
            } else {
                mix8(m, s + j, values, y + j, state + j, h);
            }
        }
    }

    private static void scores4(float[] m, int queries, int keys, int s, int state, NarrowHead h) {
        int at = queries;
        FloatVector q00 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q01 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q10 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q11 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q20 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q21 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q30 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q31 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        FloatVector max0 = FloatVector.fromArray(Lanes.F, m, state);
        FloatVector max1 = FloatVector.fromArray(Lanes.F, m, state + Lanes.N);
        int key = keys;
        int to = s;
        for (int i = 0; i < h.count(); i++) {
            FloatVector s0 = FloatVector.zero(Lanes.F);
            FloatVector s1 = FloatVector.zero(Lanes.F);
            FloatVector k0 = FloatVector.broadcast(Lanes.F, m[key]);
            s0 = k0.fma(q00, s0);
            s1 = k0.fma(q01, s1);
            FloatVector k1 = FloatVector.broadcast(Lanes.F, m[key + 1]);
            s0 = k1.fma(q10, s0);
            s1 = k1.fma(q11, s1);
            FloatVector k2 = FloatVector.broadcast(Lanes.F, m[key + 2]);
            s0 = k2.fma(q20, s0);
            s1 = k2.fma(q21, s1);
            FloatVector k3 = FloatVector.broadcast(Lanes.F, m[key + 3]);
            s0 = k3.fma(q30, s0);
            s1 = k3.fma(q31, s1);
            s0.intoArray(m, to);
            s1.intoArray(m, to + Lanes.N);
            max0 = VectorMath.larger(max0, s0);
            max1 = VectorMath.larger(max1, s1);
            key += h.position();
            to += h.lanes();
        }
        max0.intoArray(m, state + 2 * h.apart());
        max1.intoArray(m, state + 2 * h.apart() + Lanes.N);
    }

    private static void scores8(float[] m, int queries, int keys, int s, int state, NarrowHead h) {
        int at = queries;
        FloatVector q00 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q01 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q10 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q11 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q20 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q21 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q30 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q31 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q40 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q41 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q50 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q51 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q60 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q61 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        at += h.row();
        FloatVector q70 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector q71 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N);
        FloatVector max0 = FloatVector.fromArray(Lanes.F, m, state);
        FloatVector max1 = FloatVector.fromArray(Lanes.F, m, state + Lanes.N);
        int key = keys;
        int to = s;
        for (int i = 0; i < h.count(); i++) {
            FloatVector s0 = FloatVector.zero(Lanes.F);
            FloatVector s1 = FloatVector.zero(Lanes.F);
            FloatVector k0 = FloatVector.broadcast(Lanes.F, m[key]);
            s0 = k0.fma(q00, s0);
            s1 = k0.fma(q01, s1);
            FloatVector k1 = FloatVector.broadcast(Lanes.F, m[key + 1]);
            s0 = k1.fma(q10, s0);
            s1 = k1.fma(q11, s1);
            FloatVector k2 = FloatVector.broadcast(Lanes.F, m[key + 2]);
            s0 = k2.fma(q20, s0);
            s1 = k2.fma(q21, s1);
            FloatVector k3 = FloatVector.broadcast(Lanes.F, m[key + 3]);
            s0 = k3.fma(q30, s0);
            s1 = k3.fma(q31, s1);
            FloatVector k4 = FloatVector.broadcast(Lanes.F, m[key + 4]);
            s0 = k4.fma(q40, s0);
            s1 = k4.fma(q41, s1);
            FloatVector k5 = FloatVector.broadcast(Lanes.F, m[key + 5]);
            s0 = k5.fma(q50, s0);
            s1 = k5.fma(q51, s1);
            FloatVector k6 = FloatVector.broadcast(Lanes.F, m[key + 6]);
            s0 = k6.fma(q60, s0);
            s1 = k6.fma(q61, s1);
            FloatVector k7 = FloatVector.broadcast(Lanes.F, m[key + 7]);
            s0 = k7.fma(q70, s0);
            s1 = k7.fma(q71, s1);
            s0.intoArray(m, to);
            s1.intoArray(m, to + Lanes.N);
            max0 = VectorMath.larger(max0, s0);
            max1 = VectorMath.larger(max1, s1);
            key += h.position();
            to += h.lanes();
        }
        max0.intoArray(m, state + 2 * h.apart());
        max1.intoArray(m, state + 2 * h.apart() + Lanes.N);
    }

    private static void mix4(float[] m, int s, int values, int y, int state, NarrowHead h) {
        FloatVector max = FloatVector.fromArray(Lanes.F, m, state);
        FloatVector sum = FloatVector.fromArray(Lanes.F, m, state + h.apart());
        FloatVector scale = FloatVector.fromArray(Lanes.F, m, state + 2 * h.apart());
        int at = y;
        FloatVector y0 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y1 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y2 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y3 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        int value = values;
        int from = s;
        for (int i = 0; i < h.count(); i++) {
            FloatVector w = VectorMath.exp2OfNegative(
                    FloatVector.fromArray(Lanes.F, m, from).sub(max));
            sum = w.add(sum);
            y0 = w.fma(FloatVector.broadcast(Lanes.F, m[value]), y0);
            y1 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 1]), y1);
            y2 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 2]), y2);
            y3 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 3]), y3);
            value += h.position();
            from += h.lanes();
        }
        sum.intoArray(m, state + h.apart());
        // from the last on: the compiler would keep addresses that it has seen in registers all through the loop
        at = y + 3 * h.row();
        y3.intoArray(m, at);
        at -= h.row();
        y2.intoArray(m, at);
        at -= h.row();
        y1.intoArray(m, at);
        at -= h.row();
        y0.intoArray(m, at);
    }

    private static void mix8(float[] m, int s, int values, int y, int state, NarrowHead h) {
        FloatVector max = FloatVector.fromArray(Lanes.F, m, state);
        FloatVector sum = FloatVector.fromArray(Lanes.F, m, state + h.apart());
        FloatVector scale = FloatVector.fromArray(Lanes.F, m, state + 2 * h.apart());
        int at = y;
        FloatVector y0 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y1 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y2 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y3 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y4 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y5 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y6 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        at += h.row();
        FloatVector y7 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
        int value = values;
        int from = s;
        for (int i = 0; i < h.count(); i++) {
            FloatVector w = VectorMath.exp2OfNegative(
                    FloatVector.fromArray(Lanes.F, m, from).sub(max));
            sum = w.add(sum);
            y0 = w.fma(FloatVector.broadcast(Lanes.F, m[value]), y0);
            y1 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 1]), y1);
            y2 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 2]), y2);
            y3 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 3]), y3);
            y4 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 4]), y4);
            y5 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 5]), y5);
            y6 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 6]), y6);
            y7 = w.fma(FloatVector.broadcast(Lanes.F, m[value + 7]), y7);
            value += h.position();
            from += h.lanes();
        }
        sum.intoArray(m, state + h.apart());
        // from the last on: the compiler would keep addresses that it has seen in registers all through the loop
        at = y + 7 * h.row();
        y7.intoArray(m, at);
        at -= h.row();
        y6.intoArray(m, at);
        at -= h.row();
        y5.intoArray(m, at);
        at -= h.row();
        y4.intoArray(m, at);
        at -= h.row();
        y3.intoArray(m, at);
        at -= h.row();
        y2.intoArray(m, at);
        at -= h.row();
        y1.intoArray(m, at);
        at -= h.row();
        y0.intoArray(m, at);
    }
}

package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.WinogradKernels;
import io.github.vflow.tensor.kernel.operand.Combination;
import io.github.vflow.tensor.kernel.operand.WinogradTiles;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * Channels are in the lanes, and the last vector overlaps the one before it. Fewer channels than lanes are computed one at a time.
 * Loops are unrolled by hand, since a vector in an array is in memory.
 */
final class VectorWinograd implements WinogradKernels {
    private final WinogradKernels small = ScalarKernels.create().winograd();

    @Override
    public void planes(float[] m, int x, int v, WinogradTiles t) {
        if (t.channels() < Lanes.N) {
            small.planes(m, x, v, t);
            return;
        }
        int to = v;
        for (int i = 0; i < t.rows(); i++) {
            int from = x + 2 * i * t.row();
            for (int j = 0; j < t.columns(); j++) {
                for (int c = 0; c < t.channels(); c += Lanes.N) {
                    int at = Math.min(c, t.channels() - Lanes.N);
                    planes(m, from + at, to + at, t.row(), t.pixel(), t.plane());
                }
                from += 2 * t.pixel();
                to += t.tile();
            }
        }
    }

    private static void planes(float[] m, int x, int v, int row, int pixel, int plane) {
        int at = x;
        FloatVector d00 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector d01 = FloatVector.fromArray(Lanes.F, m, at + pixel);
        FloatVector d02 = FloatVector.fromArray(Lanes.F, m, at + 2 * pixel);
        FloatVector d03 = FloatVector.fromArray(Lanes.F, m, at + 3 * pixel);
        at += row;
        FloatVector d10 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector d11 = FloatVector.fromArray(Lanes.F, m, at + pixel);
        FloatVector d12 = FloatVector.fromArray(Lanes.F, m, at + 2 * pixel);
        FloatVector d13 = FloatVector.fromArray(Lanes.F, m, at + 3 * pixel);
        at += row;
        FloatVector d20 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector d21 = FloatVector.fromArray(Lanes.F, m, at + pixel);
        FloatVector d22 = FloatVector.fromArray(Lanes.F, m, at + 2 * pixel);
        FloatVector d23 = FloatVector.fromArray(Lanes.F, m, at + 3 * pixel);
        at += row;
        FloatVector d30 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector d31 = FloatVector.fromArray(Lanes.F, m, at + pixel);
        FloatVector d32 = FloatVector.fromArray(Lanes.F, m, at + 2 * pixel);
        FloatVector d33 = FloatVector.fromArray(Lanes.F, m, at + 3 * pixel);
        int to = v;
        FloatVector e00 = d00.sub(d20);
        FloatVector e01 = d01.sub(d21);
        FloatVector e02 = d02.sub(d22);
        FloatVector e03 = d03.sub(d23);
        e00.sub(e02).intoArray(m, to);
        to += plane;
        e01.add(e02).intoArray(m, to);
        to += plane;
        e02.sub(e01).intoArray(m, to);
        to += plane;
        e01.sub(e03).intoArray(m, to);
        to += plane;
        FloatVector e10 = d10.add(d20);
        FloatVector e11 = d11.add(d21);
        FloatVector e12 = d12.add(d22);
        FloatVector e13 = d13.add(d23);
        e10.sub(e12).intoArray(m, to);
        to += plane;
        e11.add(e12).intoArray(m, to);
        to += plane;
        e12.sub(e11).intoArray(m, to);
        to += plane;
        e11.sub(e13).intoArray(m, to);
        to += plane;
        FloatVector e20 = d20.sub(d10);
        FloatVector e21 = d21.sub(d11);
        FloatVector e22 = d22.sub(d12);
        FloatVector e23 = d23.sub(d13);
        e20.sub(e22).intoArray(m, to);
        to += plane;
        e21.add(e22).intoArray(m, to);
        to += plane;
        e22.sub(e21).intoArray(m, to);
        to += plane;
        e21.sub(e23).intoArray(m, to);
        to += plane;
        FloatVector e30 = d10.sub(d30);
        FloatVector e31 = d11.sub(d31);
        FloatVector e32 = d12.sub(d32);
        FloatVector e33 = d13.sub(d33);
        e30.sub(e32).intoArray(m, to);
        to += plane;
        e31.add(e32).intoArray(m, to);
        to += plane;
        e32.sub(e31).intoArray(m, to);
        to += plane;
        e31.sub(e33).intoArray(m, to);
    }

    @Override
    public void pixels(float[] m, int v, int y, WinogradTiles t) {
        if (t.channels() < Lanes.N) {
            small.pixels(m, v, y, t);
            return;
        }
        int from = v;
        for (int i = 0; i < t.rows(); i++) {
            int to = y + 2 * i * t.row();
            for (int j = 0; j < t.columns(); j++) {
                for (int c = 0; c < t.channels(); c += Lanes.N) {
                    int at = Math.min(c, t.channels() - Lanes.N);
                    pixels(m, from + at, to + at, t.row(), t.pixel(), t.plane());
                }
                from += t.tile();
                to += 2 * t.pixel();
            }
        }
    }

    private static void pixels(float[] m, int v, int y, int row, int pixel, int plane) {
        int at = v;
        FloatVector d00 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d01 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d02 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d03 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d10 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d11 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d12 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d13 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d20 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d21 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d22 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d23 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d30 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d31 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d32 = FloatVector.fromArray(Lanes.F, m, at);
        at += plane;
        FloatVector d33 = FloatVector.fromArray(Lanes.F, m, at);
        FloatVector e00 = d00.add(d10).add(d20);
        FloatVector e01 = d01.add(d11).add(d21);
        FloatVector e02 = d02.add(d12).add(d22);
        FloatVector e03 = d03.add(d13).add(d23);
        e00.add(e01).add(e02).intoArray(m, y);
        e01.sub(e02).sub(e03).intoArray(m, y + pixel);
        FloatVector e10 = d10.sub(d20).sub(d30);
        FloatVector e11 = d11.sub(d21).sub(d31);
        FloatVector e12 = d12.sub(d22).sub(d32);
        FloatVector e13 = d13.sub(d23).sub(d33);
        e10.add(e11).add(e12).intoArray(m, y + row);
        e11.sub(e12).sub(e13).intoArray(m, y + row + pixel);
    }

    @Override
    public void cotangentPlanes(float[] m, int g, int v, WinogradTiles t) {
        if (t.channels() < Lanes.N) {
            small.cotangentPlanes(m, g, v, t);
            return;
        }
        int to = v;
        for (int i = 0; i < t.rows(); i++) {
            int from = g + 2 * i * t.row();
            for (int j = 0; j < t.columns(); j++) {
                for (int c = 0; c < t.channels(); c += Lanes.N) {
                    int at = Math.min(c, t.channels() - Lanes.N);
                    cotangentPlanes(m, from + at, to + at, t.row(), t.pixel(), t.plane());
                }
                from += 2 * t.pixel();
                to += t.tile();
            }
        }
    }

    private static void cotangentPlanes(float[] m, int g, int v, int row, int pixel, int plane) {
        FloatVector d00 = FloatVector.fromArray(Lanes.F, m, g);
        FloatVector d01 = FloatVector.fromArray(Lanes.F, m, g + pixel);
        FloatVector d10 = FloatVector.fromArray(Lanes.F, m, g + row);
        FloatVector d11 = FloatVector.fromArray(Lanes.F, m, g + row + pixel);
        int to = v;
        d00.intoArray(m, to);
        to += plane;
        d00.add(d01).intoArray(m, to);
        to += plane;
        d00.sub(d01).intoArray(m, to);
        to += plane;
        d01.neg().intoArray(m, to);
        to += plane;
        FloatVector e10 = d00.add(d10);
        FloatVector e11 = d01.add(d11);
        e10.intoArray(m, to);
        to += plane;
        e10.add(e11).intoArray(m, to);
        to += plane;
        e10.sub(e11).intoArray(m, to);
        to += plane;
        e11.neg().intoArray(m, to);
        to += plane;
        FloatVector e20 = d00.sub(d10);
        FloatVector e21 = d01.sub(d11);
        e20.intoArray(m, to);
        to += plane;
        e20.add(e21).intoArray(m, to);
        to += plane;
        e20.sub(e21).intoArray(m, to);
        to += plane;
        e21.neg().intoArray(m, to);
        to += plane;
        FloatVector e30 = d10.neg();
        e30.intoArray(m, to);
        to += plane;
        e30.sub(d11).intoArray(m, to);
        to += plane;
        d11.sub(d10).intoArray(m, to);
        to += plane;
        d11.intoArray(m, to);
    }

    @Override
    public void combine(float[] m, int x, int y, Combination c) {
        if (c.n() < Lanes.N) {
            small.combine(m, x, y, c);
        } else if (c.offsets().length == 4) {
            sumsOfFour(m, x, y, c);
        } else {
            sums(m, x, y, c);
        }
    }

    private static void sums(float[] m, int x, int y, Combination c) {
        int[] offsets = c.offsets();
        float[] factors = c.factors();
        for (int i = 0; i < c.n(); i += Lanes.N) {
            int at = Math.min(i, c.n() - Lanes.N);
            FloatVector sum =
                    FloatVector.fromArray(Lanes.F, m, x + offsets[0] + at).mul(factors[0]);
            for (int term = 1; term < offsets.length; term++) {
                sum = FloatVector.fromArray(Lanes.F, m, x + offsets[term] + at)
                        .fma(FloatVector.broadcast(Lanes.F, factors[term]), sum);
            }
            sum.intoArray(m, y + at);
        }
    }

    /** Sums of four terms, the most frequent number. */
    private static void sumsOfFour(float[] m, int x, int y, Combination c) {
        int x0 = x + c.offsets()[0];
        int x1 = x + c.offsets()[1];
        int x2 = x + c.offsets()[2];
        int x3 = x + c.offsets()[3];
        FloatVector f0 = FloatVector.broadcast(Lanes.F, c.factors()[0]);
        FloatVector f1 = FloatVector.broadcast(Lanes.F, c.factors()[1]);
        FloatVector f2 = FloatVector.broadcast(Lanes.F, c.factors()[2]);
        FloatVector f3 = FloatVector.broadcast(Lanes.F, c.factors()[3]);
        for (int i = 0; i < c.n(); i += Lanes.N) {
            int at = Math.min(i, c.n() - Lanes.N);
            FloatVector sum = FloatVector.fromArray(Lanes.F, m, x0 + at).mul(f0);
            sum = FloatVector.fromArray(Lanes.F, m, x1 + at).fma(f1, sum);
            sum = FloatVector.fromArray(Lanes.F, m, x2 + at).fma(f2, sum);
            sum = FloatVector.fromArray(Lanes.F, m, x3 + at).fma(f3, sum);
            sum.intoArray(m, y + at);
        }
    }
}

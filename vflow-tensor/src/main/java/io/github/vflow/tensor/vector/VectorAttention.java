package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.Scores;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** In lanes; blocks that are not so many columns wide go one element at a time. */
final class VectorAttention implements AttentionKernels {
    private static final int LANES = ReductionKernels.LANES;

    private final AttentionKernels small = Kernels.scalar().attention();

    @Override
    public void exponentialsDown(float[] m, int s, int state, Scores shape) {
        if (shape.columns() % Lanes.N != 0) {
            small.exponentialsDown(m, s, state, shape);
            return;
        }
        for (int j = 0; j < shape.columns(); j += Lanes.N) {
            largestDown(m, s + j, state + j, shape);
            exponentials(m, s + j, state + j, shape);
        }
    }

    private static void largestDown(float[] m, int s, int state, Scores shape) {
        int n = shape.columns();
        FloatVector before = FloatVector.fromArray(Lanes.F, m, state);
        FloatVector max = before;
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            max = larger(max, FloatVector.fromArray(Lanes.F, m, at));
            at += shape.stride();
        }
        max.intoArray(m, state);
        VectorMath.exp2OfNegative(before.sub(max)).intoArray(m, state + 2 * n);
    }

    private static void exponentials(float[] m, int s, int state, Scores shape) {
        int n = shape.columns();
        FloatVector max = FloatVector.fromArray(Lanes.F, m, state);
        FloatVector sum =
                FloatVector.fromArray(Lanes.F, m, state + n).mul(FloatVector.fromArray(Lanes.F, m, state + 2 * n));
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            FloatVector e = VectorMath.exp2OfNegative(
                    FloatVector.fromArray(Lanes.F, m, at).sub(max));
            e.intoArray(m, at);
            sum = sum.add(e);
            at += shape.stride();
        }
        sum.intoArray(m, state + n);
    }

    /** The larger, without the work that −0 and NaN make for {@link FloatVector#max}. */
    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    @Override
    public void largestAlong(float[] m, int s, int largest, Scores shape) {
        int n = shape.columns();
        if (n % LANES != 0) {
            small.largestAlong(m, s, largest, shape);
            return;
        }
        for (int i = 0; i < shape.rows(); i++) {
            for (int lane = 0; lane < LANES; lane += Lanes.N) {
                int to = largest + i * LANES + lane;
                FloatVector max = FloatVector.fromArray(Lanes.F, m, to);
                int row = s + i * shape.stride() + lane;
                for (int j = row; j < row + n; j += LANES) {
                    max = larger(max, FloatVector.fromArray(Lanes.F, m, j));
                }
                max.intoArray(m, to);
            }
        }
    }

    @Override
    public void exponentialsAlong(float[] m, int s, int slopes, int max, int sums, Scores shape) {
        int n = shape.columns();
        if (n % LANES != 0) {
            small.exponentialsAlong(m, s, slopes, max, sums, shape);
            return;
        }
        int dots = shape.rows() * LANES;
        for (int i = 0; i < shape.rows(); i++) {
            for (int lane = 0; lane < LANES; lane += Lanes.N) {
                int to = sums + i * LANES + lane;
                if (n % (2 * LANES) == 0) {
                    pairs(m, s + i * shape.stride() + lane, slopes - s, m[max + i], to, to + dots, n);
                } else {
                    exponentials(m, s + i * shape.stride() + lane, slopes - s, m[max + i], to, to + dots, n);
                }
            }
        }
    }

    private static void exponentials(float[] m, int s, int toSlopes, float max, int toSum, int toDot, int n) {
        FloatVector sum = FloatVector.fromArray(Lanes.F, m, toSum);
        FloatVector dot = FloatVector.fromArray(Lanes.F, m, toDot);
        for (int j = s; j < s + n; j += LANES) {
            FloatVector e = VectorMath.exp2OfNegative(
                    FloatVector.fromArray(Lanes.F, m, j).sub(max));
            e.intoArray(m, j);
            sum = sum.add(e);
            dot = e.fma(FloatVector.fromArray(Lanes.F, m, j + toSlopes), dot);
        }
        sum.intoArray(m, toSum);
        dot.intoArray(m, toDot);
    }

    /** Two at a time: rows of a block are short, and the beginning and end of a loop long. */
    private static void pairs(float[] m, int s, int toSlopes, float max, int toSum, int toDot, int n) {
        FloatVector sum = FloatVector.fromArray(Lanes.F, m, toSum);
        FloatVector dot = FloatVector.fromArray(Lanes.F, m, toDot);
        for (int j = s; j < s + n; j += 2 * LANES) {
            FloatVector e = VectorMath.exp2OfNegative(
                    FloatVector.fromArray(Lanes.F, m, j).sub(max));
            FloatVector f = VectorMath.exp2OfNegative(
                    FloatVector.fromArray(Lanes.F, m, j + LANES).sub(max));
            e.intoArray(m, j);
            f.intoArray(m, j + LANES);
            sum = sum.add(e).add(f);
            dot = e.fma(FloatVector.fromArray(Lanes.F, m, j + toSlopes), dot);
            dot = f.fma(FloatVector.fromArray(Lanes.F, m, j + LANES + toSlopes), dot);
        }
        sum.intoArray(m, toSum);
        dot.intoArray(m, toDot);
    }

    @Override
    public void slopesAlong(float[] m, int s, int slopes, int sums, Scores shape) {
        int n = shape.columns();
        if (n % Lanes.N != 0) {
            small.slopesAlong(m, s, slopes, sums, shape);
            return;
        }
        int means = sums + shape.rows();
        if (n == 4 * Lanes.N) {
            centreFour(m, s, slopes - s, sums, shape);
            return;
        }
        for (int i = 0; i < shape.rows(); i++) {
            int from = s + i * shape.stride();
            centre(m, from, from + n, slopes - s, 1f / m[sums + i], m[means + i]);
        }
    }

    private static void centre(float[] m, int from, int to, int toSlopes, float scale, float mean) {
        for (int j = from; j < to; j += Lanes.N) {
            FloatVector slope = FloatVector.fromArray(Lanes.F, m, j + toSlopes).sub(mean);
            FloatVector.fromArray(Lanes.F, m, j).mul(scale).mul(slope).intoArray(m, j + toSlopes);
        }
    }

    /** Rows of four vectors: a loop along them would begin and end more than it runs. */
    private static void centreFour(float[] m, int s, int toSlopes, int sums, Scores shape) {
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            float scale = 1f / m[sums + i];
            float mean = m[sums + shape.rows() + i];
            int to = at + toSlopes;
            FloatVector s0 = FloatVector.fromArray(Lanes.F, m, to).sub(mean);
            FloatVector s1 = FloatVector.fromArray(Lanes.F, m, to + Lanes.N).sub(mean);
            FloatVector s2 = FloatVector.fromArray(Lanes.F, m, to + 2 * Lanes.N).sub(mean);
            FloatVector s3 = FloatVector.fromArray(Lanes.F, m, to + 3 * Lanes.N).sub(mean);
            FloatVector e0 = FloatVector.fromArray(Lanes.F, m, at).mul(scale);
            FloatVector e1 = FloatVector.fromArray(Lanes.F, m, at + Lanes.N).mul(scale);
            FloatVector e2 = FloatVector.fromArray(Lanes.F, m, at + 2 * Lanes.N).mul(scale);
            FloatVector e3 = FloatVector.fromArray(Lanes.F, m, at + 3 * Lanes.N).mul(scale);
            e0.mul(s0).intoArray(m, to);
            e1.mul(s1).intoArray(m, to + Lanes.N);
            e2.mul(s2).intoArray(m, to + 2 * Lanes.N);
            e3.mul(s3).intoArray(m, to + 3 * Lanes.N);
            at += shape.stride();
        }
    }
}

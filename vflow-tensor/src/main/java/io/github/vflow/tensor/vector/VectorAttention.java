package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.Scores;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** In lanes; blocks that are not so many columns wide go one element at a time. */
final class VectorAttention implements AttentionKernels {
    private final AttentionKernels small = Kernels.scalar().attention();

    @Override
    public void largestDown(float[] m, int s, int state, Scores shape) {
        int n = shape.columns();
        if (n % Lanes.N != 0) {
            small.largestDown(m, s, state, shape);
            return;
        }
        if (n == 4 * Lanes.N) {
            fourLargest(m, s, state, shape);
        } else {
            for (int j = 0; j < n; j += Lanes.N) {
                largest(m, s + j, state + j, shape);
            }
        }
        for (int j = state; j < state + n; j += Lanes.N) {
            FloatVector before = FloatVector.fromArray(Lanes.F, m, j);
            FloatVector max = FloatVector.fromArray(Lanes.F, m, j + 2 * n);
            FloatVector scale = VectorMath.exp2OfNegative(before.sub(max));
            FloatVector.fromArray(Lanes.F, m, j + n).mul(scale).intoArray(m, j + n);
            max.intoArray(m, j);
            scale.intoArray(m, j + 2 * n);
        }
    }

    /** The largest number goes where its scale will be. */
    private static void largest(float[] m, int s, int state, Scores shape) {
        FloatVector max = FloatVector.fromArray(Lanes.F, m, state);
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            max = larger(max, FloatVector.fromArray(Lanes.F, m, at));
            at += shape.stride();
        }
        max.intoArray(m, state + 2 * shape.columns());
    }

    /** Four columns of vectors: one alone waits for its comparisons. */
    private static void fourLargest(float[] m, int s, int state, Scores shape) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, state);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, state + Lanes.N);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, state + 2 * Lanes.N);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, state + 3 * Lanes.N);
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            a = larger(a, FloatVector.fromArray(Lanes.F, m, at));
            b = larger(b, FloatVector.fromArray(Lanes.F, m, at + Lanes.N));
            c = larger(c, FloatVector.fromArray(Lanes.F, m, at + 2 * Lanes.N));
            d = larger(d, FloatVector.fromArray(Lanes.F, m, at + 3 * Lanes.N));
            at += shape.stride();
        }
        int to = state + 2 * shape.columns();
        a.intoArray(m, to);
        b.intoArray(m, to + Lanes.N);
        c.intoArray(m, to + 2 * Lanes.N);
        d.intoArray(m, to + 3 * Lanes.N);
    }

    @Override
    public void exponentialsDown(float[] m, int s, int state, Scores shape) {
        int n = shape.columns();
        if (n % Lanes.N != 0) {
            small.exponentialsDown(m, s, state, shape);
            return;
        }
        for (int j = 0; j < n; j += Lanes.N) {
            pairs(m, s + j, state + j, state + n + j, shape);
        }
    }

    /** Two rows at a time; more of them is not inlined. */
    private static void pairs(float[] m, int s, int max, int toSum, Scores shape) {
        FloatVector most = FloatVector.fromArray(Lanes.F, m, max);
        FloatVector sum = FloatVector.fromArray(Lanes.F, m, toSum);
        int at = s;
        for (int i = 0; i + 2 <= shape.rows(); i += 2) {
            int next = at + shape.stride();
            FloatVector e = VectorMath.exp2OfNegative(
                    FloatVector.fromArray(Lanes.F, m, at).sub(most));
            FloatVector f = VectorMath.exp2OfNegative(
                    FloatVector.fromArray(Lanes.F, m, next).sub(most));
            e.intoArray(m, at);
            f.intoArray(m, next);
            sum = sum.add(e).add(f);
            at = next + shape.stride();
        }
        sum.intoArray(m, toSum);
        if (shape.rows() % 2 != 0) {
            last(m, at, max, toSum);
        }
    }

    /** An odd row, number by number: a third exponential in one method would not be inlined. */
    private static void last(float[] m, int s, int max, int toSum) {
        for (int lane = 0; lane < Lanes.N; lane++) {
            float e = FloatMath.exp2OfNegative(m[s + lane] - m[max + lane]);
            m[s + lane] = e;
            m[toSum + lane] += e;
        }
    }

    /** The larger, without the work that −0 and NaN make for {@link FloatVector#max}. */
    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    @Override
    public void weightsAlong(float[] m, int s, int norms, Scores shape) {
        if (shape.columns() % (2 * Lanes.N) != 0) {
            small.weightsAlong(m, s, norms, shape);
            return;
        }
        for (int i = 0; i < shape.rows(); i++) {
            weights(m, s + i * shape.stride(), shape.columns(), m[norms + i]);
        }
    }

    /** Two at a time: rows of a block are short, and the beginning and end of a loop long; more of them is not inlined. */
    private static void weights(float[] m, int s, int n, float norm) {
        for (int j = s; j < s + n; j += 2 * Lanes.N) {
            FloatVector a = weight(m, j, norm);
            FloatVector b = weight(m, j + Lanes.N, norm);
            a.intoArray(m, j);
            b.intoArray(m, j + Lanes.N);
        }
    }

    private static FloatVector weight(float[] m, int at, float norm) {
        return VectorMath.exp2OfNegative(FloatVector.fromArray(Lanes.F, m, at).sub(norm));
    }

    @Override
    public void slopesAlong(float[] m, int weights, int slopes, int means, Scores shape) {
        int n = shape.columns();
        if (n % Lanes.N != 0) {
            small.slopesAlong(m, weights, slopes, means, shape);
            return;
        }
        for (int i = 0; i < shape.rows(); i++) {
            int at = weights + i * shape.stride();
            if (n == 4 * Lanes.N) {
                fourSlopes(m, at, slopes - weights, m[means + i]);
            } else {
                slopes(m, at, n, slopes - weights, m[means + i]);
            }
        }
    }

    private static void slopes(float[] m, int s, int n, int toSlopes, float mean) {
        for (int j = s; j < s + n; j += Lanes.N) {
            slope(m, j, toSlopes, mean).intoArray(m, j + toSlopes);
        }
    }

    private static void fourSlopes(float[] m, int s, int toSlopes, float mean) {
        FloatVector a = slope(m, s, toSlopes, mean);
        FloatVector b = slope(m, s + Lanes.N, toSlopes, mean);
        FloatVector c = slope(m, s + 2 * Lanes.N, toSlopes, mean);
        FloatVector d = slope(m, s + 3 * Lanes.N, toSlopes, mean);
        a.intoArray(m, s + toSlopes);
        b.intoArray(m, s + toSlopes + Lanes.N);
        c.intoArray(m, s + toSlopes + 2 * Lanes.N);
        d.intoArray(m, s + toSlopes + 3 * Lanes.N);
    }

    private static FloatVector slope(float[] m, int at, int toSlopes, float mean) {
        FloatVector weight = FloatVector.fromArray(Lanes.F, m, at);
        return FloatVector.fromArray(Lanes.F, m, at + toSlopes).sub(mean).mul(weight);
    }
}

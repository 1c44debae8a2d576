package io.github.vflow.tensor.vector.attention;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.kernel.operand.Scores;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;

/** Attention in lanes. Blocks with fewer columns than lanes are computed one element at a time. */
public final class VectorAttention implements AttentionKernels {
    private final AttentionKernels small = ScalarKernels.create().attention();

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
        scale(m, state, n, n);
    }

    /** Computes the scales of some columns after new largest numbers. */
    private static void scale(float[] m, int state, int columns, int apart) {
        for (int j = state; j < state + columns; j += Lanes.N) {
            FloatVector before = FloatVector.fromArray(Lanes.F, m, j);
            FloatVector max = FloatVector.fromArray(Lanes.F, m, j + 2 * apart);
            FloatVector scale = VectorMath.exp2OfNegative(before.sub(max));
            FloatVector.fromArray(Lanes.F, m, j + apart).mul(scale).intoArray(m, j + apart);
            max.intoArray(m, j);
            scale.intoArray(m, j + 2 * apart);
        }
    }

    /** Writes the largest numbers to the place of their scales. */
    private static void largest(float[] m, int s, int state, Scores shape) {
        FloatVector max = FloatVector.fromArray(Lanes.F, m, state);
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            max = VectorMath.larger(max, FloatVector.fromArray(Lanes.F, m, at));
            at += shape.stride();
        }
        max.intoArray(m, state + 2 * shape.columns());
    }

    /** Four columns of vectors at a time: one alone waits for its comparisons. */
    private static void fourLargest(float[] m, int s, int state, Scores shape) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, state);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, state + Lanes.N);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, state + 2 * Lanes.N);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, state + 3 * Lanes.N);
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            a = VectorMath.larger(a, FloatVector.fromArray(Lanes.F, m, at));
            b = VectorMath.larger(b, FloatVector.fromArray(Lanes.F, m, at + Lanes.N));
            c = VectorMath.larger(c, FloatVector.fromArray(Lanes.F, m, at + 2 * Lanes.N));
            d = VectorMath.larger(d, FloatVector.fromArray(Lanes.F, m, at + 3 * Lanes.N));
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

    /** Two rows at a time; more would not be inlined. */
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
            sum = f.add(e.add(sum));
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

    /** Two vectors at a time: rows of a block are short, and loops take long to begin and end. More would not be inlined. */
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

    @Override
    public void scoresDown(float[] m, int queries, int keys, int s, int state, NarrowHead shape) {
        NarrowForwardKernels.scores(m, queries, keys, s, state, shape);
        scale(m, state, shape.lanes(), shape.apart());
    }

    @Override
    public void mixDown(float[] m, int s, int values, int y, int state, NarrowHead shape) {
        NarrowForwardKernels.mix(m, s, values, y, state, shape);
    }

    @Override
    public void meansOf(float[] m, int g, int y, int means, NarrowHead shape) {
        int from = g;
        int of = y;
        for (int i = means; i < means + shape.count(); i++) {
            float sum = four(m, from, of, 0f);
            m[i] = -FloatMath.LN2_HIGH * (shape.width() == 4 ? sum : four(m, from + 4, of + 4, sum));
            from += shape.result();
            of += shape.result();
        }
    }

    /** A product of four numbers, too short for lanes. */
    private static float four(float[] m, int a, int b, float start) {
        float sum = Math.fma(m[a], m[b], start);
        sum = Math.fma(m[a + 1], m[b + 1], sum);
        sum = Math.fma(m[a + 2], m[b + 2], sum);
        return Math.fma(m[a + 3], m[b + 3], sum);
    }

    @Override
    public void gradientAlong(
            float[] m, int q, int g, int norms, int means, int panels, int slopes, int free, NarrowHead shape) {
        NarrowBackwardKernels.gradient(m, q, g, norms, means, panels, slopes, free, shape);
    }
}

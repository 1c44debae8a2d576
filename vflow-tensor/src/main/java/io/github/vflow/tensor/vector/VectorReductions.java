package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.ReductionKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Reductions in lanes: across rows where the inner axis is wide, along a row where the reduced axis is contiguous. */
final class VectorReductions implements ReductionKernels {
    @Override
    public void sum(float[] m, int x, int y, int outer, int n, int inner) {
        if (inner == 1) {
            RowSum.ofRows(m, x, y, outer, n);
            return;
        }
        for (int o = 0; o < outer; o++) {
            sumDown(m, x + o * n * inner, y + o * inner, n, inner);
        }
    }

    private static void sumDown(float[] m, int x, int y, int n, int inner) {
        for (int i = 0; i < inner; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(inner - i);
            FloatVector sum = FloatVector.zero(Lanes.F);
            for (int k = 0; k < n; k++) {
                sum = sum.add(FloatVector.fromArray(Lanes.F, m, x + k * inner + i, in));
            }
            sum.intoArray(m, y + i, in);
        }
    }

    @Override
    public void max(float[] m, int x, int y, int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            if (inner == 1) {
                m[y + o] = maxAlong(m, x + o * n, n);
            } else {
                maxDown(m, x + o * n * inner, y + o * inner, n, inner);
            }
        }
    }

    private static float maxAlong(float[] m, int x, int n) {
        FloatVector max = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - Lanes.N; i += Lanes.N) {
            max = max.max(FloatVector.fromArray(Lanes.F, m, x + i));
        }
        float tail = max.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            tail = Math.max(tail, m[x + i]);
        }
        return tail;
    }

    private static void maxDown(float[] m, int x, int y, int n, int inner) {
        for (int i = 0; i < inner; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(inner - i);
            maxOf(m, x + i, n, inner, in).intoArray(m, y + i, in);
        }
    }

    private static FloatVector maxOf(float[] m, int x, int n, int inner, VectorMask<Float> in) {
        FloatVector max = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        for (int k = 0; k < n; k++) {
            max = max.max(FloatVector.fromArray(Lanes.F, m, x + k * inner, in));
        }
        return max;
    }

    @Override
    public void logSumExp(float[] m, int x, int y, int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            if (inner == 1) {
                float max = finite(maxAlong(m, x + o * n, n));
                m[y + o] = max + FloatMath.log(RowSum.ofExp(m, x + o * n, n, max));
            } else {
                sumExpDown(m, x + o * n * inner, y + o * inner, n, inner);
                addLogDown(m, x + o * n * inner, y + o * inner, n, inner);
            }
        }
    }

    /** Σ exp(x − max); in a method of its own, as the next is: together they are too much for the compiler. */
    private static void sumExpDown(float[] m, int x, int y, int n, int inner) {
        for (int i = 0; i < inner; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(inner - i);
            FloatVector max = finite(maxOf(m, x + i, n, inner, in));
            FloatVector sum = FloatVector.zero(Lanes.F);
            for (int k = 0; k < n; k++) {
                FloatVector v = FloatVector.fromArray(Lanes.F, m, x + k * inner + i, in);
                sum = sum.add(VectorMath.exp(v.sub(max)));
            }
            sum.intoArray(m, y + i, in);
        }
    }

    /** max + ln y, over y. */
    private static void addLogDown(float[] m, int x, int y, int n, int inner) {
        for (int i = 0; i < inner; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(inner - i);
            FloatVector sum =
                    FloatVector.broadcast(Lanes.F, 1f).blend(FloatVector.fromArray(Lanes.F, m, y + i, in), in);
            if (VectorMath.areNormal(sum)) {
                FloatVector max = finite(maxOf(m, x + i, n, inner, in));
                max.add(VectorMath.log(sum)).intoArray(m, y + i, in);
            } else {
                addLogs(m, x + i, y + i, n, inner, Math.min(Lanes.N, inner - i));
            }
        }
    }

    private static void addLogs(float[] m, int x, int y, int n, int inner, int columns) {
        for (int j = 0; j < columns; j++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < n; k++) {
                max = Math.max(max, m[x + j + k * inner]);
            }
            m[y + j] = finite(max) + FloatMath.log(m[y + j]);
        }
    }

    @Override
    public void softmax(float[] m, int x, int y, int outer, int n, int inner) {
        if (inner == 1) {
            expRows(m, x, y, outer, n);
            scaleRows(m, y, outer, n);
            return;
        }
        for (int o = 0; o < outer; o++) {
            int from = o * n * inner;
            softmaxDown(m, x + from, y + from, n, inner);
        }
    }

    private static void expRows(float[] m, int x, int y, int outer, int n) {
        for (int o = 0; o < outer; o++) {
            float max = finite(maxAlong(m, x + o * n, n));
            for (int i = o * n; i < (o + 1) * n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first((o + 1) * n - i);
                FloatVector v = FloatVector.fromArray(Lanes.F, m, x + i, in);
                VectorMath.exp(v.sub(max)).intoArray(m, y + i, in);
            }
        }
    }

    private static void scaleRows(float[] m, int y, int outer, int n) {
        for (int row = y; row < y + outer * n; row += n) {
            float scale = 1f / RowSum.of(m, row, n);
            for (int i = row; i < row + n; i++) {
                m[i] *= scale;
            }
        }
    }

    private static void softmaxDown(float[] m, int x, int y, int n, int inner) {
        for (int i = 0; i < inner; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(inner - i);
            FloatVector max = finite(maxOf(m, x + i, n, inner, in));
            FloatVector sum = FloatVector.zero(Lanes.F);
            for (int k = 0; k < n; k++) {
                FloatVector e = VectorMath.exp(
                        FloatVector.fromArray(Lanes.F, m, x + k * inner + i, in).sub(max));
                e.intoArray(m, y + k * inner + i, in);
                sum = sum.add(e);
            }
            FloatVector scale = FloatVector.broadcast(Lanes.F, 1f).div(sum);
            for (int k = 0; k < n; k++) {
                int at = y + k * inner + i;
                FloatVector.fromArray(Lanes.F, m, at, in).mul(scale).intoArray(m, at, in);
            }
        }
    }

    private static FloatVector finite(FloatVector max) {
        return max.max(-Float.MAX_VALUE).min(Float.MAX_VALUE);
    }

    private static float finite(float max) {
        return Math.min(Math.max(max, -Float.MAX_VALUE), Float.MAX_VALUE);
    }
}

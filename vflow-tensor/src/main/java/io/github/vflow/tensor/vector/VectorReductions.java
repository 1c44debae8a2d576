package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.RowSum;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Reductions in lanes: across rows where the inner axis is wide, along a row where the reduced axis is contiguous. Across rows, the
 * last vector overlaps the one before it, which saves masks; inner axes narrower than a vector are computed one element at a time.
 */
final class VectorReductions implements ReductionKernels {
    private final ReductionKernels small = ScalarKernels.create().reductions();

    @Override
    public void sum(float[] m, int x, int y, int outer, int n, int inner) {
        if (inner == 1) {
            RowSum.ofRows(m, x, y, outer, n);
            return;
        }
        if (inner < Lanes.N) {
            small.sum(m, x, y, outer, n, inner);
            return;
        }
        for (int o = 0; o < outer; o++) {
            sumDown(m, x + o * n * inner, y + o * inner, n, inner);
        }
    }

    private static void sumDown(float[] m, int x, int y, int n, int inner) {
        for (int i = 0; i < inner; i += Lanes.N) {
            int at = Math.min(i, inner - Lanes.N);
            FloatVector sum = FloatVector.zero(Lanes.F);
            for (int k = 0; k < n; k++) {
                sum = FloatVector.fromArray(Lanes.F, m, x + k * inner + at).add(sum);
            }
            sum.intoArray(m, y + at);
        }
    }

    @Override
    public void max(float[] m, int x, int y, int outer, int n, int inner) {
        if (inner > 1 && inner < Lanes.N) {
            small.max(m, x, y, outer, n, inner);
            return;
        }
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
            max = FloatVector.fromArray(Lanes.F, m, x + i).max(max);
        }
        float tail = max.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            tail = Math.max(tail, m[x + i]);
        }
        return tail;
    }

    private static void maxDown(float[] m, int x, int y, int n, int inner) {
        for (int i = 0; i < inner; i += Lanes.N) {
            int at = Math.min(i, inner - Lanes.N);
            maxOf(m, x + at, n, inner).intoArray(m, y + at);
        }
    }

    private static FloatVector maxOf(float[] m, int x, int n, int inner) {
        FloatVector max = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        for (int k = 0; k < n; k++) {
            max = FloatVector.fromArray(Lanes.F, m, x + k * inner).max(max);
        }
        return max;
    }

    @Override
    public void logSumExp(float[] m, int x, int y, int outer, int n, int inner) {
        if (inner > 1 && inner < Lanes.N) {
            small.logSumExp(m, x, y, outer, n, inner);
            return;
        }
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

    /**
     * Σ exp(x − max) of columns, from a multiple of the lanes on. A method of its own keeps it small enough to inline, like the
     * next.
     */
    private static void sumExpDown(float[] m, int x, int y, int n, int inner) {
        for (int i = 0; i < inner; i += Lanes.N) {
            int at = Math.min(i, inner - Lanes.N);
            FloatVector max = finite(maxOf(m, x + at, n, inner));
            FloatVector sum = FloatVector.zero(Lanes.F);
            for (int k = 0; k < n; k++) {
                FloatVector v = FloatVector.fromArray(Lanes.F, m, x + k * inner + at);
                sum = VectorMath.exp(v.sub(max)).add(sum);
            }
            sum.intoArray(m, y + at);
        }
    }

    /** Replaces y by max + ln y. The last vector must not overlap, since that would add twice. */
    private static void addLogDown(float[] m, int x, int y, int n, int inner) {
        int i = 0;
        for (; i <= inner - Lanes.N; i += Lanes.N) {
            FloatVector sum = FloatVector.fromArray(Lanes.F, m, y + i);
            if (VectorMath.areNormal(sum)) {
                FloatVector max = finite(maxOf(m, x + i, n, inner));
                max.add(VectorMath.log(sum)).intoArray(m, y + i);
            } else {
                addLogs(m, x + i, y + i, n, inner, Lanes.N);
            }
        }
        addLogs(m, x + i, y + i, n, inner, inner - i);
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
        if (inner < Lanes.N) {
            small.softmax(m, x, y, outer, n, inner);
            return;
        }
        for (int o = 0; o < outer; o++) {
            int from = o * n * inner;
            softmaxDown(m, x + from, y + from, n, inner);
        }
    }

    private static void expRows(float[] m, int x, int y, int outer, int n) {
        for (int row = 0; row < outer * n; row += n) {
            float max = finite(maxAlong(m, x + row, n));
            if (n < Lanes.N) {
                FloatVector v = FloatVector.fromArray(Lanes.F, m, x + row);
                VectorMath.exp(v.sub(max)).intoArray(m, y + row, Lanes.first(n));
            } else {
                expRow(m, x + row, y + row, n, max);
            }
        }
    }

    private static void expRow(float[] m, int x, int y, int n, float max) {
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            VectorMath.exp(FloatVector.fromArray(Lanes.F, m, x + at).sub(max)).intoArray(m, y + at);
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
            int at = Math.min(i, inner - Lanes.N);
            FloatVector max = finite(maxOf(m, x + at, n, inner));
            FloatVector sum = FloatVector.zero(Lanes.F);
            for (int k = 0; k < n; k++) {
                FloatVector e = VectorMath.exp(
                        FloatVector.fromArray(Lanes.F, m, x + k * inner + at).sub(max));
                e.intoArray(m, y + k * inner + at);
                sum = e.add(sum);
            }
            FloatVector scale = FloatVector.broadcast(Lanes.F, 1f).div(sum);
            for (int k = 0; k < n; k++) {
                int here = y + k * inner + at;
                FloatVector.fromArray(Lanes.F, m, here).mul(scale).intoArray(m, here);
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

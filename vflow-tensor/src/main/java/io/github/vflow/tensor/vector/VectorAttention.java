package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.Scores;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** In lanes; what is left of a row, and columns that are not a multiple of the lanes, go one at a time. */
final class VectorAttention implements AttentionKernels {
    private final AttentionKernels small = Kernels.scalar().attention();

    @Override
    public void exponentialsDown(float[] m, int s, int sums, Scores shape) {
        if (shape.columns() % Lanes.N != 0) {
            small.exponentialsDown(m, s, sums, shape);
            return;
        }
        for (int j = 0; j < shape.columns(); j += Lanes.N) {
            exponentials(m, s + j, shape, max(m, s + j, shape)).intoArray(m, sums + j);
        }
    }

    private static FloatVector max(float[] m, int s, Scores shape) {
        FloatVector max = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            max = larger(max, FloatVector.fromArray(Lanes.F, m, at));
            at += shape.columns();
        }
        return max;
    }

    private static FloatVector exponentials(float[] m, int s, Scores shape, FloatVector max) {
        FloatVector sum = FloatVector.zero(Lanes.F);
        int at = s;
        for (int i = 0; i < shape.rows(); i++) {
            FloatVector e = VectorMath.expOfNegative(
                    FloatVector.fromArray(Lanes.F, m, at).sub(max));
            e.intoArray(m, at);
            sum = sum.add(e);
            at += shape.columns();
        }
        return sum;
    }

    @Override
    public void exponentialsAlong(float[] m, int s, int sums, Scores shape) {
        int n = shape.columns();
        for (int row = s, i = 0; i < shape.rows(); row += n, i++) {
            exponentials(m, row, n, max(m, row, n));
            // in a pass of its own: a vector that is handed to another method may be put on the heap
            m[sums + i] = n % ReductionKernels.LANES == 0 ? RowSum.of(m, row, n) : sum(m, row, n);
        }
    }

    private static float sum(float[] m, int row, int n) {
        float sum = 0;
        for (int j = row; j < row + n; j++) {
            sum += m[j];
        }
        return sum;
    }

    private static float dot(float[] m, int a, int b, int n) {
        float sum = 0;
        for (int j = 0; j < n; j++) {
            sum = Math.fma(m[a + j], m[b + j], sum);
        }
        return sum;
    }

    private static float max(float[] m, int row, int n) {
        FloatVector max = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        int j = row;
        for (; j <= row + n - Lanes.N; j += Lanes.N) {
            max = larger(max, FloatVector.fromArray(Lanes.F, m, j));
        }
        float largest = max.reduceLanes(VectorOperators.MAX);
        for (; j < row + n; j++) {
            largest = m[j] > largest ? m[j] : largest;
        }
        return largest;
    }

    /** The larger, without the work that −0 and NaN make for {@link FloatVector#max}. */
    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    private static void exponentials(float[] m, int row, int n, float max) {
        int j = row;
        for (; j <= row + n - Lanes.N; j += Lanes.N) {
            VectorMath.expOfNegative(FloatVector.fromArray(Lanes.F, m, j).sub(max))
                    .intoArray(m, j);
        }
        for (; j < row + n; j++) {
            m[j] = FloatMath.expOfNegative(m[j] - max);
        }
    }

    @Override
    public void slopesAlong(float[] m, int e, int slopes, int sums, Scores shape) {
        int n = shape.columns();
        for (int i = 0; i < shape.rows(); i++) {
            float dot = n % ReductionKernels.LANES == 0
                    ? RowSum.ofProduct(m, e + i * n, slopes + i * n, n)
                    : dot(m, e + i * n, slopes + i * n, n);
            centre(m, e + i * n, slopes + i * n, n, dot / m[sums + i]);
        }
    }

    private static void centre(float[] m, int e, int slopes, int n, float mean) {
        int j = 0;
        for (; j <= n - Lanes.N; j += Lanes.N) {
            FloatVector slope = FloatVector.fromArray(Lanes.F, m, slopes + j);
            FloatVector.fromArray(Lanes.F, m, e + j).mul(slope.sub(mean)).intoArray(m, slopes + j);
        }
        for (; j < n; j++) {
            m[slopes + j] = m[e + j] * (m[slopes + j] - mean);
        }
    }
}

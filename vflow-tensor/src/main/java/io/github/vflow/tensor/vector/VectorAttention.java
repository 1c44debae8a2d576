package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.Scores;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * In lanes. Where the columns are not a multiple of the lanes, the last vector would go over some of them twice, which work in
 * place does not stand: such scores go one at a time.
 */
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
        if (n % ReductionKernels.LANES != 0) {
            small.exponentialsAlong(m, s, sums, shape);
            return;
        }
        for (int i = 0; i < shape.rows(); i++) {
            int row = s + i * n;
            m[sums + i] = exponentials(m, row, n, max(m, row, n));
        }
    }

    private static float max(float[] m, int row, int n) {
        FloatVector max = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        for (int j = row; j < row + n; j += Lanes.N) {
            max = larger(max, FloatVector.fromArray(Lanes.F, m, j));
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    /** The larger, without the work that −0 and NaN make for {@link FloatVector#max}. */
    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    private static float exponentials(float[] m, int row, int n, float max) {
        FloatVector sum = FloatVector.zero(Lanes.F);
        for (int j = row; j < row + n; j += Lanes.N) {
            FloatVector e = VectorMath.expOfNegative(
                    FloatVector.fromArray(Lanes.F, m, j).sub(max));
            e.intoArray(m, j);
            sum = sum.add(e);
        }
        return Lanes.N == ReductionKernels.LANES ? RowSum.tree(sum) : RowSum.of(m, row, n);
    }

    @Override
    public void slopesAlong(float[] m, int e, int slopes, int sums, Scores shape) {
        int n = shape.columns();
        if (n % ReductionKernels.LANES != 0) {
            small.slopesAlong(m, e, slopes, sums, shape);
            return;
        }
        for (int i = 0; i < shape.rows(); i++) {
            float mean = RowSum.ofProducts(m, e + i * n, slopes + i * n, n) / m[sums + i];
            centre(m, e + i * n, slopes + i * n, n, mean);
        }
    }

    private static void centre(float[] m, int e, int slopes, int n, float mean) {
        for (int j = 0; j < n; j += Lanes.N) {
            FloatVector slope = FloatVector.fromArray(Lanes.F, m, slopes + j);
            FloatVector.fromArray(Lanes.F, m, e + j).mul(slope.sub(mean)).intoArray(m, slopes + j);
        }
    }
}

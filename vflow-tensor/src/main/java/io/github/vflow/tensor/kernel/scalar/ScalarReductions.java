package io.github.vflow.tensor.kernel.scalar;

import static io.github.vflow.tensor.kernel.scalar.SequentialReductions.finite;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.operand.Limits;

/** One element at a time, in the order that {@link ReductionKernels} fixes. */
final class ScalarReductions implements ReductionKernels {
    private final ReductionKernels sequential = new SequentialReductions();

    private interface Term {
        float of(float x);
    }

    @Override
    public void sum(float[] m, int x, int y, int outer, int n, int inner) {
        if (inner > 1) {
            sequential.sum(m, x, y, outer, n, inner);
            return;
        }
        for (int o = 0; o < outer; o++) {
            m[y + o] = sum(m, x + o * n, n, v -> v);
        }
    }

    @Override
    public void max(float[] m, int x, int y, int outer, int n, int inner) {
        sequential.max(m, x, y, outer, n, inner);
    }

    @Override
    public void logSumExp(float[] m, int x, int y, int outer, int n, int inner) {
        if (inner > 1) {
            sequential.logSumExp(m, x, y, outer, n, inner);
            return;
        }
        for (int o = 0; o < outer; o++) {
            float max = finite(SequentialReductions.max(m, x + o * n, n, 1));
            float sum = sum(m, x + o * n, n, v -> FloatMath.exp(v - max));
            m[y + o] = max + FloatMath.log(sum);
        }
    }

    @Override
    public void softmax(float[] m, int x, int y, int outer, int n, int inner) {
        if (inner > 1) {
            sequential.softmax(m, x, y, outer, n, inner);
            return;
        }
        for (int from = 0; from < outer * n; from += n) {
            float max = finite(SequentialReductions.max(m, x + from, n, 1));
            for (int k = from; k < from + n; k++) {
                m[y + k] = FloatMath.exp(m[x + k] - max);
            }
            float scale = 1f / sum(m, y + from, n, v -> v);
            for (int k = from; k < from + n; k++) {
                m[y + k] *= scale;
            }
        }
    }

    private static float sum(float[] m, int from, int n, Term term) {
        float[] lanes = new float[Limits.LANES];
        for (int k = 0; k < n; k++) {
            lanes[k % Limits.LANES] += term.of(m[from + k]);
        }
        return tree(lanes, 0);
    }

    /** Adds lanes of an array in halves; they are overwritten. */
    static float tree(float[] m, int lanes) {
        for (int half = Limits.LANES / 2; half > 0; half /= 2) {
            for (int i = lanes; i < lanes + half; i++) {
                m[i] += m[i + half];
            }
        }
        return m[lanes];
    }
}

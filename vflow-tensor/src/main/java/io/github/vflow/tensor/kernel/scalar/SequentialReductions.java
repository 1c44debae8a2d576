package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.ReductionKernels;

/** One element at a time, with one running sum for each inner element, also where there is only one. */
public final class SequentialReductions implements ReductionKernels {
    private interface Term {
        float of(float x);
    }

    @Override
    public void sum(float[] m, int x, int y, int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                m[y + o * inner + i] = sum(m, x + o * n * inner + i, n, inner, v -> v);
            }
        }
    }

    @Override
    public void max(float[] m, int x, int y, int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                m[y + o * inner + i] = max(m, x + o * n * inner + i, n, inner);
            }
        }
    }

    @Override
    public void logSumExp(float[] m, int x, int y, int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int from = x + o * n * inner + i;
                float max = finite(max(m, from, n, inner));
                float sum = sum(m, from, n, inner, v -> FloatMath.exp(v - max));
                m[y + o * inner + i] = max + FloatMath.log(sum);
            }
        }
    }

    @Override
    public void softmax(float[] m, int x, int y, int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int from = o * n * inner + i;
                float max = finite(max(m, x + from, n, inner));
                for (int k = 0; k < n; k++) {
                    m[y + from + k * inner] = FloatMath.exp(m[x + from + k * inner] - max);
                }
                float scale = 1f / sum(m, y + from, n, inner, v -> v);
                for (int k = 0; k < n; k++) {
                    m[y + from + k * inner] *= scale;
                }
            }
        }
    }

    /** An infinite maximum must not be subtracted from itself. */
    static float finite(float max) {
        return Math.min(Math.max(max, -Float.MAX_VALUE), Float.MAX_VALUE);
    }

    static float max(float[] m, int from, int n, int step) {
        float max = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < n; k++) {
            max = Math.max(max, m[from + k * step]);
        }
        return max;
    }

    private static float sum(float[] m, int from, int n, int step, Term term) {
        float sum = 0;
        for (int k = 0; k < n; k++) {
            sum += term.of(m[from + k * step]);
        }
        return sum;
    }
}

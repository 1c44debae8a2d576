package io.github.vflow.tensor.kernel;

import java.util.Arrays;

/** One element at a time. */
final class ScalarAttention implements AttentionKernels {
    @Override
    public void exponentialsDown(float[] m, int s, int sums, Scores shape) {
        int n = shape.columns();
        for (int j = 0; j < n; j++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < shape.rows(); i++) {
                max = m[s + i * n + j] > max ? m[s + i * n + j] : max;
            }
            float sum = 0;
            for (int i = 0; i < shape.rows(); i++) {
                float e = FloatMath.expOfNegative(m[s + i * n + j] - max);
                m[s + i * n + j] = e;
                sum += e;
            }
            m[sums + j] = sum;
        }
    }

    @Override
    public void exponentialsAlong(float[] m, int s, int sums, Scores shape) {
        int n = shape.columns();
        float[] lanes = new float[ReductionKernels.LANES];
        for (int i = 0; i < shape.rows(); i++) {
            int row = s + i * n;
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                max = m[row + j] > max ? m[row + j] : max;
            }
            Arrays.fill(lanes, 0f);
            for (int j = 0; j < n; j++) {
                m[row + j] = FloatMath.expOfNegative(m[row + j] - max);
                lanes[j % ReductionKernels.LANES] += m[row + j];
            }
            m[sums + i] = ScalarReductions.tree(lanes);
        }
    }

    @Override
    public void slopesAlong(float[] m, int e, int slopes, int sums, Scores shape) {
        int n = shape.columns();
        float[] lanes = new float[ReductionKernels.LANES];
        for (int i = 0; i < shape.rows(); i++) {
            Arrays.fill(lanes, 0f);
            for (int j = 0; j < n; j++) {
                int lane = j % ReductionKernels.LANES;
                lanes[lane] = Math.fma(m[e + i * n + j], m[slopes + i * n + j], lanes[lane]);
            }
            float mean = ScalarReductions.tree(lanes) / m[sums + i];
            for (int j = 0; j < n; j++) {
                m[slopes + i * n + j] = m[e + i * n + j] * (m[slopes + i * n + j] - mean);
            }
        }
    }
}

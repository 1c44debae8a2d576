package io.github.vflow.tensor.kernel;

/** One element at a time. */
final class ScalarAttention implements AttentionKernels {
    @Override
    public void largestDown(float[] m, int s, int state, Scores shape) {
        int n = shape.columns();
        for (int j = 0; j < n; j++) {
            float before = m[state + j];
            float max = before;
            for (int i = 0; i < shape.rows(); i++) {
                max = m[s + i * shape.stride() + j] > max ? m[s + i * shape.stride() + j] : max;
            }
            float scale = FloatMath.exp2OfNegative(before - max);
            m[state + j] = max;
            m[state + n + j] *= scale;
            m[state + 2 * n + j] = scale;
        }
    }

    @Override
    public void exponentialsDown(float[] m, int s, int state, Scores shape) {
        int n = shape.columns();
        for (int j = 0; j < n; j++) {
            float sum = m[state + n + j];
            for (int i = 0; i < shape.rows(); i++) {
                float e = FloatMath.exp2OfNegative(m[s + i * shape.stride() + j] - m[state + j]);
                m[s + i * shape.stride() + j] = e;
                sum += e;
            }
            m[state + n + j] = sum;
        }
    }

    @Override
    public void weightsAlong(float[] m, int s, int norms, Scores shape) {
        for (int i = 0; i < shape.rows(); i++) {
            for (int j = i * shape.stride(); j < i * shape.stride() + shape.columns(); j++) {
                m[s + j] = FloatMath.exp2OfNegative(m[s + j] - m[norms + i]);
            }
        }
    }

    @Override
    public void slopesAlong(float[] m, int weights, int slopes, int means, Scores shape) {
        for (int i = 0; i < shape.rows(); i++) {
            for (int j = i * shape.stride(); j < i * shape.stride() + shape.columns(); j++) {
                m[slopes + j] = m[weights + j] * (m[slopes + j] - m[means + i]);
            }
        }
    }
}

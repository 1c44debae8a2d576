package io.github.vflow.tensor.kernel;

/** One element at a time. */
final class ScalarAttention implements AttentionKernels {
    private static final int LANES = ReductionKernels.LANES;

    @Override
    public void exponentialsDown(float[] m, int s, int state, Scores shape) {
        int n = shape.columns();
        for (int j = 0; j < n; j++) {
            float before = m[state + j];
            float max = before;
            for (int i = 0; i < shape.rows(); i++) {
                max = m[s + i * shape.stride() + j] > max ? m[s + i * shape.stride() + j] : max;
            }
            float scale = FloatMath.exp2OfNegative(before - max);
            float sum = m[state + n + j] * scale;
            for (int i = 0; i < shape.rows(); i++) {
                float e = FloatMath.exp2OfNegative(m[s + i * shape.stride() + j] - max);
                m[s + i * shape.stride() + j] = e;
                sum += e;
            }
            m[state + j] = max;
            m[state + n + j] = sum;
            m[state + 2 * n + j] = scale;
        }
    }

    @Override
    public void largestAlong(float[] m, int s, int largest, Scores shape) {
        int n = shape.columns();
        for (int i = 0; i < shape.rows(); i++) {
            for (int j = 0; j < n; j++) {
                int lane = largest + i * LANES + j % LANES;
                m[lane] = m[s + i * shape.stride() + j] > m[lane] ? m[s + i * shape.stride() + j] : m[lane];
            }
        }
    }

    @Override
    public void exponentialsAlong(float[] m, int s, int slopes, int max, int sums, Scores shape) {
        int n = shape.columns();
        int dots = sums + shape.rows() * LANES;
        for (int i = 0; i < shape.rows(); i++) {
            for (int j = 0; j < n; j++) {
                int lane = i * LANES + j % LANES;
                float e = FloatMath.exp2OfNegative(m[s + i * shape.stride() + j] - m[max + i]);
                m[s + i * shape.stride() + j] = e;
                m[sums + lane] += e;
                m[dots + lane] = Math.fma(e, m[slopes + i * shape.stride() + j], m[dots + lane]);
            }
        }
    }

    @Override
    public void slopesAlong(float[] m, int s, int slopes, int sums, Scores shape) {
        int n = shape.columns();
        int means = sums + shape.rows();
        for (int i = 0; i < shape.rows(); i++) {
            float scale = 1f / m[sums + i];
            for (int j = 0; j < n; j++) {
                int at = slopes + i * shape.stride() + j;
                m[at] = m[s + i * shape.stride() + j] * scale * (m[at] - m[means + i]);
            }
        }
    }
}

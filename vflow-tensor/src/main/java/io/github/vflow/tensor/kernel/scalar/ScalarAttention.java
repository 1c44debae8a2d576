package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.kernel.operand.Scores;

/** The loops of this family over one element at a time; they define the bits. */
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

    @Override
    public void scoresDown(float[] m, int queries, int keys, int s, int state, NarrowHead h) {
        for (int j = 0; j < h.lanes(); j++) {
            float before = m[state + j];
            float max = before;
            for (int i = 0; i < h.count(); i++) {
                float sum = 0f;
                for (int c = 0; c < h.width(); c++) {
                    sum = Math.fma(m[keys + i * h.position() + c], m[queries + c * h.row() + j], sum);
                }
                m[s + i * h.lanes() + j] = sum;
                max = sum > max ? sum : max;
            }
            float scale = FloatMath.exp2OfNegative(before - max);
            m[state + j] = max;
            m[state + h.apart() + j] *= scale;
            m[state + 2 * h.apart() + j] = scale;
        }
    }

    @Override
    public void mixDown(float[] m, int s, int values, int y, int state, NarrowHead h) {
        for (int j = 0; j < h.lanes(); j++) {
            float sum = m[state + h.apart() + j];
            for (int c = 0; c < h.width(); c++) {
                m[y + c * h.row() + j] *= m[state + 2 * h.apart() + j];
            }
            for (int i = 0; i < h.count(); i++) {
                float w = FloatMath.exp2OfNegative(m[s + i * h.lanes() + j] - m[state + j]);
                sum += w;
                for (int c = 0; c < h.width(); c++) {
                    int to = y + c * h.row() + j;
                    m[to] = Math.fma(w, m[values + i * h.position() + c], m[to]);
                }
            }
            m[state + h.apart() + j] = sum;
        }
    }

    @Override
    public void meansOf(float[] m, int g, int y, int means, NarrowHead h) {
        for (int i = 0; i < h.count(); i++) {
            float sum = 0f;
            for (int c = 0; c < h.width(); c++) {
                sum = Math.fma(m[g + i * h.result() + c], m[y + i * h.result() + c], sum);
            }
            m[means + i] = -FloatMath.LN2_HIGH * sum;
        }
    }

    @Override
    public void gradientAlong(
            float[] m, int q, int g, int norms, int means, int panels, int slopes, int free, NarrowHead h) {
        for (int j = 0; j < h.lanes(); j++) {
            for (int i = 0; i < h.count(); i++) {
                int x = q + i * h.position();
                int z = g + i * h.result();
                float score = 0f;
                float slope = 0f;
                for (int c = 0; c < h.width(); c++) {
                    int at = panels + c * h.row() + j;
                    score = Math.fma(m[x + c], m[at], score);
                    slope = Math.fma(m[z + c], m[at + h.apart()], slope);
                }
                float w = FloatMath.exp2OfNegative(score + m[norms + i]);
                float a = w * (slope + m[means + i]);
                m[slopes + j / Limits.BLOCK * h.run() + i * Limits.BLOCK + j % Limits.BLOCK] = a;
                for (int c = 0; c < h.width(); c++) {
                    int at = panels + c * h.row() + j;
                    m[at + 2 * h.apart()] = Math.fma(m[x + c], a, m[at + 2 * h.apart()]);
                    m[at + 3 * h.apart()] = Math.fma(m[z + c], w, m[at + 3 * h.apart()]);
                }
            }
        }
    }
}

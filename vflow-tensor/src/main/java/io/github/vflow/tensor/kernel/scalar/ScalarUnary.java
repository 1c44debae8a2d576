package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.UnaryKernels;

/** The loops of this family over one element at a time; they define the bits. */
final class ScalarUnary implements UnaryKernels {
    private interface Function {
        float of(float x);
    }

    private static void map(float[] m, int x, int y, int n, Function f) {
        for (int i = 0; i < n; i++) {
            m[y + i] = f.of(m[x + i]);
        }
    }

    @Override
    public void neg(float[] m, int x, int y, int n) {
        map(m, x, y, n, v -> -v);
    }

    @Override
    public void abs(float[] m, int x, int y, int n) {
        map(m, x, y, n, Math::abs);
    }

    @Override
    public void sign(float[] m, int x, int y, int n) {
        map(m, x, y, n, Math::signum);
    }

    @Override
    public void sqrt(float[] m, int x, int y, int n) {
        map(m, x, y, n, v -> (float) Math.sqrt(v));
    }

    @Override
    public void exp(float[] m, int x, int y, int n) {
        map(m, x, y, n, FloatMath::exp);
    }

    @Override
    public void log(float[] m, int x, int y, int n) {
        map(m, x, y, n, FloatMath::log);
    }

    @Override
    public void log1p(float[] m, int x, int y, int n) {
        map(m, x, y, n, FloatMath::log1p);
    }

    @Override
    public void tanh(float[] m, int x, int y, int n) {
        map(m, x, y, n, FloatMath::tanh);
    }

    @Override
    public void sigmoid(float[] m, int x, int y, int n) {
        map(m, x, y, n, FloatMath::sigmoid);
    }

    @Override
    public void softplus(float[] m, int x, int y, int n) {
        map(m, x, y, n, FloatMath::softplus);
    }

    @Override
    public void relu(float[] m, int x, int y, int n) {
        map(m, x, y, n, v -> Math.max(v, 0f));
    }

    @Override
    public void elu(float[] m, int x, int y, int n) {
        map(m, x, y, n, FloatMath::elu);
    }
}

package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.UnaryKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Elementwise functions. The loops are alike on purpose: a loop shared through a lambda is not compiled to vectors once
 * it has seen several functions.
 */
final class VectorUnary implements UnaryKernels {
    @Override
    public void neg(float[] m, int from, int y, int n) {
        int i = 0;
        for (; i <= n - Lanes.N; i += Lanes.N) {
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i);
            x.neg().intoArray(m, y + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, tail);
            x.neg().intoArray(m, y + i, tail);
        }
    }

    @Override
    public void abs(float[] m, int from, int y, int n) {
        int i = 0;
        for (; i <= n - Lanes.N; i += Lanes.N) {
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i);
            x.abs().intoArray(m, y + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, tail);
            x.abs().intoArray(m, y + i, tail);
        }
    }

    @Override
    public void sqrt(float[] m, int from, int y, int n) {
        int i = 0;
        for (; i <= n - Lanes.N; i += Lanes.N) {
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i);
            x.sqrt().intoArray(m, y + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, tail);
            x.sqrt().intoArray(m, y + i, tail);
        }
    }

    @Override
    public void exp(float[] m, int from, int y, int n) {
        for (int i = 0; i < n; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, in);
            VectorMath.exp(x).intoArray(m, y + i, in);
        }
    }

    @Override
    public void log(float[] m, int from, int y, int n) {
        for (int i = 0; i < n; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, in);
            VectorMath.log(x).intoArray(m, y + i, in);
        }
    }

    @Override
    public void log1p(float[] m, int from, int y, int n) {
        for (int i = 0; i < n; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, in);
            VectorMath.log1p(x).intoArray(m, y + i, in);
        }
    }

    @Override
    public void tanh(float[] m, int from, int y, int n) {
        for (int i = 0; i < n; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, in);
            VectorMath.tanh(x).intoArray(m, y + i, in);
        }
    }

    @Override
    public void sigmoid(float[] m, int from, int y, int n) {
        for (int i = 0; i < n; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, in);
            VectorMath.sigmoid(x).intoArray(m, y + i, in);
        }
    }

    @Override
    public void softplus(float[] m, int from, int y, int n) {
        for (int i = 0; i < n; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, in);
            VectorMath.softplus(x).intoArray(m, y + i, in);
        }
    }

    @Override
    public void relu(float[] m, int from, int y, int n) {
        int i = 0;
        for (; i <= n - Lanes.N; i += Lanes.N) {
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i);
            x.max(0f).intoArray(m, y + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.first(n - i);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + i, tail);
            x.max(0f).intoArray(m, y + i, tail);
        }
    }

    @Override
    public void sign(float[] m, int from, int y, int n) {
        for (int i = 0; i < n; i++) {
            m[y + i] = Math.signum(m[from + i]);
        }
    }
}

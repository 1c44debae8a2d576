// Written by: java scripts/Kernels.java. Change the templates there, not this file.
package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.UnaryKernels;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;

/**
 * Elementwise functions. A vector of moderate numbers, the usual case, needs no care at the ends of the range. The last vector
 * overlaps the one before it, which saves a masked tail; arrays shorter than a vector are computed one element at a time. The loops
 * repeat on purpose: a loop that is shared through a lambda is not compiled to vectors once it has seen several functions.
 */
final class VectorUnary implements UnaryKernels {
    private final UnaryKernels small = ScalarKernels.create().unary();

    @Override
    public void neg(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.neg(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            x.neg().intoArray(m, y + at);
        }
    }

    @Override
    public void abs(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.abs(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            x.abs().intoArray(m, y + at);
        }
    }

    @Override
    public void sqrt(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.sqrt(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            x.sqrt().intoArray(m, y + at);
        }
    }

    @Override
    public void exp(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.exp(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            if (VectorMath.areModerate(x)) {
                VectorMath.expOfModerate(x).intoArray(m, y + at);
            } else {
                exp(m, from + at, y + at);
            }
        }
    }

    @Override
    public void log(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.log(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            if (VectorMath.areNormal(x)) {
                VectorMath.logAlone(x).intoArray(m, y + at);
            } else {
                small.log(m, from + at, y + at, Lanes.N);
            }
        }
    }

    @Override
    public void log1p(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.log1p(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            FloatVector u = x.add(1f);
            if (VectorMath.areNormal(u)) {
                VectorMath.log1p(x, u).intoArray(m, y + at);
            } else {
                small.log1p(m, from + at, y + at, Lanes.N);
            }
        }
    }

    @Override
    public void tanh(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.tanh(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            if (VectorMath.areModerateTwice(x)) {
                VectorMath.tanh(x).intoArray(m, y + at);
            } else {
                small.tanh(m, from + at, y + at, Lanes.N);
            }
        }
    }

    @Override
    public void sigmoid(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.sigmoid(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            if (VectorMath.areModerate(x)) {
                VectorMath.sigmoid(x).intoArray(m, y + at);
            } else {
                small.sigmoid(m, from + at, y + at, Lanes.N);
            }
        }
    }

    @Override
    public void softplus(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.softplus(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            if (VectorMath.areModerate(x)) {
                VectorMath.softplus(x).intoArray(m, y + at);
            } else {
                small.softplus(m, from + at, y + at, Lanes.N);
            }
        }
    }

    @Override
    public void relu(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.relu(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            x.max(0f).intoArray(m, y + at);
        }
    }

    @Override
    public void elu(float[] m, int from, int y, int n) {
        if (n < Lanes.N) {
            small.elu(m, from, y, n);
            return;
        }
        for (int i = 0; i < n; i += Lanes.N) {
            int at = Math.min(i, n - Lanes.N);
            FloatVector x = FloatVector.fromArray(Lanes.F, m, from + at);
            if (VectorMath.areModerate(x)) {
                VectorMath.elu(x).intoArray(m, y + at);
            } else {
                small.elu(m, from + at, y + at, Lanes.N);
            }
        }
    }

    private static void exp(float[] m, int from, int y) {
        VectorMath.exp(FloatVector.fromArray(Lanes.F, m, from)).intoArray(m, y);
    }

    @Override
    public void sign(float[] m, int from, int y, int n) {
        small.sign(m, from, y, n);
    }
}

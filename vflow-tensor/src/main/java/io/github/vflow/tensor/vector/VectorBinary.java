package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.BinaryKernels;
import io.github.vflow.tensor.kernel.Grid;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementwise functions of two operands. The loops are alike on purpose: a loop shared through a lambda is not compiled
 * to vectors once it has seen several functions.
 */
final class VectorBinary implements BinaryKernels {
    @Override
    public void add(float[] m, int a, int b, int y, Grid g) {
        for (int r = 0; r < g.rows(); r++) {
            add(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void add(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        if (aStep == 0) {
            FloatVector p = FloatVector.broadcast(Lanes.F, m[a]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                p.add(FloatVector.fromArray(Lanes.F, m, b + i, in)).intoArray(m, y + i, in);
            }
        } else if (bStep == 0) {
            FloatVector q = FloatVector.broadcast(Lanes.F, m[b]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in).add(q).intoArray(m, y + i, in);
            }
        } else {
            int i = 0;
            for (; i <= n - Lanes.N; i += Lanes.N) {
                FloatVector.fromArray(Lanes.F, m, a + i)
                        .add(FloatVector.fromArray(Lanes.F, m, b + i))
                        .intoArray(m, y + i);
            }
            if (i < n) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in)
                        .add(FloatVector.fromArray(Lanes.F, m, b + i, in))
                        .intoArray(m, y + i, in);
            }
        }
    }

    @Override
    public void sub(float[] m, int a, int b, int y, Grid g) {
        for (int r = 0; r < g.rows(); r++) {
            sub(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void sub(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        if (aStep == 0) {
            FloatVector p = FloatVector.broadcast(Lanes.F, m[a]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                p.sub(FloatVector.fromArray(Lanes.F, m, b + i, in)).intoArray(m, y + i, in);
            }
        } else if (bStep == 0) {
            FloatVector q = FloatVector.broadcast(Lanes.F, m[b]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in).sub(q).intoArray(m, y + i, in);
            }
        } else {
            int i = 0;
            for (; i <= n - Lanes.N; i += Lanes.N) {
                FloatVector.fromArray(Lanes.F, m, a + i)
                        .sub(FloatVector.fromArray(Lanes.F, m, b + i))
                        .intoArray(m, y + i);
            }
            if (i < n) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in)
                        .sub(FloatVector.fromArray(Lanes.F, m, b + i, in))
                        .intoArray(m, y + i, in);
            }
        }
    }

    @Override
    public void mul(float[] m, int a, int b, int y, Grid g) {
        for (int r = 0; r < g.rows(); r++) {
            mul(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void mul(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        if (aStep == 0) {
            FloatVector p = FloatVector.broadcast(Lanes.F, m[a]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                p.mul(FloatVector.fromArray(Lanes.F, m, b + i, in)).intoArray(m, y + i, in);
            }
        } else if (bStep == 0) {
            FloatVector q = FloatVector.broadcast(Lanes.F, m[b]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in).mul(q).intoArray(m, y + i, in);
            }
        } else {
            int i = 0;
            for (; i <= n - Lanes.N; i += Lanes.N) {
                FloatVector.fromArray(Lanes.F, m, a + i)
                        .mul(FloatVector.fromArray(Lanes.F, m, b + i))
                        .intoArray(m, y + i);
            }
            if (i < n) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in)
                        .mul(FloatVector.fromArray(Lanes.F, m, b + i, in))
                        .intoArray(m, y + i, in);
            }
        }
    }

    @Override
    public void div(float[] m, int a, int b, int y, Grid g) {
        for (int r = 0; r < g.rows(); r++) {
            div(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void div(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        if (aStep == 0) {
            FloatVector p = FloatVector.broadcast(Lanes.F, m[a]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                p.div(FloatVector.fromArray(Lanes.F, m, b + i, in)).intoArray(m, y + i, in);
            }
        } else if (bStep == 0) {
            FloatVector q = FloatVector.broadcast(Lanes.F, m[b]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in).div(q).intoArray(m, y + i, in);
            }
        } else {
            int i = 0;
            for (; i <= n - Lanes.N; i += Lanes.N) {
                FloatVector.fromArray(Lanes.F, m, a + i)
                        .div(FloatVector.fromArray(Lanes.F, m, b + i))
                        .intoArray(m, y + i);
            }
            if (i < n) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in)
                        .div(FloatVector.fromArray(Lanes.F, m, b + i, in))
                        .intoArray(m, y + i, in);
            }
        }
    }

    @Override
    public void max(float[] m, int a, int b, int y, Grid g) {
        for (int r = 0; r < g.rows(); r++) {
            max(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void max(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        if (aStep == 0) {
            FloatVector p = FloatVector.broadcast(Lanes.F, m[a]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                p.max(FloatVector.fromArray(Lanes.F, m, b + i, in)).intoArray(m, y + i, in);
            }
        } else if (bStep == 0) {
            FloatVector q = FloatVector.broadcast(Lanes.F, m[b]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in).max(q).intoArray(m, y + i, in);
            }
        } else {
            int i = 0;
            for (; i <= n - Lanes.N; i += Lanes.N) {
                FloatVector.fromArray(Lanes.F, m, a + i)
                        .max(FloatVector.fromArray(Lanes.F, m, b + i))
                        .intoArray(m, y + i);
            }
            if (i < n) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in)
                        .max(FloatVector.fromArray(Lanes.F, m, b + i, in))
                        .intoArray(m, y + i, in);
            }
        }
    }

    @Override
    public void min(float[] m, int a, int b, int y, Grid g) {
        for (int r = 0; r < g.rows(); r++) {
            min(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void min(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        if (aStep == 0) {
            FloatVector p = FloatVector.broadcast(Lanes.F, m[a]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                p.min(FloatVector.fromArray(Lanes.F, m, b + i, in)).intoArray(m, y + i, in);
            }
        } else if (bStep == 0) {
            FloatVector q = FloatVector.broadcast(Lanes.F, m[b]);
            for (int i = 0; i < n; i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in).min(q).intoArray(m, y + i, in);
            }
        } else {
            int i = 0;
            for (; i <= n - Lanes.N; i += Lanes.N) {
                FloatVector.fromArray(Lanes.F, m, a + i)
                        .min(FloatVector.fromArray(Lanes.F, m, b + i))
                        .intoArray(m, y + i);
            }
            if (i < n) {
                VectorMask<Float> in = Lanes.first(n - i);
                FloatVector.fromArray(Lanes.F, m, a + i, in)
                        .min(FloatVector.fromArray(Lanes.F, m, b + i, in))
                        .intoArray(m, y + i, in);
            }
        }
    }

    @Override
    public void greater(float[] m, int a, int b, int y, Grid g) {
        FloatVector zero = FloatVector.zero(Lanes.F);
        for (int r = 0; r < g.rows(); r++) {
            for (int i = 0; i < g.columns(); i += Lanes.N) {
                VectorMask<Float> in = Lanes.first(g.columns() - i);
                FloatVector p = load(m, a + r * g.aRow(), g.aColumn(), i, in);
                FloatVector q = load(m, b + r * g.bRow(), g.bColumn(), i, in);
                zero.blend(1f, p.compare(VectorOperators.GT, q)).intoArray(m, y + r * g.yRow() + i, in);
            }
        }
    }

    @Override
    public void select(float[] m, int mask, int maskStep, int a, int aStep, int b, int bStep, int y, int n) {
        for (int i = 0; i < n; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(n - i);
            VectorMask<Float> chosen = load(m, mask, maskStep, i, in).compare(VectorOperators.NE, 0f);
            FloatVector p = load(m, a, aStep, i, in);
            load(m, b, bStep, i, in).blend(p, chosen).intoArray(m, y + i, in);
        }
    }

    /** A masked load whose lanes all read the first element when the step is zero. */
    private static FloatVector load(float[] m, int from, int step, int i, VectorMask<Float> in) {
        if (step == 0) {
            return FloatVector.broadcast(Lanes.F, m[from]);
        }
        return FloatVector.fromArray(Lanes.F, m, from + i, in);
    }
}

package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.BinaryKernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementwise functions of two operands. The last vector of a row overlaps the one before it. The result may lie over an operand,
 * so the last vector is computed first and stored last. Rows shorter than a vector are computed one element at a time. The loops
 * repeat on purpose: a loop that is shared through a lambda is not compiled to vectors once it has seen several functions.
 */
final class VectorBinary implements BinaryKernels {
    private final BinaryKernels small = ScalarKernels.create().binary();

    @Override
    public void add(float[] m, int a, int b, int y, BroadcastGrid g) {
        int n = g.columns();
        if (n < Lanes.N) {
            small.add(m, a, b, y, g);
            return;
        }
        if (NarrowBinary.fits(g)) {
            NarrowBinary.add(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            int p = a + r * g.aRow();
            int q = b + r * g.bRow();
            int to = y + r * g.yRow();
            if (g.aColumn() == 0) {
                addLeft(m, m[p], q, to, n);
            } else if (g.bColumn() == 0) {
                addRight(m, p, m[q], to, n);
            } else {
                addBoth(m, p, q, to, n);
            }
        }
    }

    private static void addBoth(float[] m, int a, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = u.add(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.add(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void addLeft(float[] m, float value, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector p = FloatVector.broadcast(Lanes.F, value);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = p.add(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.add(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void addRight(float[] m, int a, float value, int y, int n) {
        int last = n - Lanes.N;
        FloatVector q = FloatVector.broadcast(Lanes.F, value);
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector end = u.add(q);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            p.add(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void sub(float[] m, int a, int b, int y, BroadcastGrid g) {
        int n = g.columns();
        if (n < Lanes.N) {
            small.sub(m, a, b, y, g);
            return;
        }
        if (NarrowBinary.fits(g)) {
            NarrowBinary.sub(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            int p = a + r * g.aRow();
            int q = b + r * g.bRow();
            int to = y + r * g.yRow();
            if (g.aColumn() == 0) {
                subLeft(m, m[p], q, to, n);
            } else if (g.bColumn() == 0) {
                subRight(m, p, m[q], to, n);
            } else {
                subBoth(m, p, q, to, n);
            }
        }
    }

    private static void subBoth(float[] m, int a, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = u.sub(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.sub(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void subLeft(float[] m, float value, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector p = FloatVector.broadcast(Lanes.F, value);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = p.sub(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.sub(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void subRight(float[] m, int a, float value, int y, int n) {
        int last = n - Lanes.N;
        FloatVector q = FloatVector.broadcast(Lanes.F, value);
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector end = u.sub(q);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            p.sub(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void mul(float[] m, int a, int b, int y, BroadcastGrid g) {
        int n = g.columns();
        if (n < Lanes.N) {
            small.mul(m, a, b, y, g);
            return;
        }
        if (NarrowBinary.fits(g)) {
            NarrowBinary.mul(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            int p = a + r * g.aRow();
            int q = b + r * g.bRow();
            int to = y + r * g.yRow();
            if (g.aColumn() == 0) {
                mulLeft(m, m[p], q, to, n);
            } else if (g.bColumn() == 0) {
                mulRight(m, p, m[q], to, n);
            } else {
                mulBoth(m, p, q, to, n);
            }
        }
    }

    private static void mulBoth(float[] m, int a, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = u.mul(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.mul(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void mulLeft(float[] m, float value, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector p = FloatVector.broadcast(Lanes.F, value);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = p.mul(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.mul(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void mulRight(float[] m, int a, float value, int y, int n) {
        int last = n - Lanes.N;
        FloatVector q = FloatVector.broadcast(Lanes.F, value);
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector end = u.mul(q);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            p.mul(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void div(float[] m, int a, int b, int y, BroadcastGrid g) {
        int n = g.columns();
        if (n < Lanes.N) {
            small.div(m, a, b, y, g);
            return;
        }
        if (NarrowBinary.fits(g)) {
            NarrowBinary.div(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            int p = a + r * g.aRow();
            int q = b + r * g.bRow();
            int to = y + r * g.yRow();
            if (g.aColumn() == 0) {
                divLeft(m, m[p], q, to, n);
            } else if (g.bColumn() == 0) {
                divRight(m, p, m[q], to, n);
            } else {
                divBoth(m, p, q, to, n);
            }
        }
    }

    private static void divBoth(float[] m, int a, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = u.div(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.div(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void divLeft(float[] m, float value, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector p = FloatVector.broadcast(Lanes.F, value);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = p.div(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.div(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void divRight(float[] m, int a, float value, int y, int n) {
        int last = n - Lanes.N;
        FloatVector q = FloatVector.broadcast(Lanes.F, value);
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector end = u.div(q);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            p.div(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void max(float[] m, int a, int b, int y, BroadcastGrid g) {
        int n = g.columns();
        if (n < Lanes.N) {
            small.max(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            int p = a + r * g.aRow();
            int q = b + r * g.bRow();
            int to = y + r * g.yRow();
            if (g.aColumn() == 0) {
                maxLeft(m, m[p], q, to, n);
            } else if (g.bColumn() == 0) {
                maxRight(m, p, m[q], to, n);
            } else {
                maxBoth(m, p, q, to, n);
            }
        }
    }

    private static void maxBoth(float[] m, int a, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = u.max(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.max(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void maxLeft(float[] m, float value, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector p = FloatVector.broadcast(Lanes.F, value);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = p.max(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.max(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void maxRight(float[] m, int a, float value, int y, int n) {
        int last = n - Lanes.N;
        FloatVector q = FloatVector.broadcast(Lanes.F, value);
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector end = u.max(q);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            p.max(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void min(float[] m, int a, int b, int y, BroadcastGrid g) {
        int n = g.columns();
        if (n < Lanes.N) {
            small.min(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            int p = a + r * g.aRow();
            int q = b + r * g.bRow();
            int to = y + r * g.yRow();
            if (g.aColumn() == 0) {
                minLeft(m, m[p], q, to, n);
            } else if (g.bColumn() == 0) {
                minRight(m, p, m[q], to, n);
            } else {
                minBoth(m, p, q, to, n);
            }
        }
    }

    private static void minBoth(float[] m, int a, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = u.min(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.min(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void minLeft(float[] m, float value, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector p = FloatVector.broadcast(Lanes.F, value);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = p.min(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            p.min(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void minRight(float[] m, int a, float value, int y, int n) {
        int last = n - Lanes.N;
        FloatVector q = FloatVector.broadcast(Lanes.F, value);
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector end = u.min(q);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            p.min(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void greater(float[] m, int a, int b, int y, BroadcastGrid g) {
        int n = g.columns();
        if (n < Lanes.N) {
            small.greater(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            int p = a + r * g.aRow();
            int q = b + r * g.bRow();
            int to = y + r * g.yRow();
            if (g.aColumn() == 0) {
                greaterLeft(m, m[p], q, to, n);
            } else if (g.bColumn() == 0) {
                greaterRight(m, p, m[q], to, n);
            } else {
                greaterBoth(m, p, q, to, n);
            }
        }
    }

    private static void greaterBoth(float[] m, int a, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = greater(u, v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            greater(p, q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void greaterLeft(float[] m, float value, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector p = FloatVector.broadcast(Lanes.F, value);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = greater(p, v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            greater(p, q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void greaterRight(float[] m, int a, float value, int y, int n) {
        int last = n - Lanes.N;
        FloatVector q = FloatVector.broadcast(Lanes.F, value);
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector end = greater(u, q);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            greater(p, q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void gate(float[] m, int a, int b, int y, BroadcastGrid g) {
        int n = g.columns();
        if (n < Lanes.N) {
            small.gate(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            int p = a + r * g.aRow();
            int q = b + r * g.bRow();
            int to = y + r * g.yRow();
            if (g.aColumn() == 0) {
                gateLeft(m, m[p], q, to, n);
            } else if (g.bColumn() == 0) {
                gateRight(m, p, m[q], to, n);
            } else {
                gateBoth(m, p, q, to, n);
            }
        }
    }

    private static void gateBoth(float[] m, int a, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = gate(u, v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            gate(p, q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void gateLeft(float[] m, float value, int b, int y, int n) {
        int last = n - Lanes.N;
        FloatVector p = FloatVector.broadcast(Lanes.F, value);
        FloatVector v = FloatVector.fromArray(Lanes.F, m, b + last);
        FloatVector end = gate(p, v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector q = FloatVector.fromArray(Lanes.F, m, b + i);
            gate(p, q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static void gateRight(float[] m, int a, float value, int y, int n) {
        int last = n - Lanes.N;
        FloatVector q = FloatVector.broadcast(Lanes.F, value);
        FloatVector u = FloatVector.fromArray(Lanes.F, m, a + last);
        FloatVector end = gate(u, q);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = FloatVector.fromArray(Lanes.F, m, a + i);
            gate(p, q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    private static FloatVector gate(FloatVector a, FloatVector b) {
        return FloatVector.zero(Lanes.F).blend(a, b.compare(VectorOperators.GT, 0f));
    }

    private static FloatVector greater(FloatVector a, FloatVector b) {
        return FloatVector.zero(Lanes.F).blend(1f, a.compare(VectorOperators.GT, b));
    }

    @Override
    public void select(float[] m, int mask, int maskStep, int a, int aStep, int b, int bStep, int y, int n) {
        int i = 0;
        for (; i <= n - Lanes.N; i += Lanes.N) {
            FloatVector chosen = load(m, mask + i * maskStep, maskStep);
            FloatVector p = load(m, a + i * aStep, aStep);
            FloatVector q = load(m, b + i * bStep, bStep);
            q.blend(p, chosen.compare(VectorOperators.NE, 0f)).intoArray(m, y + i);
        }
        int rest = n - i;
        small.select(m, mask + i * maskStep, maskStep, a + i * aStep, aStep, b + i * bStep, bStep, y + i, rest);
    }

    private static FloatVector load(float[] m, int from, int step) {
        if (step == 0) {
            return FloatVector.broadcast(Lanes.F, m[from]);
        }
        return FloatVector.fromArray(Lanes.F, m, from);
    }
}

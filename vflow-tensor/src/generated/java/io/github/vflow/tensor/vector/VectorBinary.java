// Written by: java scripts/Kernels.java. Change the templates there, not this file.
package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.BinaryKernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementwise functions of two operands. The last vector of a row overlaps the one before it. The result may lie over an operand,
 * so the last vector is computed first and stored last. Rows shorter than a vector are computed one element at a time. Each function
 * has a loop of its own: a loop that is shared through a lambda is not compiled to vectors once it has seen several functions.
 * Whether an operand is one number does not change inside a loop, so C2 splits the loop by it.
 */
final class VectorBinary implements BinaryKernels {
    private final BinaryKernels small = ScalarKernels.create().binary();

    @Override
    public void add(float[] m, int a, int b, int y, BroadcastGrid g) {
        if (g.columns() < Lanes.N) {
            small.add(m, a, b, y, g);
            return;
        }
        if (NarrowBinary.fits(g)) {
            NarrowBinary.add(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            add(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void add(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        float s = m[a];
        float t = m[b];
        int last = n - Lanes.N;
        FloatVector u = load(m, a + last, aStep, s);
        FloatVector v = load(m, b + last, bStep, t);
        FloatVector end = u.add(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = load(m, a + i, aStep, s);
            FloatVector q = load(m, b + i, bStep, t);
            p.add(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void sub(float[] m, int a, int b, int y, BroadcastGrid g) {
        if (g.columns() < Lanes.N) {
            small.sub(m, a, b, y, g);
            return;
        }
        if (NarrowBinary.fits(g)) {
            NarrowBinary.sub(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            sub(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void sub(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        float s = m[a];
        float t = m[b];
        int last = n - Lanes.N;
        FloatVector u = load(m, a + last, aStep, s);
        FloatVector v = load(m, b + last, bStep, t);
        FloatVector end = u.sub(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = load(m, a + i, aStep, s);
            FloatVector q = load(m, b + i, bStep, t);
            p.sub(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void mul(float[] m, int a, int b, int y, BroadcastGrid g) {
        if (g.columns() < Lanes.N) {
            small.mul(m, a, b, y, g);
            return;
        }
        if (NarrowBinary.fits(g)) {
            NarrowBinary.mul(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            mul(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void mul(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        float s = m[a];
        float t = m[b];
        int last = n - Lanes.N;
        FloatVector u = load(m, a + last, aStep, s);
        FloatVector v = load(m, b + last, bStep, t);
        FloatVector end = u.mul(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = load(m, a + i, aStep, s);
            FloatVector q = load(m, b + i, bStep, t);
            p.mul(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void div(float[] m, int a, int b, int y, BroadcastGrid g) {
        if (g.columns() < Lanes.N) {
            small.div(m, a, b, y, g);
            return;
        }
        if (NarrowBinary.fits(g)) {
            NarrowBinary.div(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            div(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void div(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        float s = m[a];
        float t = m[b];
        int last = n - Lanes.N;
        FloatVector u = load(m, a + last, aStep, s);
        FloatVector v = load(m, b + last, bStep, t);
        FloatVector end = u.div(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = load(m, a + i, aStep, s);
            FloatVector q = load(m, b + i, bStep, t);
            p.div(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void max(float[] m, int a, int b, int y, BroadcastGrid g) {
        if (g.columns() < Lanes.N) {
            small.max(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            max(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void max(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        float s = m[a];
        float t = m[b];
        int last = n - Lanes.N;
        FloatVector u = load(m, a + last, aStep, s);
        FloatVector v = load(m, b + last, bStep, t);
        FloatVector end = u.max(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = load(m, a + i, aStep, s);
            FloatVector q = load(m, b + i, bStep, t);
            p.max(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void min(float[] m, int a, int b, int y, BroadcastGrid g) {
        if (g.columns() < Lanes.N) {
            small.min(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            min(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void min(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        float s = m[a];
        float t = m[b];
        int last = n - Lanes.N;
        FloatVector u = load(m, a + last, aStep, s);
        FloatVector v = load(m, b + last, bStep, t);
        FloatVector end = u.min(v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = load(m, a + i, aStep, s);
            FloatVector q = load(m, b + i, bStep, t);
            p.min(q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void greater(float[] m, int a, int b, int y, BroadcastGrid g) {
        if (g.columns() < Lanes.N) {
            small.greater(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            greater(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void greater(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        float s = m[a];
        float t = m[b];
        int last = n - Lanes.N;
        FloatVector u = load(m, a + last, aStep, s);
        FloatVector v = load(m, b + last, bStep, t);
        FloatVector end = greater(u, v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = load(m, a + i, aStep, s);
            FloatVector q = load(m, b + i, bStep, t);
            greater(p, q).intoArray(m, y + i);
        }
        end.intoArray(m, y + last);
    }

    @Override
    public void gate(float[] m, int a, int b, int y, BroadcastGrid g) {
        if (g.columns() < Lanes.N) {
            small.gate(m, a, b, y, g);
            return;
        }
        for (int r = 0; r < g.rows(); r++) {
            gate(m, a + r * g.aRow(), g.aColumn(), b + r * g.bRow(), g.bColumn(), y + r * g.yRow(), g.columns());
        }
    }

    private static void gate(float[] m, int a, int aStep, int b, int bStep, int y, int n) {
        float s = m[a];
        float t = m[b];
        int last = n - Lanes.N;
        FloatVector u = load(m, a + last, aStep, s);
        FloatVector v = load(m, b + last, bStep, t);
        FloatVector end = gate(u, v);
        for (int i = 0; i < last; i += Lanes.N) {
            FloatVector p = load(m, a + i, aStep, s);
            FloatVector q = load(m, b + i, bStep, t);
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

    /** The vector at an offset, or a number in all lanes where the operand has step 0. */
    private static FloatVector load(float[] m, int from, int step, float number) {
        return step == 0 ? FloatVector.broadcast(Lanes.F, number) : FloatVector.fromArray(Lanes.F, m, from);
    }

    @Override
    public void select(float[] m, int mask, int maskStep, int a, int aStep, int b, int bStep, int y, int n) {
        int i = 0;
        for (; i <= n - Lanes.N; i += Lanes.N) {
            FloatVector chosen = load(m, mask + i, maskStep, m[mask]);
            FloatVector p = load(m, a + i, aStep, m[a]);
            FloatVector q = load(m, b + i, bStep, m[b]);
            q.blend(p, chosen.compare(VectorOperators.NE, 0f)).intoArray(m, y + i);
        }
        int rest = n - i;
        small.select(m, mask + i * maskStep, maskStep, a + i * aStep, aStep, b + i * bStep, bStep, y + i, rest);
    }
}

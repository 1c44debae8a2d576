// Written by: java scripts/Kernels.java. Change the templates there, not this file.
package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * Arithmetic on rows of one or a few vectors. One column of vectors is computed for all rows, then the next, so that a row is no
 * loop of its own. Rows may be any distance apart. Each function has a loop of its own, as in {@link VectorBinary}.
 */
final class NarrowBinary {
    /** Longer rows get a loop of their own. */
    private static final int WIDEST = 64;

    private NarrowBinary() {}

    /** Whether rows are of this kind, and the first operand is not one element per row. */
    static boolean fits(BroadcastGrid g) {
        return g.columns() % Lanes.N == 0 && g.columns() <= WIDEST && g.rows() > 1 && g.aColumn() == 1;
    }

    static void add(float[] m, int a, int b, int y, BroadcastGrid g) {
        for (int v = 0; v < g.columns(); v += Lanes.N) {
            add(m, a + v, g.aRow(), b + v * g.bColumn(), g.bRow(), g.bColumn(), y + v, g.yRow(), g.rows());
        }
    }

    private static void add(float[] m, int a, int aRow, int b, int bRow, int bStep, int y, int yRow, int rows) {
        int p = a;
        int q = b;
        int to = y;
        for (int i = 0; i < rows; i++) {
            FloatVector u = FloatVector.fromArray(Lanes.F, m, p);
            FloatVector v = bStep == 0 ? FloatVector.broadcast(Lanes.F, m[q]) : FloatVector.fromArray(Lanes.F, m, q);
            u.add(v).intoArray(m, to);
            p += aRow;
            q += bRow;
            to += yRow;
        }
    }

    static void sub(float[] m, int a, int b, int y, BroadcastGrid g) {
        for (int v = 0; v < g.columns(); v += Lanes.N) {
            sub(m, a + v, g.aRow(), b + v * g.bColumn(), g.bRow(), g.bColumn(), y + v, g.yRow(), g.rows());
        }
    }

    private static void sub(float[] m, int a, int aRow, int b, int bRow, int bStep, int y, int yRow, int rows) {
        int p = a;
        int q = b;
        int to = y;
        for (int i = 0; i < rows; i++) {
            FloatVector u = FloatVector.fromArray(Lanes.F, m, p);
            FloatVector v = bStep == 0 ? FloatVector.broadcast(Lanes.F, m[q]) : FloatVector.fromArray(Lanes.F, m, q);
            u.sub(v).intoArray(m, to);
            p += aRow;
            q += bRow;
            to += yRow;
        }
    }

    static void mul(float[] m, int a, int b, int y, BroadcastGrid g) {
        for (int v = 0; v < g.columns(); v += Lanes.N) {
            mul(m, a + v, g.aRow(), b + v * g.bColumn(), g.bRow(), g.bColumn(), y + v, g.yRow(), g.rows());
        }
    }

    private static void mul(float[] m, int a, int aRow, int b, int bRow, int bStep, int y, int yRow, int rows) {
        int p = a;
        int q = b;
        int to = y;
        for (int i = 0; i < rows; i++) {
            FloatVector u = FloatVector.fromArray(Lanes.F, m, p);
            FloatVector v = bStep == 0 ? FloatVector.broadcast(Lanes.F, m[q]) : FloatVector.fromArray(Lanes.F, m, q);
            u.mul(v).intoArray(m, to);
            p += aRow;
            q += bRow;
            to += yRow;
        }
    }

    static void div(float[] m, int a, int b, int y, BroadcastGrid g) {
        for (int v = 0; v < g.columns(); v += Lanes.N) {
            div(m, a + v, g.aRow(), b + v * g.bColumn(), g.bRow(), g.bColumn(), y + v, g.yRow(), g.rows());
        }
    }

    private static void div(float[] m, int a, int aRow, int b, int bRow, int bStep, int y, int yRow, int rows) {
        int p = a;
        int q = b;
        int to = y;
        for (int i = 0; i < rows; i++) {
            FloatVector u = FloatVector.fromArray(Lanes.F, m, p);
            FloatVector v = bStep == 0 ? FloatVector.broadcast(Lanes.F, m[q]) : FloatVector.fromArray(Lanes.F, m, q);
            u.div(v).intoArray(m, to);
            p += aRow;
            q += bRow;
            to += yRow;
        }
    }
}

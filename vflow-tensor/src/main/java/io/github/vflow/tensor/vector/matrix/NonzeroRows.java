package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Leaves rows of zeros out of the second factor: a code of a label is a one among many zeros, which the samples of a row share. A zero times a finite
 * number adds nothing to a chain of sums, so the product has the same bits.
 */
final class NonzeroRows {
    /** A shorter contraction takes little time. */
    private static final int LEAST = 32;

    private NonzeroRows() {}

    /** The product of the rows of b, at b, that are not zero, if at least half of them are; else the product as it is. */
    static Gemm of(float[] m, Gemm g, int b) {
        // windows of images come in runs, and steps of such models allocate nothing
        boolean isPlain = Math.min(g.columns().run(), g.bRows().run()) >= g.k();
        if (g.k() < LEAST || g.columns().step() == 1 || !isPlain) {
            return g;
        }
        Axis rows = g.bRows();
        int n = 0;
        for (int k = 0; k < g.k(); k++) {
            n += isZero(m, b + rows.at(k), g.n()) ? 0 : 1;
        }
        if (2 * n > g.k()) {
            return g;
        }
        int[] kept = new int[n];
        for (int k = 0, i = 0; i < n; k++) {
            if (!isZero(m, b + rows.at(k), g.n())) {
                kept[i++] = k;
            }
        }
        return new Gemm(g.m(), g.n(), n, g.rows(), g.columns().only(kept), rows.only(kept), g.cRow());
    }

    private static boolean isZero(float[] m, int from, int n) {
        int j = 0;
        for (; j <= n - Lanes.N; j += Lanes.N) {
            if (FloatVector.fromArray(Lanes.F, m, from + j)
                    .compare(VectorOperators.NE, 0)
                    .anyTrue()) {
                return false;
            }
        }
        for (; j < n; j++) {
            if (m[from + j] != 0) {
                return false;
            }
        }
        return true;
    }
}

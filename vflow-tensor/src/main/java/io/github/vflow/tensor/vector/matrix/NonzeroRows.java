package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.vector.lane.Lanes;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Leaves rows of zeros out of the second factor: a code of a label is a one among many zeros, which the samples of a row share. A zero times a finite
 * number adds nothing to a chain of sums, so the product has the same bits.
 */
final class NonzeroRows {
    /** A shorter contraction takes little time. */
    private static final int LEAST = 32;
    /** Vectors that one comparison takes, since a sum of absolute values is zero if all are. */
    private static final int FEW = 4;

    private NonzeroRows() {}

    /** The product of the rows of b, at b, that are not zero, if at least half of them are; else the product as it is. */
    static Gemm of(float[] m, Gemm g, int b) {
        // windows of images come in runs, and steps of such models allocate nothing
        boolean isPlain = Math.min(g.columns().run(), g.bRows().run()) >= g.k();
        if (g.k() < LEAST || g.columns().step() == 1 || !isPlain) {
            return g;
        }
        Axis rows = g.bRows();
        int most = g.k() / 2;
        // dense factors have none, and allocate nothing
        int @Nullable [] kept = null;
        int n = 0;
        for (int k = 0; k < g.k(); k++) {
            if (isZero(m, b + rows.at(k), g.n())) {
                kept = kept == null ? first(k, most) : kept;
            } else if (n == most) {
                return g;
            } else {
                if (kept != null) {
                    kept[n] = k;
                }
                n++;
            }
        }
        if (kept == null) {
            return g;
        }
        int[] some = Arrays.copyOf(kept, n);
        return new Gemm(g.m(), g.n(), n, g.rows(), g.columns().only(some), rows.only(some), g.cRow());
    }

    /** Room for the numbers of some rows; the first rows are there. */
    private static int[] first(int rows, int most) {
        int[] kept = new int[most];
        for (int k = 0; k < rows; k++) {
            kept[k] = k;
        }
        return kept;
    }

    private static boolean isZero(float[] m, int from, int n) {
        int j = 0;
        for (; j <= n - FEW * Lanes.N; j += FEW * Lanes.N) {
            FloatVector sum = absolute(m, from + j)
                    .add(absolute(m, from + j + Lanes.N))
                    .add(absolute(m, from + j + 2 * Lanes.N))
                    .add(absolute(m, from + j + 3 * Lanes.N));
            if (isAny(sum)) {
                return false;
            }
        }
        for (; j <= n - Lanes.N; j += Lanes.N) {
            if (isAny(FloatVector.fromArray(Lanes.F, m, from + j))) {
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

    private static FloatVector absolute(float[] m, int at) {
        return FloatVector.fromArray(Lanes.F, m, at).abs();
    }

    private static boolean isAny(FloatVector x) {
        return x.compare(VectorOperators.NE, 0).anyTrue();
    }
}

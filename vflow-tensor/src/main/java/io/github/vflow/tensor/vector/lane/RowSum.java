package io.github.vflow.tensor.vector.lane;

import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Limits;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums along a contiguous row in the order that {@link io.github.vflow.tensor.kernel.ReductionKernels} fixes: sixteen running sums,
 * then halves. The API's own lane reduction leaves the order open, and interpreted and compiled code do differ.
 */
public final class RowSum {
    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);

    /** Rows that are summed together. */
    private static final int ROWS = 4;

    /** Every fourth lane, moved to the first lanes. */
    private static final VectorShuffle<Float> EACH_4 = VectorShuffle.fromOp(Lanes.F, i -> i * ROWS % Lanes.N);

    private RowSum() {}

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(Lanes.F, i -> (i + by) % Lanes.N);
    }

    /** Σ x of each row [outer, n]. */
    public static void ofRows(float[] m, int x, int y, int outer, int n) {
        int o = 0;
        if (n % Lanes.N == 0 && Lanes.N == Limits.LANES) {
            for (; o <= outer - ROWS; o += ROWS) {
                ofFour(m, x + o * n, y + o, n);
            }
        }
        for (; o < outer; o++) {
            m[y + o] = of(m, x + o * n, n);
        }
    }

    /**
     * The sums of four rows of whole vectors, added in halves, two rows at a time. The result goes to memory: a returned vector
     * would go to the heap where the compiler does not inline the method.
     */
    private static void ofFour(float[] m, int x, int y, int n) {
        FloatVector a = FloatVector.zero(Lanes.F);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = x; i < x + n; i += Lanes.N) {
            a = FloatVector.fromArray(Lanes.F, m, i).add(a);
            b = FloatVector.fromArray(Lanes.F, m, i + n).add(b);
            c = FloatVector.fromArray(Lanes.F, m, i + 2 * n).add(c);
            d = FloatVector.fromArray(Lanes.F, m, i + 3 * n).add(d);
        }
        FloatVector s = Transposition.halvesAdded(a, b, c, d);
        s = s.add(s.rearrange(BY_2));
        s = s.add(s.rearrange(BY_1));
        s.rearrange(EACH_4).intoArray(m, y, Lanes.first(ROWS));
    }

    /**
     * Σ x. The loop is written out here: where calls are rare, the compiler does not inline a method that it has compiled before,
     * and a returned vector would go to the heap.
     */
    public static float of(float[] m, int x, int n) {
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector zero = s0;
        // the load may run past the row into another row or slack; a masked load has a branch, where vectors may go to
        // the heap
        for (int i = 0; i < n; i += Limits.LANES) {
            int at = x + i;
            int left = n - i;
            s0 = zero.blend(FloatVector.fromArray(Lanes.F, m, at), Lanes.first(left))
                    .add(s0);
            if (Lanes.N < 16) {
                at += Lanes.N;
                left -= Lanes.N;
                s1 = zero.blend(FloatVector.fromArray(Lanes.F, m, at), Lanes.first(left))
                        .add(s1);
            }
            if (Lanes.N < 8) {
                at += Lanes.N;
                left -= Lanes.N;
                s2 = zero.blend(FloatVector.fromArray(Lanes.F, m, at), Lanes.first(left))
                        .add(s2);
                at += Lanes.N;
                left -= Lanes.N;
                s3 = zero.blend(FloatVector.fromArray(Lanes.F, m, at), Lanes.first(left))
                        .add(s3);
            }
        }
        return tree(s0, s1, s2, s3);
    }

    /** Σ x·y over n numbers, a multiple of sixteen, in runs. */
    public static float ofProduct(float[] m, int from, int row, Dots d) {
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int x = from;
        int y = row;
        for (int done = 0; done < d.n(); done += d.run()) {
            int run = Math.min(d.run(), d.n() - done);
            for (int i = 0; i < run; i += Limits.LANES) {
                s0 = product(m, x + i, y + i, s0);
                if (Lanes.N < 16) {
                    s1 = product(m, x + i + Lanes.N, y + i + Lanes.N, s1);
                }
                if (Lanes.N < 8) {
                    s2 = product(m, x + i + 2 * Lanes.N, y + i + 2 * Lanes.N, s2);
                    s3 = product(m, x + i + 3 * Lanes.N, y + i + 3 * Lanes.N, s3);
                }
            }
            x += d.runStep();
            y += d.bRunStep();
        }
        return tree(s0, s1, s2, s3);
    }

    private static FloatVector product(float[] m, int a, int b, FloatVector sum) {
        return FloatVector.fromArray(Lanes.F, m, a).fma(FloatVector.fromArray(Lanes.F, m, b), sum);
    }

    /** Σ exp(x − max). */
    public static float ofExp(float[] m, int x, int n, float max) {
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int vectors = Limits.LANES / Lanes.N;
        for (int i = 0; i < n; i += Lanes.N) {
            VectorMask<Float> in = Lanes.first(n - i);
            FloatVector v = FloatVector.fromArray(Lanes.F, m, x + i);
            FloatVector e = FloatVector.zero(Lanes.F).blend(VectorMath.exp(v.sub(max)), in);
            int to = i / Lanes.N % vectors;
            s0 = to == 0 ? e.add(s0) : s0;
            s1 = to == 1 ? e.add(s1) : s1;
            s2 = to == 2 ? e.add(s2) : s2;
            s3 = to == 3 ? e.add(s3) : s3;
        }
        return tree(s0, s1, s2, s3);
    }

    private static float tree(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        FloatVector s = s0;
        if (Lanes.N == 16) {
            s = s.add(s.rearrange(BY_8));
        } else if (Lanes.N == 8) {
            s = s.add(s1);
        } else {
            s = s.add(s2).add(s1.add(s3));
        }
        if (Lanes.N >= 8) {
            s = s.add(s.rearrange(BY_4));
        }
        s = s.add(s.rearrange(BY_2));
        s = s.add(s.rearrange(BY_1));
        return s.lane(0);
    }
}

package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.Turn;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The transposition of blocks of 16 × 16 numbers, for vectors with sixteen lanes. Where bit b of the row differs from bit b of the
 * lane, numbers change places with those whose both bits are the other way round; after all four bits each row is a column. Two bits at a
 * time, four rows each: more of them would not be inlined.
 */
final class Transposition {
    static final int BLOCK = 16;

    private static final VectorShuffle<Float> BY_8 = partners(8);
    private static final VectorShuffle<Float> BY_4 = partners(4);
    private static final VectorShuffle<Float> BY_2 = partners(2);
    private static final VectorShuffle<Float> BY_1 = partners(1);
    private static final VectorMask<Float> HAS_8 = lanes(8);
    private static final VectorMask<Float> HAS_4 = lanes(4);
    private static final VectorMask<Float> HAS_2 = lanes(2);
    private static final VectorMask<Float> HAS_1 = lanes(1);

    private Transposition() {}

    private static VectorShuffle<Float> partners(int bit) {
        return VectorShuffle.fromOp(Lanes.F, lane -> (lane ^ bit) % Lanes.N);
    }

    private static VectorMask<Float> lanes(int bit) {
        boolean[] set = new boolean[Lanes.N];
        for (int lane = 0; lane < set.length; lane++) {
            set[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(Lanes.F, set, 0);
    }

    /** Of a matrix with at least as many rows and columns as a block has. The last blocks overlap those before them. */
    static void run(float[] m, int x, int y, Turn t) {
        for (int i = 0; i < t.rows(); i += BLOCK) {
            int row = Math.min(i, t.rows() - BLOCK);
            for (int j = 0; j < t.columns(); j += BLOCK) {
                int column = Math.min(j, t.columns() - BLOCK);
                int to = y + column * t.yRow() + row;
                for (int r = 0; r < 4; r++) {
                    eightAndFour(m, x + (row + r) * t.xRow() + column, 4 * t.xRow(), to + r * t.yRow(), 4 * t.yRow());
                }
                for (int r = 0; r < 4; r++) {
                    twoAndOne(m, to + 4 * r * t.yRow(), t.yRow());
                }
            }
        }
    }

    /** Rows r, r + 4, r + 8 and r + 12. */
    private static void eightAndFour(float[] m, int x, int xStep, int y, int yStep) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, x);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, x + xStep);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, x + 2 * xStep);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, x + 3 * xStep);
        FloatVector ac = a.blend(c.rearrange(BY_8), HAS_8);
        FloatVector ca = a.rearrange(BY_8).blend(c, HAS_8);
        FloatVector bd = b.blend(d.rearrange(BY_8), HAS_8);
        FloatVector db = b.rearrange(BY_8).blend(d, HAS_8);
        ac.blend(bd.rearrange(BY_4), HAS_4).intoArray(m, y);
        ac.rearrange(BY_4).blend(bd, HAS_4).intoArray(m, y + yStep);
        ca.blend(db.rearrange(BY_4), HAS_4).intoArray(m, y + 2 * yStep);
        ca.rearrange(BY_4).blend(db, HAS_4).intoArray(m, y + 3 * yStep);
    }

    /** Four neighbouring rows, in place. */
    private static void twoAndOne(float[] m, int y, int yStep) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, y);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, y + yStep);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, y + 2 * yStep);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, y + 3 * yStep);
        FloatVector ac = a.blend(c.rearrange(BY_2), HAS_2);
        FloatVector ca = a.rearrange(BY_2).blend(c, HAS_2);
        FloatVector bd = b.blend(d.rearrange(BY_2), HAS_2);
        FloatVector db = b.rearrange(BY_2).blend(d, HAS_2);
        ac.blend(bd.rearrange(BY_1), HAS_1).intoArray(m, y);
        ac.rearrange(BY_1).blend(bd, HAS_1).intoArray(m, y + yStep);
        ca.blend(db.rearrange(BY_1), HAS_1).intoArray(m, y + 2 * yStep);
        ca.rearrange(BY_1).blend(db, HAS_1).intoArray(m, y + 3 * yStep);
    }
}

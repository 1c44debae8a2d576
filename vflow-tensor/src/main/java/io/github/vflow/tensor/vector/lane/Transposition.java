package io.github.vflow.tensor.vector.lane;

import io.github.vflow.tensor.kernel.operand.Transpose;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The transposition of blocks of 16×16 numbers in registers, for vectors with sixteen lanes. For each of four bits, numbers whose
 * row and lane differ in that bit change places. After all four bits each row is a column. A method handles two bits of four rows,
 * since more would not be inlined.
 */
public final class Transposition {
    public static final int BLOCK = 16;

    /** Half a block: the features of a head of attention. */
    private static final int HALF = 8;

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

    /** Transposes a matrix of at least a block. The last blocks overlap those before them. */
    public static void run(float[] m, int x, int y, Transpose t) {
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

    /** Whether one side is half a block and the other at least a whole one. */
    public static boolean isHalf(Transpose t) {
        return Math.min(t.rows(), t.columns()) == HALF && Math.max(t.rows(), t.columns()) >= BLOCK;
    }

    /** Transposes a matrix with {@link #isHalf}. Rows that are eight apart share a vector. */
    public static void half(float[] m, int x, int y, Transpose t) {
        int n = Math.max(t.rows(), t.columns());
        for (int i = 0; i < n; i += BLOCK) {
            int at = Math.min(i, n - BLOCK);
            if (t.columns() == HALF) {
                int from = x + at * t.xRow();
                fourAndTwo(m, from, t.xRow(), y + at, t.yRow());
                fourAndTwo(m, from + t.xRow(), t.xRow(), y + at + t.yRow(), t.yRow());
                one(m, y + at, t.yRow());
                one(m, y + at + 4 * t.yRow(), t.yRow());
            } else {
                low(m, x + at, t.xRow(), y + at * t.yRow(), t.yRow());
                high(m, x + at, t.xRow(), y + (at + 4) * t.yRow(), t.yRow());
            }
        }
    }

    /** Rows r, r + 2, r + 4 and r + 6, each with the eighth after it. */
    private static void fourAndTwo(float[] m, int x, int xRow, int y, int yRow) {
        FloatVector a = both(m, x, xRow);
        FloatVector b = both(m, x + 2 * xRow, xRow);
        FloatVector c = both(m, x + 4 * xRow, xRow);
        FloatVector d = both(m, x + 6 * xRow, xRow);
        FloatVector ac = a.blend(c.rearrange(BY_4), HAS_4);
        FloatVector ca = a.rearrange(BY_4).blend(c, HAS_4);
        FloatVector bd = b.blend(d.rearrange(BY_4), HAS_4);
        FloatVector db = b.rearrange(BY_4).blend(d, HAS_4);
        ac.blend(bd.rearrange(BY_2), HAS_2).intoArray(m, y);
        ac.rearrange(BY_2).blend(bd, HAS_2).intoArray(m, y + 2 * yRow);
        ca.blend(db.rearrange(BY_2), HAS_2).intoArray(m, y + 4 * yRow);
        ca.rearrange(BY_2).blend(db, HAS_2).intoArray(m, y + 6 * yRow);
    }

    private static FloatVector both(float[] m, int x, int xRow) {
        FloatVector second = FloatVector.fromArray(Lanes.F, m, x + HALF * xRow);
        return FloatVector.fromArray(Lanes.F, m, x).blend(second.rearrange(BY_8), HAS_8);
    }

    /** Two neighbouring rows and two more, in place. */
    private static void one(float[] m, int y, int yRow) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, y);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, y + yRow);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, y + 2 * yRow);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, y + 3 * yRow);
        a.blend(b.rearrange(BY_1), HAS_1).intoArray(m, y);
        a.rearrange(BY_1).blend(b, HAS_1).intoArray(m, y + yRow);
        c.blend(d.rearrange(BY_1), HAS_1).intoArray(m, y + 2 * yRow);
        c.rearrange(BY_1).blend(d, HAS_1).intoArray(m, y + 3 * yRow);
    }

    /**
     * The first four rows and the eighth after each, of eight rows. The memory behind eight results belongs to others, so
     * intermediate values have no place there, and all eight rows at once would not be inlined.
     */
    private static void low(float[] m, int x, int xRow, int y, int yRow) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, x);
        FloatVector e = FloatVector.fromArray(Lanes.F, m, x + 4 * xRow);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, x + xRow);
        FloatVector f = FloatVector.fromArray(Lanes.F, m, x + 5 * xRow);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, x + 2 * xRow);
        FloatVector g = FloatVector.fromArray(Lanes.F, m, x + 6 * xRow);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, x + 3 * xRow);
        FloatVector h = FloatVector.fromArray(Lanes.F, m, x + 7 * xRow);
        a = a.blend(e.rearrange(BY_4), HAS_4);
        b = b.blend(f.rearrange(BY_4), HAS_4);
        c = c.blend(g.rearrange(BY_4), HAS_4);
        d = d.blend(h.rearrange(BY_4), HAS_4);
        FloatVector ac = a.blend(c.rearrange(BY_2), HAS_2);
        FloatVector ca = a.rearrange(BY_2).blend(c, HAS_2);
        FloatVector bd = b.blend(d.rearrange(BY_2), HAS_2);
        FloatVector db = b.rearrange(BY_2).blend(d, HAS_2);
        halves(m, ac.blend(bd.rearrange(BY_1), HAS_1), y, yRow);
        halves(m, ac.rearrange(BY_1).blend(bd, HAS_1), y + yRow, yRow);
        halves(m, ca.blend(db.rearrange(BY_1), HAS_1), y + 2 * yRow, yRow);
        halves(m, ca.rearrange(BY_1).blend(db, HAS_1), y + 3 * yRow, yRow);
    }

    /** The last four rows. */
    private static void high(float[] m, int x, int xRow, int y, int yRow) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, x);
        FloatVector e = FloatVector.fromArray(Lanes.F, m, x + 4 * xRow);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, x + xRow);
        FloatVector f = FloatVector.fromArray(Lanes.F, m, x + 5 * xRow);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, x + 2 * xRow);
        FloatVector g = FloatVector.fromArray(Lanes.F, m, x + 6 * xRow);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, x + 3 * xRow);
        FloatVector h = FloatVector.fromArray(Lanes.F, m, x + 7 * xRow);
        a = a.rearrange(BY_4).blend(e, HAS_4);
        b = b.rearrange(BY_4).blend(f, HAS_4);
        c = c.rearrange(BY_4).blend(g, HAS_4);
        d = d.rearrange(BY_4).blend(h, HAS_4);
        FloatVector ac = a.blend(c.rearrange(BY_2), HAS_2);
        FloatVector ca = a.rearrange(BY_2).blend(c, HAS_2);
        FloatVector bd = b.blend(d.rearrange(BY_2), HAS_2);
        FloatVector db = b.rearrange(BY_2).blend(d, HAS_2);
        halves(m, ac.blend(bd.rearrange(BY_1), HAS_1), y, yRow);
        halves(m, ac.rearrange(BY_1).blend(bd, HAS_1), y + yRow, yRow);
        halves(m, ca.blend(db.rearrange(BY_1), HAS_1), y + 2 * yRow, yRow);
        halves(m, ca.rearrange(BY_1).blend(db, HAS_1), y + 3 * yRow, yRow);
    }

    private static void halves(float[] m, FloatVector both, int y, int yRow) {
        both.intoArray(m, y, Lanes.first(HALF));
        both.rearrange(BY_8).intoArray(m, y + HALF * yRow, Lanes.first(HALF));
    }

    /**
     * The sums of sixteen vectors, as the lanes of one vector in place of the first. Halves are added in the order of {@link
     * RowSum}, two vectors at a time.
     */
    public static void sums(float[] m, int x) {
        for (int i = 0; i < 4; i++) {
            addEightAndFour(m, x + i * BLOCK);
        }
        addTwoAndOne(m, x);
    }

    private static void addEightAndFour(float[] m, int x) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, x);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, x + 4 * BLOCK);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, x + 8 * BLOCK);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, x + 12 * BLOCK);
        halvesAdded(a, b, c, d).intoArray(m, x);
    }

    /** Four sums of four numbers of each of four vectors: halves are added, and halves again. */
    static FloatVector halvesAdded(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        FloatVector ac = a.blend(c, HAS_8).add(c.blend(a, HAS_8).rearrange(BY_8));
        FloatVector bd = b.blend(d, HAS_8).add(d.blend(b, HAS_8).rearrange(BY_8));
        return ac.blend(bd, HAS_4).add(bd.blend(ac, HAS_4).rearrange(BY_4));
    }

    private static void addTwoAndOne(float[] m, int x) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, x);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, x + BLOCK);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, x + 2 * BLOCK);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, x + 3 * BLOCK);
        FloatVector ac = a.blend(c, HAS_2).add(c.blend(a, HAS_2).rearrange(BY_2));
        FloatVector bd = b.blend(d, HAS_2).add(d.blend(b, HAS_2).rearrange(BY_2));
        ac.blend(bd, HAS_1).add(bd.blend(ac, HAS_1).rearrange(BY_1)).intoArray(m, x);
    }

    /** As {@link #sums}, but the largest number of each vector; the order does not matter. */
    public static void largest(float[] m, int x) {
        for (int i = 0; i < 4; i++) {
            largestOfEightAndFour(m, x + i * BLOCK);
        }
        largestOfTwoAndOne(m, x);
    }

    private static void largestOfEightAndFour(float[] m, int x) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, x);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, x + 4 * BLOCK);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, x + 8 * BLOCK);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, x + 12 * BLOCK);
        FloatVector ac = VectorMath.larger(a.blend(c, HAS_8), c.blend(a, HAS_8).rearrange(BY_8));
        FloatVector bd = VectorMath.larger(b.blend(d, HAS_8), d.blend(b, HAS_8).rearrange(BY_8));
        VectorMath.larger(ac.blend(bd, HAS_4), bd.blend(ac, HAS_4).rearrange(BY_4))
                .intoArray(m, x);
    }

    private static void largestOfTwoAndOne(float[] m, int x) {
        FloatVector a = FloatVector.fromArray(Lanes.F, m, x);
        FloatVector b = FloatVector.fromArray(Lanes.F, m, x + BLOCK);
        FloatVector c = FloatVector.fromArray(Lanes.F, m, x + 2 * BLOCK);
        FloatVector d = FloatVector.fromArray(Lanes.F, m, x + 3 * BLOCK);
        FloatVector ac = VectorMath.larger(a.blend(c, HAS_2), c.blend(a, HAS_2).rearrange(BY_2));
        FloatVector bd = VectorMath.larger(b.blend(d, HAS_2), d.blend(b, HAS_2).rearrange(BY_2));
        VectorMath.larger(ac.blend(bd, HAS_1), bd.blend(ac, HAS_1).rearrange(BY_1))
                .intoArray(m, x);
    }
}

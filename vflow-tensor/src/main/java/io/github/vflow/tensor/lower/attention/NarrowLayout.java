package io.github.vflow.tensor.lower.attention;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.lower.step.EvenParts;

/**
 * The layout of heads of four or eight features: side by side in panels with positions in the lanes. Heads over few positions are
 * computed several at a time, since preparing one takes longer than computing it.
 *
 * @param t positions
 * @param d features of a head
 * @param f features of all heads
 * @param heads at a time
 */
record NarrowLayout(int t, int d, int f, int heads) {
    /** Scores of a call, about. */
    private static final int SCORES = 1 << 14;

    /**
     * From this many positions on, rows of panels are a large part of a page. They must not be a whole number of pages, or they
     * compete for the same cache lines.
     */
    private static final int LONG = 256;

    /** Queries of a call, if a head has many positions. */
    private static final int QUERIES = 128;

    /** Whether heads are narrow enough. */
    static boolean fits(Attention op) {
        return op.width() == 4 || op.width() == 8;
    }

    static NarrowLayout of(Attention op) {
        int t = op.qkv().shape().dim(1);
        int heads = op.heads();
        while (heads > 1 && (op.heads() % heads != 0 || (long) heads * t * t > SCORES)) {
            heads--;
        }
        return new NarrowLayout(t, op.width(), op.heads() * op.width(), heads);
    }

    /** The same heads over other positions, such as some of the queries. */
    NarrowLayout over(int positions) {
        return new NarrowLayout(positions, d, f, heads);
    }

    /** The queries of a call. Threads share the queries of a head over many positions. */
    EvenParts parts() {
        return t < LONG ? new EvenParts(t, t) : EvenParts.of(t, QUERIES, QUERIES / 2);
    }

    /** Calls for some rows. */
    int groups(int rows) {
        return rows * (f / (heads * d));
    }

    /** The offset of the queries of a group in [b, t, 3f]. */
    int queries(int group) {
        int each = f / features();
        return group / each * 3 * t * f + group % each * features();
    }

    /** The offset of the results of a group in [b, t, f]. */
    int result(int group) {
        int each = f / features();
        return group / each * t * f + group % each * features();
    }

    /** The offset of the norms of a group. */
    int norms(int group) {
        return group * heads * padded();
    }

    /** Features of the heads handled at a time. */
    int features() {
        return heads * d;
    }

    /** Positions, rounded up to whole blocks of lanes. */
    int padded() {
        return (t + Limits.BLOCK - 1) / Limits.BLOCK * Limits.BLOCK;
    }

    /** The distance between rows of a panel. */
    int row() {
        return padded() + (t < LONG ? 0 : Limits.BLOCK);
    }

    /** Floats of a panel of all heads handled at a time. */
    int panel() {
        return features() * row();
    }

    /** The distance between rows of queries, keys and values. */
    int position() {
        return 3 * f;
    }

    /** The operand with lanes of positions against some positions in rows. */
    NarrowHead head(int count, int lanes, int apart, int run) {
        return new NarrowHead(d, count, position(), f, lanes, row(), apart, run);
    }

    /** The factor of queries, or keys, that makes scores logarithms to the base two. */
    float scale() {
        return (float) (1 / (Math.log(2) * Math.sqrt(d)));
    }
}

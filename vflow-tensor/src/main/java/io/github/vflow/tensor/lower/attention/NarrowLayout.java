package io.github.vflow.tensor.lower.attention;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.operand.NarrowHead;

/**
 * Where heads of four or eight features lie: side by side in panels that have positions in the lanes. Heads over few positions are handled
 * several at a time, since each is less work than to prepare it.
 *
 * @param t positions
 * @param d features of a head
 * @param f features of all heads
 * @param heads at a time
 */
record NarrowLayout(int t, int d, int f, int heads) {
    /** So many scores are work enough for one call. */
    private static final int SCORES = 1 << 14;

    /** From here on rows of panels are a large part of a page: they must not be a whole number of them, or they fight for the same lines. */
    private static final int LONG = 256;

    /** Whether heads are so narrow. */
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

    /** How often some heads are handled, for some rows. */
    int groups(int rows) {
        return rows * (f / (heads * d));
    }

    /** Where queries of a group begin in [b, t, 3f]. */
    int queries(int group) {
        int each = f / features();
        return group / each * 3 * t * f + group % each * features();
    }

    /** Where results of a group begin in [b, t, f]. */
    int result(int group) {
        int each = f / features();
        return group / each * t * f + group % each * features();
    }

    /** Where the norms of a group begin. */
    int norms(int group) {
        return group * heads * padded();
    }

    /** Features of the heads handled at a time. */
    int features() {
        return heads * d;
    }

    /** Positions, made up to whole blocks of lanes. */
    int padded() {
        return (t + AttentionKernels.LANES - 1) / AttentionKernels.LANES * AttentionKernels.LANES;
    }

    /** From row to row of a panel. */
    int row() {
        return padded() + (t < LONG ? 0 : AttentionKernels.LANES);
    }

    /** Floats of a panel of all heads handled at a time. */
    int panel() {
        return features() * row();
    }

    /** From row to row of the program's queries, keys and values. */
    int position() {
        return 3 * f;
    }

    /** What stands in the lanes, against some positions in rows. */
    NarrowHead head(int count, int lanes, int apart, int run) {
        return new NarrowHead(d, count, position(), f, lanes, row(), apart, run);
    }

    /** Scores are logarithms to the base two: what queries, or keys, are multiplied by. */
    float scale() {
        return (float) (1 / (Math.log(2) * Math.sqrt(d)));
    }
}

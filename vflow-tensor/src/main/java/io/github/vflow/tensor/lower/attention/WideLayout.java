package io.github.vflow.tensor.lower.attention;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Limits;

/**
 * Where one head of attention finds its t positions of d features each, out of f of all heads: queries, keys and values of a
 * position lie f floats apart, positions 3f. Heads are narrow and rows of positions long, so positions stand in the lanes, in
 * blocks: what is done to a block of scores finds it in the first-level cache.
 */
record WideLayout(int t, int d, int f) {
    /** Keys of a block of scores: four of the widest vectors. */
    static final int BLOCK = 64;

    static WideLayout of(Attention op) {
        return new WideLayout(op.qkv().shape().dim(1), op.width(), op.heads() * op.width());
    }

    /** Where queries of a head begin in [b, t, 3f]; heads are counted over all rows. */
    int queries(int head) {
        return head / (f / d) * 3 * t * f + head % (f / d) * d;
    }

    /** Where results of a head begin in [b, t, f]. */
    int result(int head) {
        return head / (f / d) * t * f + head % (f / d) * d;
    }

    /** Scores are logarithms to the base two: what queries are multiplied by. */
    float scale() {
        return (float) (1 / (Math.log(2) * Math.sqrt(d)));
    }

    int blocks() {
        return (t + BLOCK - 1) / BLOCK;
    }

    /** Keys of a block: of all but the last, or of the last. */
    int keys(int block) {
        return Math.min(BLOCK, t - block * BLOCK);
    }

    /** From position to position. */
    Axis positions(int n) {
        return Axis.plain(3 * f, n);
    }

    /** Some numbers, all of them by one. */
    static BroadcastGrid byOne(int n) {
        return new BroadcastGrid(1, n, 0, 0, 1, 0, 0);
    }

    /** What products over features, or over a block, need; of features by block there is also a piece to be added. */
    int room() {
        return Math.max(d, BLOCK) * Limits.SLACK + d * BLOCK;
    }
}

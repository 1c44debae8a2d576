package io.github.vflow.tensor.lower.attention;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Limits;

/**
 * The layout of one head of attention: t positions of d features each, out of f features of all heads. Queries, keys and values of
 * a position are f floats apart, positions 3f. Heads are narrow and rows of positions long, so positions are in the lanes. They go
 * by in blocks, so that the scores of a block stay in the first-level cache.
 */
record WideLayout(int t, int d, int f) {
    /** Keys of a block of scores: four of the widest vectors. */
    static final int BLOCK = 64;

    static WideLayout of(Attention op) {
        return new WideLayout(op.qkv().shape().dim(1), op.width(), op.heads() * op.width());
    }

    /** The offset of the queries of a head in [b, t, 3f]; heads are counted over all rows. */
    int queries(int head) {
        return head / (f / d) * 3 * t * f + head % (f / d) * d;
    }

    /** The offset of the results of a head in [b, t, f]. */
    int result(int head) {
        return head / (f / d) * t * f + head % (f / d) * d;
    }

    /** The factor of queries that makes scores logarithms to the base two. */
    float scale() {
        return (float) (1 / (Math.log(2) * Math.sqrt(d)));
    }

    int blocks() {
        return (t + BLOCK - 1) / BLOCK;
    }

    /** The number of keys in a block; the last block may have fewer. */
    int keys(int block) {
        return Math.min(BLOCK, t - block * BLOCK);
    }

    /** The axis of n positions. */
    Axis positions(int n) {
        return Axis.plain(3 * f, n);
    }

    /** An index space of n elements, each combined with one number. */
    static BroadcastGrid byOne(int n) {
        return new BroadcastGrid(1, n, 0, 0, 1, 0, 0);
    }

    /** Floats of working memory of the products over features and over a block, and of a piece that is added. */
    int room() {
        return Math.max(d, BLOCK) * Limits.SLACK + d * BLOCK;
    }
}

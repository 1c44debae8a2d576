package io.github.vflow.tensor.run;

import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.Grid;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.Scores;
import io.github.vflow.tensor.kernel.Turn;
import io.github.vflow.tensor.plan.BufferPlan;

/**
 * One head of attention: t positions of d features, out of f of all heads. It works on {@value #TILE} queries at a time, so that
 * scores stay in the second-level cache. Heads are narrow and rows of positions long, so positions stand in the lanes: queries on the
 * way forward, keys on the way back, where both ways are needed and this one has fewer narrow products. Weights are never
 * normalised; what meets them is divided by their sums, which is much less.
 */
final class AttentionHead {
    private static final int TILE = 64;

    /** On the way forward: a column of so many queries lies in the first-level cache. */
    private static final int LANE_TILE = 32;

    private final Kernels kernels;
    private final int t;
    private final int d;
    private final int f;

    AttentionHead(Kernels kernels, int t, int d, int f) {
        this.kernels = kernels;
        this.t = t;
        this.d = d;
        this.f = f;
    }

    /** Floats that a call needs; the way back takes more. */
    int scratch() {
        int needed = 2 * t * TILE + 5 * t * d + d * TILE + TILE + 1;
        return (needed + BufferPlan.ALIGNMENT - 1) / BufferPlan.ALIGNMENT * BufferPlan.ALIGNMENT;
    }

    /** From the queries at {@code qkv}, with keys f and values 2f behind them, to the result at y. */
    void attend(float[] m, int qkv, int y, int memory) {
        int e = memory;
        int q = e + t * LANE_TILE;
        int result = q + d * LANE_TILE;
        int sums = result + d * LANE_TILE;
        int scale = sums + LANE_TILE;
        for (int from = 0; from < t; from += LANE_TILE) {
            int n = Math.min(LANE_TILE, t - from);
            turn(m, qkv + from * 3 * f, n, q);
            scale(m, q, d * n, scale);
            matrix(m, new Gemm(t, n, d, qkv + f, positions(t), Axis.plain(1, d), q, n, e, n));
            kernels.attention().exponentialsDown(m, e, sums, new Scores(t, n));
            matrix(m, new Gemm(d, n, t, qkv + 2 * f, Axis.plain(1, d), positions(t), e, n, result, n));
            kernels.binary().div(m, result, sums, result, new Grid(d, n, n, n, 1, 0, 1));
            kernels.matrices().transpose(m, result, y + from * f, new Turn(d, n, n, f));
        }
    }

    /** From the cotangent of the result at g to that of queries, keys and values at {@code into}. */
    void gradient(float[] m, int qkv, int g, int into, int memory) {
        int e = memory;
        int slopes = e + t * TILE;
        int keys = slopes + t * TILE;
        int values = keys + t * d;
        int toKeys = values + t * d;
        int toValues = toKeys + t * d;
        int part = toValues + t * d;
        int cotangent = part + t * d;
        int sums = cotangent + d * TILE;
        int scale = sums + TILE;
        turn(m, qkv + f, t, keys);
        scale(m, keys, d * t, scale);
        turn(m, qkv + 2 * f, t, values);
        for (int from = 0; from < t; from += TILE) {
            int n = Math.min(TILE, t - from);
            int queries = qkv + from * 3 * f;
            matrix(m, new Gemm(n, t, d, queries, positions(n), Axis.plain(1, d), keys, t, e, t));
            kernels.attention().exponentialsAlong(m, e, sums, new Scores(n, t));
            kernels.binary().div(m, g + from * f, sums, cotangent, new Grid(n, d, d, f, 1, 1, 0));
            matrix(m, new Gemm(n, t, d, cotangent, Axis.plain(d, n), Axis.plain(1, d), values, t, slopes, t));
            gather(m, cotangent, Axis.plain(d, n), e, toValues, part, from == 0);
            kernels.attention().slopesAlong(m, e, slopes, sums, new Scores(n, t));
            gather(m, queries, positions(n), slopes, toKeys, part, from == 0);
            int toQueries = into + from * 3 * f;
            matrix(m, new Gemm(n, d, t, slopes, Axis.plain(t, n), Axis.plain(1, t), qkv + f, 3 * f, toQueries, 3 * f));
            kernels.binary().mul(m, toQueries, scale, toQueries, new Grid(n, d, 3 * f, 3 * f, 1, 0, 0));
        }
        scale(m, toKeys, d * t, scale);
        kernels.matrices().transpose(m, toKeys, into + f, new Turn(d, t, t, 3 * f));
        kernels.matrices().transpose(m, toValues, into + 2 * f, new Turn(d, t, t, 3 * f));
    }

    /** From position to position in queries, keys and values. */
    private Axis positions(int n) {
        return Axis.plain(3 * f, n);
    }

    /** Features [d, n] of n positions. */
    private void turn(float[] m, int from, int n, int to) {
        kernels.matrices().transpose(m, from, to, new Turn(n, d, 3 * f, n));
    }

    private void scale(float[] m, int x, int n, int scale) {
        m[scale] = (float) (1 / Math.sqrt(d));
        kernels.binary().mul(m, x, scale, x, new Grid(1, n, 0, 0, 1, 0, 0));
    }

    private void matrix(float[] m, Gemm product) {
        kernels.matrices().multiply(m, product, 0, product.m());
    }

    /** Adds (features by query)ᵀ · scores [n, t] to a sum [d, t], or begins it. */
    private void gather(float[] m, int features, Axis queries, int scores, int sum, int part, boolean first) {
        matrix(m, new Gemm(d, t, queries.run(), features, Axis.plain(1, d), queries, scores, t, first ? sum : part, t));
        if (!first) {
            kernels.binary().add(m, sum, part, sum, new Grid(1, d * t, 0, 0, 1, 0, 1));
        }
    }
}

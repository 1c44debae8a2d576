package io.github.vflow.tensor.run;

import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.Grid;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.Scores;
import io.github.vflow.tensor.kernel.Turn;
import io.github.vflow.tensor.plan.BufferPlan;

/**
 * One head of attention: t positions of d features, out of f of all heads. It works on some queries at a time, so that scores stay in
 * the near caches. Heads are narrow and rows of positions long, so positions stand in the lanes: queries on the way forward, keys on
 * the way back, where both ways are needed and this one has fewer narrow products. Weights are never normalised; what meets
 * them is divided by their sums, which is much less.
 */
final class AttentionHead {
    /** Queries at a time on the way back: rows of scores. */
    private static final int ROWS = 64;

    /** On the way forward: columns of scores, which then lie in the first-level cache. */
    private static final int COLUMNS = 32;

    private final Kernels kernels;
    private final int t;
    private final int d;
    private final int f;
    private final Forward[] forward;
    private final Back[] back;
    private final Turn allTurned;
    private final Turn allBack;
    private final Grid all;
    private final Grid sumOfParts;

    AttentionHead(Kernels kernels, int t, int d, int f) {
        this.kernels = kernels;
        this.t = t;
        this.d = d;
        this.f = f;
        // the last tile may be narrower
        this.forward = new Forward[] {new Forward(Math.min(t, COLUMNS)), new Forward(t % COLUMNS)};
        this.back = new Back[] {new Back(Math.min(t, ROWS)), new Back(t % ROWS)};
        this.allTurned = new Turn(t, d, 3 * f, t);
        this.allBack = new Turn(d, t, t, 3 * f);
        this.all = scaling(d * t);
        this.sumOfParts = new Grid(1, d * t, 0, 0, 1, 0, 1);
    }

    private static Grid scaling(int n) {
        return new Grid(1, n, 0, 0, 1, 0, 0);
    }

    /** What n queries take on the way forward. */
    private final class Forward {
        private final int n;
        private final Turn queries;
        private final Grid scaled;
        private final Gemm score;
        private final Scores scores;
        private final Gemm mix;
        private final Grid normalise;
        private final Turn result;

        Forward(int n) {
            this.n = n;
            this.queries = new Turn(n, d, 3 * f, n);
            this.scaled = scaling(d * n);
            this.score = new Gemm(t, n, d, positions(t), Axis.plain(1, d), n, n);
            this.scores = new Scores(t, n);
            this.mix = new Gemm(d, n, t, Axis.plain(1, d), positions(t), n, n);
            this.normalise = new Grid(d, n, n, n, 1, 0, 1);
            this.result = new Turn(d, n, n, f);
        }
    }

    /** What n queries take on the way back. */
    private final class Back {
        private final int n;
        private final Gemm score;
        private final Scores scores;
        private final Grid normalise;
        private final Gemm slope;
        private final Gemm toValues;
        private final Gemm toKeys;
        private final Gemm toQueries;
        private final Grid scaled;

        Back(int n) {
            this.n = n;
            this.score = new Gemm(n, t, d, positions(n), Axis.plain(1, d), t, t);
            this.scores = new Scores(n, t);
            this.normalise = new Grid(n, d, d, f, 1, 1, 0);
            this.slope = new Gemm(n, t, d, Axis.plain(d, n), Axis.plain(1, d), t, t);
            this.toValues = new Gemm(d, t, n, Axis.plain(1, d), Axis.plain(d, n), t, t);
            this.toKeys = new Gemm(d, t, n, Axis.plain(1, d), positions(n), t, t);
            this.toQueries = new Gemm(n, d, t, Axis.plain(t, n), Axis.plain(1, t), 3 * f, 3 * f);
            this.scaled = new Grid(n, d, 3 * f, 3 * f, 1, 0, 0);
        }
    }

    /** From position to position in queries, keys and values. */
    private Axis positions(int n) {
        return Axis.plain(3 * f, n);
    }

    /** Floats that a call needs; the way back takes more. */
    int scratch() {
        int needed = 2 * t * ROWS + 5 * t * d + d * ROWS + ROWS + 1;
        return (needed + BufferPlan.ALIGNMENT - 1) / BufferPlan.ALIGNMENT * BufferPlan.ALIGNMENT;
    }

    /** From the queries at {@code qkv}, with keys f and values 2f behind them, to the result at y. */
    void attend(float[] m, int qkv, int y, int memory) {
        int e = memory;
        int q = e + t * COLUMNS;
        int result = q + d * COLUMNS;
        int sums = result + d * COLUMNS;
        int scale = sums + COLUMNS;
        m[scale] = scale();
        for (int from = 0; from < t; from += COLUMNS) {
            Forward tile = from + forward[0].n <= t ? forward[0] : forward[1];
            kernels.matrices().transpose(m, qkv + from * 3 * f, q, tile.queries);
            kernels.binary().mul(m, q, scale, q, tile.scaled);
            kernels.matrices().multiply(m, tile.score, qkv + f, q, e, 0, t);
            kernels.attention().exponentialsDown(m, e, sums, tile.scores);
            kernels.matrices().multiply(m, tile.mix, qkv + 2 * f, e, result, 0, d);
            kernels.binary().div(m, result, sums, result, tile.normalise);
            kernels.matrices().transpose(m, result, y + from * f, tile.result);
        }
    }

    private float scale() {
        return (float) (1 / Math.sqrt(d));
    }

    /** From the cotangent of the result at g to that of queries, keys and values at {@code into}. */
    void gradient(float[] m, int qkv, int g, int into, int memory) {
        int e = memory;
        int slopes = e + t * ROWS;
        int keys = slopes + t * ROWS;
        int values = keys + t * d;
        int toKeys = values + t * d;
        int toValues = toKeys + t * d;
        int part = toValues + t * d;
        int cotangent = part + t * d;
        int sums = cotangent + d * ROWS;
        int scale = sums + ROWS;
        m[scale] = scale();
        kernels.matrices().transpose(m, qkv + f, keys, allTurned);
        kernels.binary().mul(m, keys, scale, keys, all);
        kernels.matrices().transpose(m, qkv + 2 * f, values, allTurned);
        for (int from = 0; from < t; from += ROWS) {
            Back tile = from + back[0].n <= t ? back[0] : back[1];
            int queries = qkv + from * 3 * f;
            kernels.matrices().multiply(m, tile.score, queries, keys, e, 0, tile.n);
            kernels.attention().exponentialsAlong(m, e, sums, tile.scores);
            kernels.binary().div(m, g + from * f, sums, cotangent, tile.normalise);
            kernels.matrices().multiply(m, tile.slope, cotangent, values, slopes, 0, tile.n);
            gather(m, tile.toValues, cotangent, e, toValues, part, from == 0);
            kernels.attention().slopesAlong(m, e, slopes, sums, tile.scores);
            gather(m, tile.toKeys, queries, slopes, toKeys, part, from == 0);
            int toQueries = into + from * 3 * f;
            kernels.matrices().multiply(m, tile.toQueries, slopes, qkv + f, toQueries, 0, tile.n);
            kernels.binary().mul(m, toQueries, scale, toQueries, tile.scaled);
        }
        kernels.binary().mul(m, toKeys, scale, toKeys, all);
        kernels.matrices().transpose(m, toKeys, into + f, allBack);
        kernels.matrices().transpose(m, toValues, into + 2 * f, allBack);
    }

    /** Adds (features by query)ᵀ · scores to a sum [d, t], or begins it. */
    private void gather(float[] m, Gemm product, int features, int scores, int sum, int part, boolean first) {
        kernels.matrices().multiply(m, product, features, scores, first ? sum : part, 0, d);
        if (!first) {
            kernels.binary().add(m, sum, part, sum, sumOfParts);
        }
    }
}

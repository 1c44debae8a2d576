package io.github.vflow.tensor.run;

import static io.github.vflow.tensor.run.AttentionLayout.BLOCK;

import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.Grid;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.Scores;
import io.github.vflow.tensor.kernel.Turn;
import java.util.Arrays;

/**
 * The result of one head of attention, for some queries after the other: queries stand in the lanes, keys go by in blocks. A new
 * largest score scales what was gathered before (Milakov and Gimelshein, 2018); weights are never normalised, the result is.
 */
final class AttentionForward {
    private final Kernels kernels;
    private final AttentionLayout layout;
    private final Queries[] queries;

    AttentionForward(Kernels kernels, AttentionLayout layout) {
        this.kernels = kernels;
        this.layout = layout;
        this.queries = new Queries[layout.blocks()];
        Queries most = new Queries(layout.keys(0));
        Arrays.fill(queries, most);
        queries[queries.length - 1] = new Queries(layout.keys(queries.length - 1));
    }

    /** What some queries meet in a block of keys. */
    private record Keys(Product scores, Scores block, Product mix) {}

    /** What n queries take. */
    private final class Queries {
        private final int n;
        private final Keys most;
        private final Keys last;
        private final Turn turned;
        private final Grid all;
        private final Grid byQuery;
        private final Turn result;

        Queries(int n) {
            this.n = n;
            this.most = keys(layout.keys(0));
            this.last = keys(layout.keys(layout.blocks() - 1));
            this.turned = new Turn(n, layout.d(), 3 * layout.f(), n);
            this.all = AttentionLayout.byOne(layout.d() * n);
            this.byQuery = new Grid(layout.d(), n, n, n, 1, 0, 1);
            this.result = new Turn(layout.d(), n, n, layout.f());
        }

        private Keys keys(int count) {
            int d = layout.d();
            Gemm scores = new Gemm(count, n, d, layout.positions(count), Axis.plain(1, d), n, n);
            Gemm mix = new Gemm(d, n, count, Axis.plain(1, d), layout.positions(count), n, n);
            return new Keys(
                    new Product(kernels.matrices(), scores, false),
                    new Scores(count, n, n),
                    new Product(kernels.matrices(), mix, true));
        }

        Keys of(int block) {
            return block == layout.blocks() - 1 ? last : most;
        }
    }

    /** Floats that a call needs: a block of scores, queries, result, the state of a query, a number, and room of products. */
    int scratch() {
        return BLOCK * BLOCK + 2 * layout.d() * BLOCK + 3 * BLOCK + AttentionLayout.aligned(1) + layout.room();
    }

    /** From the queries at {@code qkv}, with keys f and values 2f behind them, to the result at y. */
    void run(float[] m, int qkv, int y, int memory) {
        int e = memory;
        int q = e + BLOCK * BLOCK;
        int result = q + layout.d() * BLOCK;
        int state = result + layout.d() * BLOCK;
        int scale = state + 3 * BLOCK;
        int free = scale + AttentionLayout.aligned(1);
        m[scale] = layout.scale();
        for (int tile = 0; tile < queries.length; tile++) {
            Queries now = queries[tile];
            int n = now.n;
            int from = tile * BLOCK;
            kernels.matrices().transpose(m, qkv + from * 3 * layout.f(), q, now.turned);
            kernels.binary().mul(m, q, scale, q, now.all);
            Arrays.fill(m, result, result + layout.d() * n, 0f);
            Arrays.fill(m, state, state + n, Float.NEGATIVE_INFINITY);
            Arrays.fill(m, state + n, state + 2 * n, 0f);
            for (int block = 0; block < layout.blocks(); block++) {
                Keys keys = now.of(block);
                int at = qkv + block * BLOCK * 3 * layout.f();
                keys.scores.rows(m, at + layout.f(), q, e, 0, keys.block.rows(), free);
                kernels.attention().exponentialsDown(m, e, state, keys.block);
                kernels.binary().mul(m, result, state + 2 * n, result, now.byQuery);
                keys.mix.rows(m, at + 2 * layout.f(), e, result, 0, layout.d(), free);
            }
            kernels.binary().div(m, result, state + n, result, now.byQuery);
            kernels.matrices().transpose(m, result, y + from * layout.f(), now.result);
        }
    }
}

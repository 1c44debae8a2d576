package io.github.vflow.tensor.lower.attention;

import static io.github.vflow.tensor.lower.attention.WideLayout.BLOCK;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Scores;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import java.util.Arrays;

/**
 * The result of one head of attention, some queries at a time. Queries are in the lanes, and keys go by in blocks. A new largest
 * score scales the sums so far (Milakov and Gimelshein, 2018). Only the result is normalised, not the weights.
 */
final class WideForward {
    private final Kernels kernels;
    private final WideLayout layout;
    private final Queries[] queries;
    // offsets in the memory of a call; a block of scores is at its beginning
    private final int transposed;
    private final int result;
    private final int state;
    private final int scale;
    private final int free;

    WideForward(Kernels kernels, WideLayout layout) {
        this.kernels = kernels;
        this.layout = layout;
        this.transposed = BLOCK * BLOCK;
        this.result = transposed + layout.d() * BLOCK;
        this.state = result + layout.d() * BLOCK;
        this.scale = state + 3 * BLOCK;
        this.free = scale + Scratch.aligned(1);
        this.queries = new Queries[layout.blocks()];
        Queries most = new Queries(layout.keys(0));
        Arrays.fill(queries, most);
        queries[queries.length - 1] = new Queries(layout.keys(queries.length - 1));
    }

    /**
     * One part of the work of some queries on a block of keys. There are many small parts with one call site, so the compiler
     * compiles each by itself. In one piece they would be more than it inlines, and vectors would go to the heap.
     */
    private interface Part {
        void run(float[] m, int keys, int memory);
    }

    /** The operands for n queries. */
    private final class Queries {
        private final int n;
        private final Part[] most;
        private final Part[] last;
        private final Transpose transposition;
        private final BroadcastGrid all;
        private final BroadcastGrid byQuery;
        private final Transpose back;
        private final BroadcastGrid numbers;
        private final BroadcastGrid sums;

        Queries(int n) {
            int d = layout.d();
            this.n = n;
            this.transposition = new Transpose(n, d, 3 * layout.f(), n);
            this.all = WideLayout.byOne(d * n);
            this.byQuery = new BroadcastGrid(d, n, n, n, 1, 0, 1);
            this.back = new Transpose(d, n, n, layout.f());
            this.numbers = WideLayout.byOne(n);
            this.sums = new BroadcastGrid(1, n, 0, 0, 1, 0, 1);
            this.most = parts(layout.keys(0));
            this.last = parts(layout.keys(layout.blocks() - 1));
        }

        private Part[] parts(int count) {
            int d = layout.d();
            int f = layout.f();
            MatrixKernels matrices = kernels.matrices();
            AttentionKernels attention = kernels.attention();
            Axis features = Axis.plain(1, d);
            Axis keys = layout.positions(count);
            Product scores = new Product(matrices, new Gemm(count, n, d, keys, features, n, n), false);
            Product mix = new Product(matrices, new Gemm(d, n, count, features, keys, n, n), true);
            Scores block = new Scores(count, n, n);
            int toScale = state + 2 * n;
            return new Part[] {
                (m, k, at) -> scores.rows(m, k + f, at + transposed, at, 0, count, at + free),
                (m, _, at) -> attention.largestDown(m, at, at + state, block),
                (m, _, at) -> attention.exponentialsDown(m, at, at + state, block),
                (m, _, at) -> kernels.binary().mul(m, at + result, at + toScale, at + result, byQuery),
                (m, k, at) -> mix.rows(m, k + 2 * f, at, at + result, 0, d, at + free)
            };
        }

        Part[] of(int block) {
            return block == layout.blocks() - 1 ? last : most;
        }
    }

    /** Floats of working memory of a call. */
    int scratch() {
        return free + layout.room();
    }

    /**
     * Computes the result at y from the queries at {@code qkv}, with keys f and values 2f behind them.
     *
     * @param norms offset of log₂ Σ 2^s, one for each query
     */
    void run(float[] m, int qkv, int y, int norms, int memory) {
        int row = 3 * layout.f();
        for (int tile = 0; tile < queries.length; tile++) {
            int from = tile * BLOCK;
            begin(m, queries[tile], qkv + from * row, memory);
            for (int block = 0; block < layout.blocks(); block++) {
                for (Part p : queries[tile].of(block)) {
                    p.run(m, qkv + block * BLOCK * row, memory);
                }
            }
            end(m, queries[tile], y + from * layout.f(), norms + from, memory);
        }
    }

    private void begin(float[] m, Queries now, int q, int memory) {
        int to = memory + transposed;
        kernels.matrices().transpose(m, q, to, now.transposition);
        m[memory + scale] = layout.scale();
        kernels.binary().mul(m, to, memory + scale, to, now.all);
        Arrays.fill(m, memory + result, memory + result + layout.d() * now.n, 0f);
        int max = memory + state;
        Arrays.fill(m, max, max + now.n, Float.NEGATIVE_INFINITY);
        Arrays.fill(m, max + now.n, max + 2 * now.n, 0f);
    }

    /** The result, and log₂ Σ 2^s = max + ln sum / ln 2. */
    private void end(float[] m, Queries now, int y, int norms, int memory) {
        int max = memory + state;
        int sum = max + now.n;
        kernels.binary().div(m, memory + result, sum, memory + result, now.byQuery);
        kernels.matrices().transpose(m, memory + result, y, now.back);
        m[memory + scale] = (float) (1 / Math.log(2));
        kernels.unary().log(m, sum, norms, now.n);
        kernels.binary().mul(m, norms, memory + scale, norms, now.numbers);
        kernels.binary().add(m, norms, max, norms, now.sums);
    }
}

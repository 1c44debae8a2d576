package io.github.vflow.tensor.lower.attention;

import static io.github.vflow.tensor.lower.attention.WideLayout.BLOCK;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.Scores;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import java.util.Arrays;

/**
 * The gradient of one head of attention, for some queries after the other: keys stand in the lanes, a block of them in the first-level
 * cache; slopes a of all keys stay in the second. With the result y, its cotangent g, and ln Σeˢ of the scores s known (Dao, 2023):
 *
 * <pre>w = e^(s − ln Σeˢ),  dV = wᵀ·g,  a = w·(g·Vᵀ − Σ g·y),  dQ = a·K/√d,  dK = aᵀ·Q/√d</pre>
 */
final class WideBackward {
    /** Queries at a time, a multiple of the rows of a register tile. */
    private static final int ROWS = 48;

    /** Keys at a time: two of the widest vectors. */
    private static final int LANES = Limits.BLOCK;

    private final Kernels kernels;
    private final WideLayout layout;
    /** The number of keys, padded to a multiple of the lanes. */
    private final int padded;
    /**
     * The distance between rows that have keys in the lanes. It is no multiple of a page, or rows would compete for the same cache
     * lines.
     */
    private final int width;

    private final Queries[] queries;
    private final Transpose transposed;
    private final Transpose back;
    private final BroadcastGrid all;
    private final Offsets offsets;

    WideBackward(Kernels kernels, WideLayout layout) {
        this.kernels = kernels;
        this.layout = layout;
        int t = layout.t();
        this.padded = (t + LANES - 1) / LANES * LANES;
        this.width = padded + LANES;
        this.offsets = new Offsets(layout.d(), width, layout.blocks() * BLOCK * ROWS, layout.room());
        this.queries = new Queries[(t + ROWS - 1) / ROWS];
        Arrays.fill(queries, new Queries(Math.min(t, ROWS)));
        queries[queries.length - 1] = new Queries(t - (queries.length - 1) * ROWS);
        this.transposed = new Transpose(t, layout.d(), 3 * layout.f(), width);
        this.back = new Transpose(layout.d(), t, width, 3 * layout.f());
        this.all = WideLayout.byOne(width * layout.d());
    }

    /** One part of the work of some queries on a block of keys; see {@link WideForward}. */
    private interface Part {
        void run(float[] m, int q, int g, int norms, int block, int memory);
    }

    /** The operands for n queries. */
    private final class Queries {
        private final int n;
        private final Part[] most;
        private final Part[] last;
        private final BroadcastGrid means;
        private final Dots toQueries;
        private final BroadcastGrid scaled;

        Queries(int n) {
            int d = layout.d();
            int f = layout.f();
            this.n = n;
            this.most = parts(layout.keys(0));
            this.last = parts(layout.keys(layout.blocks() - 1));
            this.means = new BroadcastGrid(n, d, d, f, 1, f, 1);
            this.toQueries = new Dots(n, d, padded, BLOCK, width, 3 * f, BLOCK, BLOCK * ROWS);
            this.scaled = new BroadcastGrid(n, d, 3 * f, 3 * f, 1, 0, 0);
        }

        private Part[] parts(int count) {
            int d = layout.d();
            int lanes = (count + LANES - 1) / LANES * LANES;
            Axis features = Axis.plain(1, d);
            Axis queries = layout.positions(n);
            Axis cotangents = Axis.plain(layout.f(), n);
            Product scores = product(new Gemm(n, lanes, d, queries, features, width, BLOCK), false);
            Product slopes = product(new Gemm(n, lanes, d, cotangents, features, width, BLOCK), false);
            Product toValues = product(new Gemm(d, count, n, features, cotangents, BLOCK, width), true);
            Product toKeys = product(new Gemm(d, count, n, features, queries, BLOCK, width), true);
            Scores block = new Scores(n, lanes, BLOCK);
            AttentionKernels attention = kernels.attention();
            Offsets p = offsets;
            return new Part[] {
                (m, q, _, _, b, at) -> scores.rows(m, q, at + p.keys(b), at + p.weights(), 0, n, at + p.free()),
                (m, _, g, _, b, at) -> slopes.rows(m, g, at + p.values(b), at + p.slopes(b), 0, n, at + p.free()),
                (m, _, _, norms, _, at) -> attention.weightsAlong(m, at + p.weights(), norms, block),
                (m, _, _, _, b, at) ->
                        attention.slopesAlong(m, at + p.weights(), at + p.slopes(b), at + p.means(), block),
                (m, _, g, _, b, at) -> toValues.rows(m, g, at + p.weights(), at + p.toValues(b), 0, d, at + p.free()),
                (m, q, _, _, b, at) -> toKeys.rows(m, q, at + p.slopes(b), at + p.toKeys(b), 0, d, at + p.free())
            };
        }

        private Product product(Gemm g, boolean adds) {
            return new Product(kernels.matrices(), g, adds);
        }

        Part[] of(int block) {
            return block == layout.blocks() - 1 ? last : most;
        }
    }

    /** Offsets in the memory of a call. */
    private record Offsets(int d, int width, int slopesOfAll, int room) {
        int weights() {
            return 0;
        }

        int slopes(int block) {
            return (block + 1) * ROWS * BLOCK;
        }

        int keys(int block) {
            return block * BLOCK + slopes(0) + slopesOfAll;
        }

        int values(int block) {
            return block * BLOCK + keys(0) + d * width;
        }

        int toKeys(int block) {
            return block * BLOCK + values(0) + d * width;
        }

        int toValues(int block) {
            return block * BLOCK + toKeys(0) + d * width;
        }

        /** The products of cotangent and result, element by element. */
        int products() {
            return toValues(0) + d * width;
        }

        int means() {
            return products() + ROWS * d;
        }

        int scale() {
            return means() + ROWS;
        }

        int free() {
            return scale() + Scratch.aligned(1);
        }

        int size() {
            return free() + room;
        }
    }

    /** Floats of working memory of a call. */
    int scratch() {
        return offsets.size();
    }

    /**
     * Computes the cotangents of queries, keys and values from the cotangent of the result.
     *
     * @param norms offset of log₂ Σ 2^s, one for each query
     */
    void run(float[] m, int qkv, int y, int norms, int g, int into, int memory) {
        int f = layout.f();
        int keys = memory + offsets.keys(0);
        int toKeys = memory + offsets.toKeys(0);
        int scale = memory + offsets.scale();
        // the lanes behind the last key too: their slopes are zero, and they must multiply finite numbers
        Arrays.fill(m, keys, memory + offsets.products(), 0f);
        kernels.matrices().transpose(m, qkv + f, keys, transposed);
        kernels.matrices().transpose(m, qkv + 2 * f, memory + offsets.values(0), transposed);
        m[scale] = layout.scale();
        kernels.binary().mul(m, keys, scale, keys, all);
        for (int i = 0; i < queries.length; i++) {
            int at = i * ROWS;
            means(m, queries[i], y + at * f, g + at * f, memory);
            gather(m, queries[i], qkv + at * 3 * f, g + at * f, norms + at, into + at * 3 * f, memory);
        }
        m[scale] = (float) Math.log(2);
        for (int i = 0; i < queries.length; i++) {
            int toQueries = into + i * ROWS * 3 * f;
            kernels.binary().mul(m, toQueries, scale, toQueries, queries[i].scaled);
        }
        m[scale] = (float) (1 / Math.sqrt(layout.d()));
        kernels.binary().mul(m, toKeys, scale, toKeys, all);
        kernels.matrices().transpose(m, toKeys, into + f, back);
        kernels.matrices().transpose(m, memory + offsets.toValues(0), into + 2 * f, back);
    }

    /** Mean slopes by weight of some queries: Σ w·(g·v) is g·y. */
    private void means(float[] m, Queries now, int y, int g, int memory) {
        int products = memory + offsets.products();
        kernels.binary().mul(m, g, y, products, now.means);
        kernels.reductions().sum(m, products, memory + offsets.means(), now.n, layout.d(), 1);
    }

    /** The parts of the gradients of values, keys and queries that come from some queries. */
    private void gather(float[] m, Queries now, int q, int g, int norms, int toQueries, int memory) {
        int last = layout.blocks() - 1;
        for (int block = 0; block <= last; block++) {
            for (Part p : now.of(block)) {
                p.run(m, q, g, norms, block, memory);
            }
        }
        clear(m, now.n, layout.keys(last), memory + offsets.slopes(last));
        int free = memory + offsets.free();
        kernels.matrices()
                .dots(m, now.toQueries, memory + offsets.slopes(0), memory + offsets.keys(0), toQueries, free);
    }

    /** Clears the lanes of the last block that belong to no key. */
    private void clear(float[] m, int n, int keys, int slopes) {
        int lanes = padded % BLOCK == 0 ? BLOCK : padded % BLOCK;
        for (int i = 0; keys < lanes && i < n; i++) {
            Arrays.fill(m, slopes + i * BLOCK + keys, slopes + i * BLOCK + lanes, 0f);
        }
    }
}

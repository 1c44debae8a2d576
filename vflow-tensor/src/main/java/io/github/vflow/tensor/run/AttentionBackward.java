package io.github.vflow.tensor.run;

import static io.github.vflow.tensor.run.AttentionLayout.BLOCK;

import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Dots;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.Grid;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.Scores;
import io.github.vflow.tensor.kernel.Turn;
import java.util.Arrays;

/**
 * The gradient of one head of attention, for some queries after the other: keys stand in the lanes. Scores e and slopes by weight s of
 * all keys stay in the second-level cache, a block of them in the first. With w = e/Σe and g the cotangent of the result:
 *
 * <pre>s = g·Vᵀ,  dV = wᵀ·g,  a = w·(s − Σ w·s),  dQ = a·K/√d,  dK = aᵀ·Q/√d</pre>
 */
final class AttentionBackward {
    /** Queries at a time, a multiple of the rows of a register tile. */
    private static final int ROWS = 48;

    private static final int LANES = ReductionKernels.LANES;

    private final Kernels kernels;
    private final AttentionLayout layout;
    /** Keys with zeros to make up a multiple of the lanes. */
    private final int padded;
    /** From row to row of what has keys in the lanes: not a multiple of a page, or rows would fight for the same lines. */
    private final int width;

    private final Queries[] queries;
    private final Turn turned;
    private final Turn back;
    private final Grid all;
    private final Places places;

    AttentionBackward(Kernels kernels, AttentionLayout layout) {
        this.kernels = kernels;
        this.layout = layout;
        int t = layout.t();
        this.padded = (t + LANES - 1) / LANES * LANES;
        this.width = padded + LANES;
        this.queries = new Queries[(t + ROWS - 1) / ROWS];
        Arrays.fill(queries, new Queries(Math.min(t, ROWS)));
        queries[queries.length - 1] = new Queries(t - (queries.length - 1) * ROWS);
        this.turned = new Turn(t, layout.d(), 3 * layout.f(), width);
        this.back = new Turn(layout.d(), t, width, 3 * layout.f());
        this.all = AttentionLayout.byOne(width * layout.d());
        this.places = new Places(layout.d(), width, layout.blocks() * BLOCK * ROWS, layout.room());
    }

    /** What some queries meet in a block of keys. */
    private record Keys(Product scores, Product slopes, Scores block, Product toValues, Product toKeys) {}

    /** What n queries take. */
    private final class Queries {
        private final int n;
        private final Keys most;
        private final Keys last;
        private final Grid byRow;
        private final Grid means;
        private final Dots toQueries;
        private final Grid scaled;

        Queries(int n) {
            int d = layout.d();
            this.n = n;
            this.most = keys(layout.keys(0));
            this.last = keys(layout.keys(layout.blocks() - 1));
            this.byRow = new Grid(n, d, d, layout.f(), 1, 1, 0);
            this.means = new Grid(1, n, 0, 0, 1, 0, 1);
            this.toQueries = new Dots(n, d, padded, BLOCK, width, 3 * layout.f(), BLOCK, BLOCK * ROWS);
            this.scaled = new Grid(n, d, 3 * layout.f(), 3 * layout.f(), 1, 0, 0);
        }

        private Keys keys(int count) {
            int d = layout.d();
            int w = width;
            int s = BLOCK;
            Axis features = Axis.plain(1, d);
            Axis queries = layout.positions(n);
            return new Keys(
                    product(new Gemm(n, count, d, queries, features, w, s), false),
                    product(new Gemm(n, count, d, Axis.plain(layout.f(), n), features, w, s), false),
                    new Scores(n, count, s),
                    product(new Gemm(d, count, n, features, Axis.plain(d, n), s, w), true),
                    product(new Gemm(d, count, n, features, queries, s, w), true));
        }

        private Product product(Gemm g, boolean adds) {
            return new Product(kernels.matrices(), g, adds);
        }

        Keys of(int block) {
            return block == layout.blocks() - 1 ? last : most;
        }
    }

    /** Where things lie in the memory of a call, from its beginning. */
    private record Places(int d, int width, int scoresOfAll, int room) {
        int scores() {
            return 0;
        }

        int slopes() {
            return scoresOfAll;
        }

        int keys() {
            return slopes() + scoresOfAll;
        }

        int values() {
            return keys() + d * width;
        }

        int toKeys() {
            return values() + d * width;
        }

        int toValues() {
            return toKeys() + d * width;
        }

        int cotangent() {
            return toValues() + d * width;
        }

        /** Running numbers of each row: the largest, sums, dots. */
        int running() {
            return cotangent() + ROWS * d;
        }

        /** For each row: the largest, the sum, the mean. */
        int rows() {
            return running() + 3 * ROWS * LANES;
        }

        int scale() {
            return rows() + 3 * ROWS;
        }

        int free() {
            return scale() + AttentionLayout.aligned(1);
        }

        int size() {
            return free() + room;
        }
    }

    /** Floats that a call needs. */
    int scratch() {
        return places.size();
    }

    /** From the cotangent of the result at g to that of queries, keys and values at {@code into}. */
    void run(float[] m, int qkv, int g, int into, int memory) {
        int f = layout.f();
        int keys = memory + places.keys();
        int toKeys = memory + places.toKeys();
        int scale = memory + places.scale();
        Arrays.fill(m, toKeys, memory + places.cotangent(), 0f);
        if (padded > layout.t()) {
            Arrays.fill(m, memory + places.slopes(), memory + places.values(), 0f);
        }
        kernels.matrices().transpose(m, qkv + f, keys, turned);
        kernels.matrices().transpose(m, qkv + 2 * f, memory + places.values(), turned);
        m[scale] = layout.scale();
        kernels.binary().mul(m, keys, scale, keys, all);
        for (int i = 0; i < queries.length; i++) {
            int at = i * ROWS;
            weights(m, queries[i], qkv + at * 3 * f, g + at * f, memory);
            gather(m, queries[i], qkv + at * 3 * f, into + at * 3 * f, memory);
        }
        m[scale] = (float) Math.log(2);
        for (int i = 0; i < queries.length; i++) {
            int toQueries = into + i * ROWS * 3 * f;
            kernels.binary().mul(m, toQueries, scale, toQueries, queries[i].scaled);
        }
        m[scale] = (float) (1 / Math.sqrt(layout.d()));
        kernels.binary().mul(m, toKeys, scale, toKeys, all);
        kernels.matrices().transpose(m, toKeys, into + f, back);
        kernels.matrices().transpose(m, memory + places.toValues(), into + 2 * f, back);
    }

    /** Powers of two of scores and slopes of some queries, with sums and means of the rows; and the cotangent by sums. */
    private void weights(float[] m, Queries now, int q, int g, int memory) {
        int n = now.n;
        int largest = memory + places.running();
        int sums = largest + ROWS * LANES;
        int max = memory + places.rows();
        int sum = max + ROWS;
        int mean = sum + n;
        int free = memory + places.free();
        Arrays.fill(m, largest, sums, Float.NEGATIVE_INFINITY);
        Arrays.fill(m, sums, sums + 2 * ROWS * LANES, 0f);
        for (int b = 0; b < layout.blocks(); b++) {
            int s = memory + places.scores() + b * BLOCK * ROWS;
            Keys of = now.of(b);
            of.scores.rows(m, q, memory + places.keys() + b * BLOCK, s, 0, n, free);
            kernels.attention().largestAlong(m, s, largest, of.block);
        }
        kernels.reductions().max(m, largest, max, n, LANES, 1);
        for (int b = 0; b < layout.blocks(); b++) {
            int s = memory + places.scores() + b * BLOCK * ROWS;
            int slopes = memory + places.slopes() + b * BLOCK * ROWS;
            Keys of = now.of(b);
            of.slopes.rows(m, g, memory + places.values() + b * BLOCK, slopes, 0, n, free);
            kernels.attention().exponentialsAlong(m, s, slopes, max, sums, of.block);
        }
        kernels.reductions().sum(m, sums, sum, n, LANES, 1);
        kernels.reductions().sum(m, sums + n * LANES, mean, n, LANES, 1);
        kernels.binary().div(m, mean, sum, mean, now.means);
        kernels.binary().div(m, g, sum, memory + places.cotangent(), now.byRow);
    }

    /** What values, keys and queries get from some queries. */
    private void gather(float[] m, Queries now, int q, int toQueries, int memory) {
        int sum = memory + places.rows() + ROWS;
        int free = memory + places.free();
        for (int b = 0; b < layout.blocks(); b++) {
            int s = memory + places.scores() + b * BLOCK * ROWS;
            int slopes = memory + places.slopes() + b * BLOCK * ROWS;
            Keys of = now.of(b);
            int toValues = memory + places.toValues() + b * BLOCK;
            of.toValues.rows(m, memory + places.cotangent(), s, toValues, 0, layout.d(), free);
            kernels.attention().slopesAlong(m, s, slopes, sum, of.block);
            int toKeys = memory + places.toKeys() + b * BLOCK;
            of.toKeys.rows(m, q, slopes, toKeys, 0, layout.d(), free);
        }
        kernels.matrices().dots(m, now.toQueries, memory + places.slopes(), memory + places.keys(), toQueries, free);
    }
}

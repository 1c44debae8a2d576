package io.github.vflow.tensor.lower.attention;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.Scratch;
import java.util.Arrays;

/**
 * The results of narrow heads of attention, some queries at a time. Queries are in the lanes. Keys go by in blocks, whose scores
 * stay in the first-level cache. A new largest score scales the sums so far (Milakov and Gimelshein, 2018). Only the result is
 * normalised, not the weights.
 */
final class NarrowForward {
    /** Queries at a time. */
    private static final int LANES = Limits.BLOCK;

    /** Keys of a block of scores. */
    private static final int BLOCK = 128;

    /**
     * One part of the work. There are four small parts with one call site, so the compiler compiles each by itself. In one piece they
     * are more than it inlines, and the vectors of the logarithm would go to the heap.
     */
    private interface Part {
        void run(float[] m, int q, int keys, int y, int norms, int memory);
    }

    private final Kernels kernels;
    /** The layout of the queries. */
    private final NarrowLayout layout;

    /** The number of keys. */
    private final int keys;

    private final Part[] parts;
    private final NarrowHead most;
    private final NarrowHead last;
    private final Transpose transposition;
    private final Transpose back;
    private final BroadcastGrid all;
    private final BroadcastGrid byQuery;
    private final BroadcastGrid state;
    private final BroadcastGrid numbers;
    // offsets in the memory of a call; a block of scores is at its beginning
    private final int transposed;
    private final int result;
    private final int largest;
    private final int sums;
    private final int scale;
    private final int size;

    /**
     * Prepares the results of some queries.
     *
     * @param layout of the queries
     * @param keys the number of keys
     */
    NarrowForward(Kernels kernels, NarrowLayout layout, int keys) {
        this.kernels = kernels;
        this.layout = layout;
        this.keys = keys;
        int t = layout.t();
        int each = layout.heads() * layout.padded();
        this.most = layout.head(BLOCK, LANES, each, 0);
        this.last = layout.head((keys - 1) % BLOCK + 1, LANES, each, 0);
        this.transposition = new Transpose(t, layout.features(), layout.position(), layout.row());
        this.back = new Transpose(layout.features(), t, layout.row(), layout.f());
        this.all = new BroadcastGrid(1, layout.panel(), 0, 0, 1, 0, 0);
        this.byQuery = new BroadcastGrid(layout.d(), t, layout.row(), layout.row(), 1, 0, 1);
        this.state = new BroadcastGrid(1, each, 0, 0, 1, 0, 0);
        this.numbers = new BroadcastGrid(1, each, 0, 0, 1, 0, 1);
        this.transposed = Math.min(BLOCK, keys) * LANES;
        this.result = transposed + layout.panel();
        this.largest = result + layout.panel();
        this.sums = largest + each;
        this.scale = sums + 2 * each;
        this.size = scale + Scratch.aligned(1);
        this.parts = new Part[] {
            (m, q, _, _, _, memory) -> begin(m, q, memory),
            (m, _, k, _, _, memory) -> gather(m, k, memory),
            (m, _, _, _, norms, memory) -> logarithms(m, norms, memory),
            (m, _, _, y, _, memory) -> quotients(m, y, memory)
        };
    }

    /** Floats of working memory of a call. */
    int scratch() {
        return size;
    }

    /**
     * Computes the result of the queries at q.
     *
     * @param k offset of the first key; its value is f behind it
     * @param y offset of the result
     * @param norms offset of −log₂ Σ 2^s, {@link NarrowLayout#padded} for each head
     */
    void run(float[] m, int q, int k, int y, int norms, int memory) {
        for (Part p : parts) {
            p.run(m, q, k, y, norms, memory);
        }
    }

    private void begin(float[] m, int q, int memory) {
        int to = memory + transposed;
        if (layout.t() < layout.padded()) {
            Arrays.fill(m, to, to + layout.panel(), 0f);
        }
        kernels.matrices().transpose(m, q, to, transposition);
        m[memory + scale] = layout.scale();
        kernels.binary().mul(m, to, memory + scale, to, all);
        Arrays.fill(m, memory + result, memory + largest, 0f);
        Arrays.fill(m, memory + largest, memory + sums, Float.NEGATIVE_INFINITY);
        Arrays.fill(m, memory + sums, memory + sums + state.columns(), 0f);
    }

    private void gather(float[] m, int k, int memory) {
        for (int head = 0; head < layout.heads(); head++) {
            for (int lane = 0; lane < layout.t(); lane += LANES) {
                gather(m, k + head * layout.d(), head, lane, memory);
            }
        }
    }

    /** The sums of some queries over all keys. */
    private void gather(float[] m, int k, int head, int lane, int memory) {
        int at = head * layout.d() * layout.row() + lane;
        int of = memory + largest + head * layout.padded() + lane;
        AttentionKernels attention = kernels.attention();
        for (int key = 0; key < keys; key += BLOCK) {
            int from = k + key * layout.position();
            NarrowHead block = key + BLOCK < keys ? most : last;
            attention.scoresDown(m, memory + transposed + at, from, memory, of, block);
            attention.mixDown(m, memory, from + layout.f(), memory + result + at, of, block);
        }
    }

    /** −log₂ Σ 2^s = −ln sum / ln 2 − max. */
    private void logarithms(float[] m, int norms, int memory) {
        m[memory + scale] = (float) (-1 / Math.log(2));
        kernels.unary().log(m, memory + sums, norms, state.columns());
        kernels.binary().mul(m, norms, memory + scale, norms, state);
        kernels.binary().sub(m, norms, memory + largest, norms, numbers);
    }

    private void quotients(float[] m, int y, int memory) {
        for (int head = 0; head < layout.heads(); head++) {
            int of = memory + result + head * layout.d() * layout.row();
            kernels.binary().div(m, of, memory + sums + head * layout.padded(), of, byQuery);
        }
        kernels.matrices().transpose(m, memory + result, y, back);
    }
}

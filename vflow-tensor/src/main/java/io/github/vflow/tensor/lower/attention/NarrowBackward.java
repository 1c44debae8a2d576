package io.github.vflow.tensor.lower.attention;

import io.github.vflow.tensor.kernel.AttentionKernels;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.Scratch;
import java.util.Arrays;

/**
 * The gradient of narrow heads of attention, some queries at a time. Keys are in the lanes. The slopes of all keys stay in the
 * second-level cache. See {@link WideBackward} for the equations. The factor ln 2 of scores to the base two is in the values and
 * the means, so slopes need no scaling.
 */
final class NarrowBackward {
    /** Queries at a time, a multiple of the rows of a register tile. */
    private static final int ROWS = 64;

    private static final int LANES = AttentionKernels.LANES;

    private final Kernels kernels;
    private final NarrowLayout layout;
    /** The number of keys, padded to a multiple that kernels accept. */
    private final int keys;

    private final Queries most;
    private final Queries last;
    private final NarrowHead means;
    private final Transpose transposed;
    private final Transpose back;
    private final BroadcastGrid all;
    // offsets in the memory of a call; the panels are at its beginning
    private final int slopes;
    private final int mean;
    private final int scale;
    private final int free;

    /** The operands for n queries. */
    private record Queries(int n, NarrowHead head, Dots toQueries) {}

    NarrowBackward(Kernels kernels, NarrowLayout layout) {
        this.kernels = kernels;
        this.layout = layout;
        int t = layout.t();
        int lanes = layout.d() == 4 ? Limits.LANES : LANES;
        this.keys = (t + lanes - 1) / lanes * lanes;
        int rows = Math.min(t, ROWS);
        this.most = queries(rows, rows);
        this.last = queries((t - 1) % ROWS + 1, rows);
        this.means = layout.head(t, 0, 0, 0);
        this.transposed = new Transpose(t, layout.features(), layout.position(), layout.row());
        this.back = new Transpose(layout.features(), t, layout.row(), layout.position());
        this.all = new BroadcastGrid(1, layout.panel(), 0, 0, 1, 0, 0);
        this.slopes = 4 * layout.panel();
        this.mean = slopes + layout.padded() * rows;
        this.scale = mean + layout.padded();
        this.free = scale + Scratch.aligned(1);
    }

    private Queries queries(int n, int rows) {
        int run = rows * LANES;
        NarrowHead head = layout.head(n, keys, layout.panel(), run);
        return new Queries(n, head, new Dots(n, layout.d(), keys, LANES, layout.row(), layout.position(), LANES, run));
    }

    /** Floats of working memory of a call. */
    int scratch() {
        return free + Math.max(Dots.ROOM, ROWS * LANES);
    }

    /**
     * Computes the cotangents of queries, keys and values from the cotangent of the result.
     *
     * @param norms where −log₂ Σ 2^s are, {@link NarrowLayout#padded} for each head
     */
    void run(float[] m, int qkv, int y, int norms, int g, int into, int memory) {
        int f = layout.f();
        begin(m, qkv, memory);
        for (int head = 0; head < layout.heads(); head++) {
            int of = head * layout.d();
            kernels.attention().meansOf(m, g + of, y + of, memory + mean, means);
            int panels = memory + of * layout.row();
            for (int i = 0; i < layout.t(); i += ROWS) {
                int at = i * layout.position() + of;
                int sums = norms + head * layout.padded() + i;
                gather(m, i, qkv + at, g + i * f + of, sums, panels, into + at, memory);
            }
        }
        int toKeys = memory + 2 * layout.panel();
        m[memory + scale] = layout.scale();
        kernels.binary().mul(m, toKeys, memory + scale, toKeys, all);
        kernels.matrices().transpose(m, toKeys, into + f, back);
        kernels.matrices().transpose(m, toKeys + layout.panel(), into + 2 * f, back);
    }

    private void begin(float[] m, int qkv, int memory) {
        int values = memory + layout.panel();
        // the lanes behind the last key too: their slopes are zero, and they must multiply finite numbers
        Arrays.fill(m, layout.t() < keys ? memory : memory + 2 * layout.panel(), memory + slopes, 0f);
        kernels.matrices().transpose(m, qkv + layout.f(), memory, transposed);
        kernels.matrices().transpose(m, qkv + 2 * layout.f(), values, transposed);
        m[memory + scale] = layout.scale();
        kernels.binary().mul(m, memory, memory + scale, memory, all);
        m[memory + scale] = (float) Math.log(2);
        kernels.binary().mul(m, values, memory + scale, values, all);
    }

    /** The parts of the gradients of values, keys and queries that come from the queries from the i-th on. */
    private void gather(float[] m, int i, int q, int g, int norms, int panels, int toQueries, int memory) {
        Queries now = i + ROWS < layout.t() ? most : last;
        int at = memory + slopes;
        kernels.attention().gradientAlong(m, q, g, norms, memory + mean + i, panels, at, memory + free, now.head);
        clear(m, now, at);
        kernels.matrices().dots(m, now.toQueries, at, panels, toQueries, memory + free);
    }

    /** Clears the lanes that belong to no key. */
    private void clear(float[] m, Queries now, int slopes) {
        int blocks = layout.t() / LANES;
        int from = layout.t() - blocks * LANES;
        int to = keys - blocks * LANES;
        int block = slopes + blocks * now.head.run();
        for (int i = 0; from < to && i < now.n; i++) {
            Arrays.fill(m, block + i * LANES + from, block + i * LANES + to, 0f);
        }
    }
}

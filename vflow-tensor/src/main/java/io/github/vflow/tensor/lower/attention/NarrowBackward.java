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
 * The gradient of narrow heads of attention, some queries after the other: keys stand in the lanes; slopes of all keys stay in the second-level
 * cache. See {@link WideBackward}; ln 2, which scores to the base two want, is in the values and the means, so
 * that slopes need no scaling for queries.
 */
final class NarrowBackward {
    /** Queries at a time, a multiple of the rows of a register tile. */
    private static final int ROWS = 64;

    private static final int LANES = AttentionKernels.LANES;

    private final Kernels kernels;
    private final NarrowLayout layout;
    /** Keys with zeros to make up a multiple of what kernels want. */
    private final int keys;

    private final Queries most;
    private final Queries last;
    private final NarrowHead means;
    private final Transpose turned;
    private final Transpose back;
    private final BroadcastGrid all;
    // where things lie in the memory of a call; the panels are at its beginning
    private final int slopes;
    private final int mean;
    private final int scale;
    private final int free;

    /** What n queries take. */
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
        this.turned = new Transpose(t, layout.features(), layout.position(), layout.row());
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

    /** Floats that a call needs. */
    int scratch() {
        return free + Math.max(Dots.ROOM, ROWS * LANES);
    }

    /**
     * From the cotangent of the result to that of queries, keys and values.
     *
     * @param norms where −log₂ Σ 2^s lie, {@link NarrowLayout#padded} of them for each head
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
        // with the lanes behind the last key, whose slopes are set to zero: they must meet finite numbers
        Arrays.fill(m, layout.t() < keys ? memory : memory + 2 * layout.panel(), memory + slopes, 0f);
        kernels.matrices().transpose(m, qkv + layout.f(), memory, turned);
        kernels.matrices().transpose(m, qkv + 2 * layout.f(), values, turned);
        m[memory + scale] = layout.scale();
        kernels.binary().mul(m, memory, memory + scale, memory, all);
        m[memory + scale] = (float) Math.log(2);
        kernels.binary().mul(m, values, memory + scale, values, all);
    }

    /** What values, keys and queries get from the queries from the i-th on. */
    private void gather(float[] m, int i, int q, int g, int norms, int panels, int toQueries, int memory) {
        Queries now = i + ROWS < layout.t() ? most : last;
        int at = memory + slopes;
        kernels.attention().gradientAlong(m, q, g, norms, memory + mean + i, panels, at, memory + free, now.head);
        clear(m, now, at);
        kernels.matrices().dots(m, now.toQueries, at, panels, toQueries, memory + free);
    }

    /** Lanes that belong to no key. */
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

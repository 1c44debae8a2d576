package io.github.vflow.tensor.lower.attention;

import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.NarrowHead;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.EvenParts;
import io.github.vflow.tensor.lower.step.Scratch;
import java.util.Arrays;

/**
 * The gradient of narrow heads of attention, some queries at a time. Threads share the queries of long heads; the gradients of keys and
 * values that come from each part are added at the end. Keys are in the lanes. The slopes of all keys stay in the
 * second-level cache. See {@link WideBackward} for the equations. The factor ln 2 of scores to the base two is in the values and
 * the means, so slopes need no scaling.
 */
final class NarrowBackward {
    /** Queries at a time, a multiple of the rows of a register tile. */
    private static final int ROWS = 64;

    private static final int LANES = Limits.BLOCK;

    private final Kernels kernels;
    private final NarrowLayout layout;
    /** The number of keys, padded to a multiple that kernels accept. */
    private final int keys;

    private final EvenParts parts;
    private final Queries most;
    private final Queries last;
    private final Transpose transposed;
    private final Transpose back;
    private final BroadcastGrid all;
    private final BroadcastGrid both;
    // offsets in the memory of a call; the panels are at its beginning
    private final int slopes;
    private final int mean;
    private final int scale;
    private final int free;

    /** The operands for n queries. */
    private record Queries(int n, NarrowHead head, NarrowHead means, Dots toQueries) {}

    NarrowBackward(Kernels kernels, NarrowLayout layout) {
        this.kernels = kernels;
        this.layout = layout;
        this.parts = layout.parts();
        int t = layout.t();
        int lanes = layout.d() == 4 ? Limits.LANES : LANES;
        this.keys = (t + lanes - 1) / lanes * lanes;
        int rows = Math.min(t, ROWS);
        this.most = queries(rows, rows);
        this.last = queries((t - 1) % ROWS + 1, rows);
        this.transposed = new Transpose(t, layout.features(), layout.position(), layout.row());
        this.back = new Transpose(layout.features(), t, layout.row(), layout.position());
        this.all = new BroadcastGrid(1, layout.panel(), 0, 0, 1, 0, 0);
        this.both = new BroadcastGrid(1, 2 * layout.panel(), 0, 0, 1, 0, 1);
        this.slopes = 4 * layout.panel();
        this.mean = slopes + layout.padded() * rows;
        this.scale = mean + Scratch.aligned(rows);
        this.free = scale + Scratch.aligned(1);
    }

    private Queries queries(int n, int rows) {
        int run = rows * LANES;
        NarrowHead head = layout.head(n, keys, layout.panel(), run);
        NarrowHead means = layout.head(n, 0, 0, 0);
        return new Queries(
                n, head, means, new Dots(n, layout.d(), keys, LANES, layout.row(), layout.position(), LANES, run));
    }

    /** Floats of working memory of a call. */
    int scratch() {
        return free + Math.max(Dots.ROOM, ROWS * LANES);
    }

    /** Floats of the gradients of keys and values that come from a part of the queries. */
    int sums() {
        return 2 * layout.panel();
    }

    /** The offset of the gradients of keys and values in the memory of a call. */
    int sums(int memory) {
        return memory + 2 * layout.panel();
    }

    /**
     * Computes the cotangents of a part of the queries, and its share of the cotangents of keys and values.
     *
     * @param norms offset of −log₂ Σ 2^s, {@link NarrowLayout#padded} for each head
     */
    void gather(float[] m, int part, int qkv, int y, int norms, int g, int into, int memory) {
        int f = layout.f();
        begin(m, qkv, memory);
        for (int head = 0; head < layout.heads(); head++) {
            int of = head * layout.d();
            int panels = memory + of * layout.row();
            int from = parts.from(part);
            for (int i = from; i < from + parts.size(part); i += ROWS) {
                Queries now = i + ROWS < layout.t() ? most : last;
                int at = i * layout.position() + of;
                int result = i * f + of;
                int weights = norms + head * layout.padded() + i;
                kernels.attention().meansOf(m, g + result, y + result, memory + mean, now.means);
                gather(m, now, qkv + at, g + result, weights, panels, into + at, memory);
            }
        }
    }

    /**
     * Adds the shares of the parts, which follow one another at {@code sums}, and computes the cotangents of keys and values.
     *
     * @param memory of a call, unless the sums are there
     */
    void finish(float[] m, int sums, int into, int memory) {
        int f = layout.f();
        for (int part = 1; part < parts.count(); part++) {
            kernels.binary().add(m, sums, sums + part * sums(), sums, both);
        }
        m[memory + scale] = layout.scale();
        kernels.binary().mul(m, sums, memory + scale, sums, all);
        kernels.matrices().transpose(m, sums, into + f, back);
        kernels.matrices().transpose(m, sums + layout.panel(), into + 2 * f, back);
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

    /** The parts of the gradients of values, keys and queries that come from some queries. */
    private void gather(float[] m, Queries now, int q, int g, int norms, int panels, int toQueries, int memory) {
        int at = memory + slopes;
        kernels.attention().gradientAlong(m, q, g, norms, memory + mean, panels, at, memory + free, now.head);
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

package io.github.vflow.tensor.run;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Grid;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.plan.Fusion;
import java.util.Map;

/** Steps for groups of elementwise operations: all of them on one tile, then all on the next. */
final class TileSteps {
    private static final int TILE = 1024;

    /** Tiles of a chunk. */
    private static final int TOGETHER = 4;

    /** One operation on a tile: n elements from an index. */
    private interface TileOp {
        void run(float[] m, int from, int n, int scratch);
    }

    /**
     * Where an operand is found on a tile.
     *
     * @param base its offset in memory, or in the tile memory
     * @param step one for an array, zero for a single number
     * @param inner whether it lies in the tile memory
     */
    private record Place(int base, int step, boolean inner) {
        int at(int from, int scratch) {
            return inner ? scratch + base : base + from * step;
        }
    }

    private final BufferPlan plan;
    private final ElementwiseSteps elementwise;
    private final Workers workers;
    private final Scratch scratch;

    TileSteps(BufferPlan plan, ElementwiseSteps elementwise, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.elementwise = elementwise;
        this.workers = workers;
        this.scratch = scratch;
    }

    Step of(Fusion.Group group) {
        Map<Value, Integer> slots = Fusion.slots(group);
        int n = group.instructions().getFirst().result().shape().size();
        TileOp[] ops = group.instructions().stream().map(i -> op(i, slots, n)).toArray(TileOp[]::new);
        int needed = TILE * slots.values().stream().mapToInt(s -> s + 1).max().orElse(0);
        int tiles = (n + TILE - 1) / TILE;
        int together = n < ElementwiseSteps.PARALLEL ? tiles : TOGETHER;
        int memory = scratch.take(needed * workers.count());
        return workers.placed((tiles + together - 1) / together, (m, chunk, worker) -> {
            int end = Math.min(n, (chunk + 1) * together * TILE);
            for (int from = chunk * together * TILE; from < end; from += TILE) {
                for (TileOp o : ops) {
                    o.run(m, from, Math.min(TILE, n - from), memory + worker * needed);
                }
            }
        });
    }

    private Place place(Value v, Map<Value, Integer> slots, int n) {
        Integer slot = slots.get(v);
        return slot != null
                ? new Place(slot * TILE, 1, true)
                : new Place(plan.offset(v), v.shape().size() == n ? 1 : 0, false);
    }

    private TileOp op(Program.Instruction i, Map<Value, Integer> slots, int n) {
        Place y = place(i.result(), slots, n);
        Op op = i.op();
        if (op instanceof Unary u) {
            ElementwiseSteps.UnaryKernel k = elementwise.kernel(u);
            Place x = place(u.x(), slots, n);
            return (m, from, count, at) -> k.run(m, x.at(from, at), y.at(from, at), count);
        }
        Binary b = (Binary) op;
        ElementwiseSteps.BinaryKernel k = elementwise.kernel(b);
        Place p = place(b.a(), slots, n);
        Place q = place(b.b(), slots, n);
        Grid whole = new Grid(1, TILE, 0, 0, p.step, 0, q.step);
        Grid last = new Grid(1, n % TILE, 0, 0, p.step, 0, q.step);
        return (m, from, count, at) ->
                k.run(m, p.at(from, at), q.at(from, at), y.at(from, at), count == TILE ? whole : last);
    }
}

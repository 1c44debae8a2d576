package io.github.vflow.tensor.run;

import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.plan.Fusion;

/** Steps for groups of operations on rows: all of them on one tile, then all on the next. */
final class TileSteps {
    /** Tiles of a chunk. */
    private static final int TOGETHER = 2;

    private final BufferPlan plan;
    private final Kernels kernels;
    private final ElementwiseSteps elementwise;
    private final ReductionSteps reductions;
    private final Workers workers;
    private final Scratch scratch;

    TileSteps(
            BufferPlan plan,
            Kernels kernels,
            ElementwiseSteps elementwise,
            ReductionSteps reductions,
            Workers workers,
            Scratch scratch) {
        this.plan = plan;
        this.kernels = kernels;
        this.elementwise = elementwise;
        this.reductions = reductions;
        this.workers = workers;
        this.scratch = scratch;
    }

    Step of(Fusion.Group group) {
        Tiles tiles = new Tiles(plan, group);
        TileOps lowered = new TileOps(tiles, kernels, elementwise, reductions);
        group.instructions().forEach(lowered::add);
        TileOp[] first = lowered.first();
        TileOp[] each = lowered.each();
        int count = tiles.count();
        int together = tiles.size() < ElementwiseSteps.PARALLEL ? count : TOGETHER;
        int needed = tiles.memory();
        int memory = scratch.take(needed * workers.count());
        return workers.placed((count + together - 1) / together, (m, chunk, worker) -> {
            int end = Math.min(count, (chunk + 1) * together);
            int at = memory + worker * needed;
            run(first, m, chunk * together, true, at);
            for (int tile = chunk * together; tile < end; tile++) {
                run(each, m, tile, tiles.isWhole(tile), at);
            }
        });
    }

    private static void run(TileOp[] ops, float[] m, int tile, boolean whole, int at) {
        for (TileOp o : ops) {
            o.run(m, tile, whole, at);
        }
    }
}

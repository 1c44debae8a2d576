package io.github.vflow.tensor.lower.tile;

import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.lower.elementwise.ElementwiseSteps;
import io.github.vflow.tensor.lower.elementwise.ReductionSteps;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.plan.Fusion;
import io.github.vflow.tensor.plan.Rowwise;

/** Steps for groups of operations on rows: all operations run on one tile, then all run on the next. */
public record TileSteps(
        BufferPlan plan,
        Kernels kernels,
        ElementwiseSteps elementwise,
        ReductionSteps reductions,
        Workers workers,
        Scratch scratch) {
    /** Groups with fewer elements in all operations, some four microseconds, stay on one thread. */
    private static final int PARALLEL = 1 << 16;

    /** Chunks for each thread: a thread that is held up leaves some to the others. */
    private static final int CHUNKS = 4;

    public Step of(Fusion.Group group) {
        TileMemory tiles = new TileMemory(plan, group);
        TileOps lowered = new TileOps(tiles, kernels, elementwise, reductions);
        group.instructions().forEach(lowered::add);
        TileOp[] first = lowered.first();
        TileOp[] each = lowered.each();
        int count = tiles.count();
        boolean alone = workers.count() == 1 || work(group) < PARALLEL;
        int chunks = alone ? 1 : Math.min(count, CHUNKS * workers.count());
        int together = (count + chunks - 1) / chunks;
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

    /** Elements of all operations together. */
    private static long work(Fusion.Group group) {
        return group.instructions().stream()
                .mapToLong(i -> Rowwise.of(i.op()).orElseThrow().size())
                .sum();
    }

    private static void run(TileOp[] ops, float[] m, int tile, boolean whole, int at) {
        for (TileOp o : ops) {
            o.run(m, tile, whole, at);
        }
    }
}

package io.github.vflow.tensor.execution;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.SharedArray;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs shards in parallel. All programs are in one array, and each copy of the shard program has its own part of the threads and of
 * the array. Copies write to separate memory, and read the shared inputs in the memory of the program for all, so threads meet only
 * at the end. With a copy for each thread, a thread runs all its shards in its own, so that a caller without help keeps one copy in its caches.
 */
final class ParallelShards implements Engine.Sharded {
    private static final float[] NOTHING = new float[0];

    /** A copy from an output of a shard to an input of the program for all. */
    private record Move(int from, int to, int size) {}

    private final FloatExecutable[] programs;
    private final FloatExecutable together;
    private final Step shards;
    /** For each copy and each shard. */
    private final Move[][][] moves;

    private final float[] memory;
    private ObjIntConsumer<Executable> work = (_, _) -> {};

    /** Prepares a copy of the program for each shard, or for each thread if there are fewer threads. */
    ParallelShards(VectorEngine engine, Program shard, int count, Program together) {
        int threads = engine.threads();
        Workers workers = engine.workers(threads);
        this.together = engine.prepare(together, workers, BufferPlan.START, Map.of());
        Map<String, Integer> inputs = SharedArray.inputs(shard, together).stream()
                .collect(Collectors.toMap(SharedArray::name, p -> this.together.offset(p.name())));
        programs = new FloatExecutable[Math.min(count, threads)];
        FloatExecutable last = this.together;
        for (int i = 0; i < programs.length; i++) {
            programs[i] = engine.prepare(shard, engine.workers((threads + i) / programs.length), last.end(), inputs);
            last = programs[i];
        }
        memory = last.array();
        this.together.on(memory);
        for (FloatExecutable program : programs) {
            program.on(memory);
        }
        List<SharedArray> outputs = SharedArray.outputs(shard, together);
        moves = new Move[programs.length][][];
        Arrays.setAll(
                moves,
                i -> IntStream.range(0, count)
                        .mapToObj(j -> outputs.stream()
                                .map(p -> move(programs[i], p, j))
                                .toArray(Move[]::new))
                        .toArray(Move[][]::new));
        boolean isOneEach = programs.length == threads;
        shards = workers.placed(count, (_, i, worker) -> run(i, isOneEach ? worker : i));
    }

    private Move move(FloatExecutable program, SharedArray output, int shard) {
        return new Move(program.offset(output.name()), together.offset(output.name() + shard), output.size());
    }

    private void run(int shard, int copy) {
        work.accept(programs[copy], shard);
        for (Move move : moves[copy][shard]) {
            System.arraycopy(memory, move.from, memory, move.to, move.size);
        }
    }

    @Override
    public void each(ObjIntConsumer<Executable> work) {
        this.work = work;
        shards.run(NOTHING);
    }

    @Override
    public Executable together() {
        return together;
    }

    @Override
    public void close() {
        for (Executable program : programs) {
            program.close();
        }
        together.close();
    }
}

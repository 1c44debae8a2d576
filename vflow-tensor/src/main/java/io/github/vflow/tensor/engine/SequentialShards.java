package io.github.vflow.tensor.engine;

import io.github.vflow.tensor.engine.spi.SharedArray;
import io.github.vflow.tensor.ir.Program;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * Runs shards one after another in the memory of one, and copies arrays through the public contract of an {@link Executable}. Any
 * engine can do it this way.
 */
final class SequentialShards implements Engine.Sharded {
    private final List<SharedArray> inputs;
    private final List<SharedArray> outputs;
    private final int shards;
    private final Executable program;
    private final Executable together;

    SequentialShards(Engine engine, Program shard, int shards, Program together) {
        this.inputs = SharedArray.inputs(shard, together);
        this.outputs = SharedArray.outputs(shard, together);
        this.shards = shards;
        this.program = engine.compile(shard);
        this.together = engine.compile(together);
    }

    @Override
    public void each(ObjIntConsumer<Executable> work) {
        for (SharedArray p : inputs) {
            double[] values = new double[p.size()];
            together.get(p.name(), values);
            program.set(p.name(), values);
        }
        for (int i = 0; i < shards; i++) {
            work.accept(program, i);
            for (SharedArray p : outputs) {
                double[] values = new double[p.size()];
                program.get(p.name(), values);
                together.set(p.name() + i, values);
            }
        }
    }

    @Override
    public Executable together() {
        return together;
    }

    @Override
    public void close() {
        program.close();
        together.close();
    }
}

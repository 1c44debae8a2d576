package io.github.vflow.tensor.run;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.Passed;
import io.github.vflow.tensor.engine.Sharded;
import io.github.vflow.tensor.ir.Program;
import java.util.Arrays;
import java.util.List;

/**
 * Shards side by side, each with its part of the threads and in memory of its own: what one writes no other reads, and no thread waits for
 * another until all are done.
 */
final class SideBySide implements Sharded {
    private static final float[] NOTHING = new float[0];

    private final List<Passed> inputs;
    private final List<Passed> outputs;
    private final FloatExecutable[] programs;
    private final FloatExecutable together;
    private final Step shards;
    private Work work = (_, _) -> {};

    /** With a copy of the program for every shard, or for every thread if there are fewer. */
    SideBySide(VectorEngine engine, Program shard, int count, Program together) {
        inputs = Passed.inputs(shard, together);
        outputs = Passed.outputs(shard, together);
        int threads = engine.threads();
        programs = new FloatExecutable[Math.min(count, threads)];
        Arrays.setAll(programs, i -> engine.compile(shard, new Workers((threads + i) / programs.length)));
        Workers workers = new Workers(threads);
        this.together = engine.compile(together, workers);
        shards = workers.parallel(programs.length, (_, copy) -> {
            for (int i = copy; i < count; i += programs.length) {
                run(i, programs[copy]);
            }
        });
    }

    private void run(int shard, FloatExecutable program) {
        for (Passed p : inputs) {
            together.copy(p.name(), program, p.name());
        }
        work.run(shard, program);
        for (Passed p : outputs) {
            program.copy(p.name(), together, p.name() + shard);
        }
    }

    @Override
    public void each(Work work) {
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

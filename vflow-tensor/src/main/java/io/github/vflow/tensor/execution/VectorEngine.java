package io.github.vflow.tensor.execution;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.lower.step.WorkerThreads;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.plan.Layout;
import java.util.Map;
import java.util.Optional;

/**
 * The default engine: float32 steps over one planned array, with the Vector API where the JVM has it. Thread-safe.
 *
 * @param kernels the loops
 * @param threads the number of threads, the caller among them; at most four for each processor, since waiting threads keep a
 *     processor busy. Results do not depend on it
 * @param layout whether rows lie as {@link Layout} has them, else as they were traced
 * @param sharing whether values that are never alive together share memory
 * @param fusion whether operations on rows of large arrays run in groups, tile by tile
 * @param spare from which steps take all threads but the caller's; empty: each executable has its own
 */
@SuppressWarnings("exports") // kernels and workers are for our own tests and measurements; others begin at Engines
public record VectorEngine(
        Kernels kernels, int threads, boolean layout, boolean sharing, boolean fusion, Optional<SpareThreads> spare)
        implements Engine {
    /** The most threads for each processor: more than one helps no one, but tests and measurements need some. */
    private static final int PER_PROCESSOR = 4;

    /**
     * Limits the number of threads.
     *
     * @throws IllegalArgumentException if it is below one
     */
    public VectorEngine {
        if (threads < 1) {
            throw new IllegalArgumentException("VectorEngine: threads must be at least 1 but got " + threads);
        }
        threads = Math.min(threads, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    }

    /** An engine with all passes. */
    public VectorEngine(Kernels kernels, int threads) {
        this(kernels, threads, true, true, true);
    }

    /** An engine whose executables have threads of their own. */
    public VectorEngine(Kernels kernels, int threads, boolean layout, boolean sharing, boolean fusion) {
        this(kernels, threads, layout, sharing, fusion, Optional.empty());
    }

    @Override
    public Engine sharing(SpareThreads threads) {
        return new VectorEngine(kernels, this.threads, layout, sharing, fusion, Optional.of(threads));
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String description() {
        return "vector: float32, " + kernels.description() + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public Executable compile(Program program) {
        return compile(program, workers(threads));
    }

    /** Some of the threads of this engine. */
    Workers workers(int n) {
        return new WorkerThreads(n, spare);
    }

    @Override
    public Engine.Sharded compile(Program shard, int shards, Program together) {
        return new ParallelShards(this, shard, shards, together);
    }

    /** Compiles a program for other workers than the threads of this engine, for measurements. */
    public Executable compile(Program program, Workers workers) {
        FloatExecutable e = prepare(program, workers, BufferPlan.START, Map.of());
        return e.on(e.array());
    }

    /**
     * Prepares a program without an array of its own: it begins at an offset, and finds some of its inputs at offsets of another
     * program.
     */
    FloatExecutable prepare(Program program, Workers workers, int start, Map<String, Integer> given) {
        Program laidOut = laidOut(program);
        return new FloatExecutable(laidOut, BufferPlan.of(laidOut, sharing, fusion, start, given), kernels, workers);
    }

    @Override
    public String plan(Program program) {
        return BufferPlan.of(laidOut(program), sharing, fusion).toString();
    }

    private Program laidOut(Program program) {
        return layout ? Layout.of(program).apply(program) : program;
    }
}

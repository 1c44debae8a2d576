package io.github.vflow.spark.internal.cluster;

import io.github.vflow.spark.internal.rows.RowFetcher;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;

/**
 * An engine whose shards run on a cluster. Programs without shards run on the driver. Workers start with the first program that has shards.
 * The results have the bits of the local engine. Thread-safe; {@link #close} ends the workers.
 */
public final class ClusterEngine implements Engine, AutoCloseable {
    private final Engine local;
    private final Optional<WorkerTasks> tasks;
    private final Crew crew;
    private final AtomicLong programs = new AtomicLong();

    /**
     * An engine on the cluster of a context.
     *
     * @param local engine of the driver, of float32
     */
    public ClusterEngine(Engine local, SparkContext context, CrewPlan plan) {
        this(local, context, plan, Optional.empty());
    }

    /**
     * An engine on the cluster of a context, with workers that may have rows.
     *
     * @param tasks as many as the plan has workers; empty for workers without rows, at most one for each shard
     */
    public ClusterEngine(Engine local, SparkContext context, CrewPlan plan, Optional<WorkerTasks> tasks) {
        this.local = local;
        this.tasks = tasks;
        this.crew = new Crew(context, plan);
    }

    /**
     * The rows of the workers, which start if they have not.
     *
     * @param firsts the number of the first row of each worker by its rank, then the number of all rows
     * @param width of a row
     */
    public RowFetcher rows(long[] firsts, int width) {
        start(firsts.length - 1);
        return new CrewRows(crew, firsts, width);
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String description() {
        return "spark: shards on up to " + crew.plan().workers() + " workers; on the driver " + local.description();
    }

    /** Compiles for the driver. */
    @Override
    public Executable compile(Program program) {
        return local.compile(program);
    }

    @Override
    public Engine local() {
        return local;
    }

    @Override
    public String plan(Program program) {
        return local.plan(program);
    }

    @Override
    public Engine.Sharded compile(Program shard, int shards, Program together) {
        start(Math.min(shards, crew.plan().workers()));
        ShardProgram program = ShardProgram.of(programs.getAndIncrement(), shard, together);
        return new RemoteShards(crew, program, shards, local.compile(together));
    }

    private void start(int useful) {
        crew.start(
                tasks.isPresent() ? crew.plan().workers() : useful,
                tasks.orElseGet(() -> WorkerTasks.withoutRows(useful)));
    }

    /** Ends the workers, and waits a few seconds for their tasks. */
    @Override
    public void close() {
        crew.close();
    }
}

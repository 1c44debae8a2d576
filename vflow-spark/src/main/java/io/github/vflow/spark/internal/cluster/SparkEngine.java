package io.github.vflow.spark.internal.cluster;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An engine whose shards are tasks of Spark. Programs without shards run on the driver. The results have the bits of the local engine.
 * Thread-safe.
 *
 * @param local engine of the driver, of float32
 * @param spark runs the jobs
 * @param tasks the most tasks of a step
 */
public record SparkEngine(Engine local, JavaSparkContext spark, int tasks) implements Engine {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String description() {
        return "spark: shards in up to " + tasks + " tasks; on the driver " + local.description();
    }

    /** Compiles for the driver. */
    @Override
    public Executable compile(Program program) {
        return local.compile(program);
    }

    @Override
    public String plan(Program program) {
        return local.plan(program);
    }

    @Override
    public Engine.Sharded compile(Program shard, int shards, Program together) {
        return new SparkShards(this, shard, shards, together);
    }
}

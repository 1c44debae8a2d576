package io.github.vflow.spark.internal.cluster;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.SharedArray;
import io.github.vflow.tensor.ir.Program;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The shards of a step, which one job computes. */
final class SparkShards implements Engine.Sharded {
    private final JavaSparkContext spark;
    private final int tasks;
    private final Executable together;
    private final Broadcast<SentProgram> program;
    private final RemoteShard[] shards;
    private final List<SharedArray> gathered;

    /** The inputs that all shards have in common, such as the parameters. */
    private final Map<String, float[]> shared = new LinkedHashMap<>();

    SparkShards(SparkEngine engine, Program shard, int shards, Program together) {
        this.spark = engine.spark();
        this.tasks = Math.min(engine.tasks(), shards);
        this.together = engine.local().compile(together);
        this.program = spark.broadcast(SentProgram.of(shard));
        this.shards =
                Stream.generate(() -> new RemoteShard(shard)).limit(shards).toArray(RemoteShard[]::new);
        this.gathered = SharedArray.outputs(shard, together);
        SharedArray.inputs(shard, together).forEach(array -> shared.put(array.name(), new float[array.size()]));
    }

    /** Does the work of each shard twice: the job lies between, which needs the inputs of all shards. */
    @Override
    public void each(ObjIntConsumer<Executable> work) {
        workOn(work);
        shared.forEach(together::get);
        List<float[][]> outputs =
                computed(Arrays.stream(shards).map(RemoteShard::inputs).toList());
        for (int i = 0; i < shards.length; i++) {
            shards[i].ran(outputs.get(i));
        }
        workOn(work);
        for (int i = 0; i < shards.length; i++) {
            for (SharedArray array : gathered) {
                together.set(array.name() + i, shards[i].output(array.name()));
            }
        }
    }

    private void workOn(ObjIntConsumer<Executable> work) {
        for (int i = 0; i < shards.length; i++) {
            work.accept(shards[i], i);
        }
    }

    /** The outputs of each shard, in the order of the shards. */
    private List<float[][]> computed(List<Map<String, float[]>> inputs) {
        Broadcast<SentProgram> sent = program;
        Broadcast<Map<String, float[]>> common = spark.broadcast(shared);
        try {
            return spark.parallelize(inputs, tasks)
                    .map(own -> sent.value().run(common.value(), own))
                    .collect();
        } catch (Exception e) {
            // Spark's exception is a checked one that no signature has
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ArithmeticException arithmetic) {
                    throw arithmetic;
                }
            }
            throw e;
        } finally {
            common.destroy();
        }
    }

    @Override
    public Executable together() {
        return together;
    }

    @Override
    public void close() {
        program.destroy();
        together.close();
    }
}

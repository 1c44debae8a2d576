package io.github.vflow.spark.internal.cluster;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.SharedArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ObjIntConsumer;

/**
 * The shards of a step, each on the first worker that is free. The outputs are handed over in the order of the shards, whichever worker
 * computed them.
 */
final class RemoteShards implements Engine.Sharded {
    private final Crew crew;
    private final ShardProgram program;
    private final RemoteShard[] shards;
    private final Executable together;
    private final Map<String, float[]> shared = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private long step;

    RemoteShards(Crew crew, ShardProgram program, int shards, Executable together) {
        this.crew = crew;
        this.program = program;
        this.together = together;
        this.shards = new RemoteShard[shards];
        for (SharedArray array : program.shared()) {
            shared.put(array.name(), new float[array.size()]);
        }
        for (int i = 0; i < shards; i++) {
            this.shards[i] = new RemoteShard(program, i, this::run);
        }
    }

    @Override
    public void each(ObjIntConsumer<Executable> work) {
        step++;
        shared.forEach(together::get);
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < shards.length; i++) {
            int shard = i;
            done.add(CompletableFuture.runAsync(() -> work.accept(shards[shard], shard), threads));
        }
        join(done);
        for (int i = 0; i < shards.length; i++) {
            for (SharedArray array : program.gathered()) {
                together.set(array.name() + i, shards[i].output(array.name()));
            }
        }
    }

    /** Waits for all, then throws the exception of the first shard that has one. */
    private static void join(List<CompletableFuture<Void>> done) {
        done.forEach(d -> d.exceptionally(_ -> null).join());
        for (CompletableFuture<Void> each : done) {
            try {
                each.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
            }
        }
    }

    private void run(RemoteShard shard) {
        crew.run(link -> link.run(program, step, shared, shard), "shard " + shard.number() + " of step " + step);
    }

    @Override
    public Executable together() {
        return together;
    }

    @Override
    public void close() {
        threads.close();
        crew.forget(program.id());
        together.close();
    }
}

package io.github.vflow.tensor.engine;

import io.github.vflow.tensor.ir.Program;
import java.util.List;
import java.util.Optional;

/** Compiles programs. An engine is thread-safe; the executables that it compiles are not. */
@SuppressWarnings("exports") // others hold programs without looking into them
public interface Engine {
    /** The name of the engine, such as {@code reference} or {@code vector}. */
    String name();

    /** A description in one line: precision, lanes, threads, device. */
    String description();

    /** Why the engine cannot run on this machine, in one line; empty if it can. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** One engine for each device, under a name of its own. An engine without a choice of devices answers itself. */
    default List<Engine> devices() {
        return List.of(this);
    }

    /** Compiles a program, and allocates all memory that its runs need. */
    Executable compile(Program program);

    /**
     * Compiles the two programs of a batch that is cut into shards; see {@link Sharded}.
     *
     * @param shard the program of one shard
     * @param shards how many shards there are
     * @param together the program that combines their results
     */
    default Sharded compile(Program shard, int shards, Program together) {
        return new SequentialShards(this, shard, shards, together);
    }

    /** Describes how the memory of a program would be laid out. Engines that can, answer without allocating it. */
    default String plan(Program program) {
        try (Executable e = compile(program)) {
            return e.plan();
        }
    }
}

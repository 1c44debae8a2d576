package io.github.vflow.tensor.engine;

import io.github.vflow.tensor.ir.Program;
import java.util.List;
import java.util.Optional;

/** Turns programs into something that runs. Implementations are thread-safe; what they compile is not. */
public interface Engine {
    /** The name by which it is asked for, such as {@code reference} or {@code vector}. */
    String name();

    /** One line for a person: precision, lanes, threads, device. */
    String description();

    /** What is missing for it to run here, in one line; empty if nothing is. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** The engine on each device that it can use, under names of their own; without devices to choose from, only itself. */
    default List<Engine> devices() {
        return List.of(this);
    }

    /** Prepares a program: all memory that its runs need is allocated here. */
    Executable compile(Program program);

    /** Prepares a program for the shards of a batch, of which there are so many, and one for all of them together. */
    default Sharded compile(Program shard, int shards, Program together) {
        return new SequentialShards(this, shard, shards, together);
    }

    /** How the memory of a program would be laid out, for a person; engines that can tell without taking it do. */
    default String plan(Program program) {
        try (Executable e = compile(program)) {
            return e.plan();
        }
    }
}

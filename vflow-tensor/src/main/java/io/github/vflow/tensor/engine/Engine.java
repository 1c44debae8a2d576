package io.github.vflow.tensor.engine;

import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.ir.Program;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

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

    /** The engine for small programs, whose shards must not leave the machine. */
    default Engine local() {
        return this;
    }

    /** Compiles a program, and allocates all memory that its runs need. */
    Executable compile(Program program);

    /**
     * An engine whose steps take threads beyond the caller's only while they are spare, for jobs that run side by side. Results are the same. An
     * engine that has no threads answers itself.
     */
    default Engine sharing(SpareThreads spare) {
        return this;
    }

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

    /**
     * One step on a batch that is cut into shards (data parallelism). Two programs make the step. The program of a shard runs once for
     * each shard; in training it computes the gradient over the rows of that shard. The program for all runs once after that; in
     * training it averages the gradients and updates the parameters. An input that both programs have, such as the parameters, is one
     * array, and the caller sets it in the program for all. Output {@code g} of shard 3 becomes input {@code g3} of the program for
     * all. Inputs that one shard alone has, such as its rows, are set in {@link #each}. Each thread takes whole shards; with fewer
     * threads than shards, several shards share the memory of one copy. The results are the same for any number of threads. Not
     * thread-safe.
     */
    interface Sharded extends AutoCloseable {
        /**
         * Does the work of every shard, in parallel where there are threads, and hands the outputs over. An exception of one shard is
         * thrown after all shards are done.
         *
         * @param work sets the inputs of one shard, counted from zero, runs a copy of the program, and may read its outputs; an input that is
         *     not set there may hold the value of another shard. Several threads do this for different shards at the same time. An engine that
         *     collects the inputs of all shards first does it twice for each shard, and the outputs are those of the second time
         */
        void each(ObjIntConsumer<Executable> work);

        /** The program for all shards; the caller runs it after {@link #each}. */
        Executable together();

        /** Frees the memory and the threads of all programs. */
        @Override
        void close();
    }
}

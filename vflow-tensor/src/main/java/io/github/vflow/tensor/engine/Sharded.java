package io.github.vflow.tensor.engine;

/**
 * A program for each shard of a batch, and one for what comes of all of them, on the threads of one engine (data parallelism; with fewer
 * threads than shards, the accumulation of gradients). An input of both programs is set in the one for all; an output of a shard, with the
 * shard's number behind its name, is an input of that too. Not thread-safe.
 */
public interface Sharded extends AutoCloseable {
    /** What is done with a shard. */
    @FunctionalInterface
    interface Work {
        /**
         * Sets the inputs that are the shard's own, and runs the program. Different shards are worked on at the same time.
         *
         * @param shard from zero
         * @param program one of the copies of the program; what is not set may be another shard's
         */
        void run(int shard, Executable program);
    }

    /** Does the work of every shard, side by side as far as there are threads. What one of them throws, is thrown when all are done. */
    void each(Work work);

    /** The program for all shards. */
    Executable together();

    /** Gives the memory back. */
    @Override
    void close();
}

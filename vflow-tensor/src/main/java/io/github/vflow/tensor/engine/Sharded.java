package io.github.vflow.tensor.engine;

/**
 * One step on a batch that is cut into shards (data parallelism). Two programs make the step. The program of a shard runs once for
 * each shard; in training it computes the gradient over the rows of that shard. The program for all runs once after that; in
 * training it averages the gradients and updates the parameters. An input that both programs have, such as the parameters, is one
 * array, and the caller sets it in the program for all. Output {@code g} of shard 3 becomes input {@code g3} of the program for
 * all. Inputs that one shard alone has, such as its rows, are set in {@link Work}. Each thread takes whole shards; with fewer
 * threads than shards, several shards share the memory of one copy. The results are the same for any number of threads. Not
 * thread-safe.
 */
public interface Sharded extends AutoCloseable {
    /** The work on one shard. */
    @FunctionalInterface
    interface Work {
        /**
         * Sets the inputs of one shard, and runs the program. Several threads do this for different shards at the same time.
         *
         * @param shard counted from zero
         * @param program a copy of the program; an input that is not set here may hold the value of another shard
         */
        void run(int shard, Executable program);
    }

    /**
     * Does the work of every shard, in parallel where there are threads, and hands the outputs over. An exception of one shard is
     * thrown after all shards are done.
     */
    void each(Work work);

    /** The program for all shards; the caller runs it after {@link #each}. */
    Executable together();

    /** Frees the memory and the threads of all programs. */
    @Override
    void close();
}

package io.github.vflow.tensor.lower.step;

/** The threads that share the chunks of a step, the caller among them. Results do not depend on which thread computes a chunk. */
public interface Workers extends AutoCloseable {
    /** The work of one chunk. */
    @FunctionalInterface
    interface Chunk {
        /** Computes a chunk, counted from 0. */
        void run(float[] memory, int chunk);
    }

    /** The work of one chunk that needs memory of its worker's own. */
    @FunctionalInterface
    interface PlacedChunk {
        /**
         * Computes a chunk.
         *
         * @param chunk counted from 0
         * @param worker which one computes it, from 0 to {@link Workers#count} − 1
         */
        void run(float[] memory, int chunk, int worker);
    }

    /** The number of workers. */
    int count();

    /** A step in chunks that tells each chunk which worker computes it. */
    Step placed(int chunks, PlacedChunk body);

    /** A step in chunks. */
    default Step parallel(int chunks, Chunk body) {
        return placed(chunks, (m, chunk, _) -> body.run(m, chunk));
    }

    @Override
    void close();
}

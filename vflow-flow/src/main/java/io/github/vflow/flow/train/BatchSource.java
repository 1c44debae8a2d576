package io.github.vflow.flow.train;

import io.github.vflow.flow.data.Rows;
import java.util.function.IntFunction;

/**
 * A source of training batches. A batch depends on its number alone, so a resumed run sees the same batches. An
 * implementation need not be thread-safe.
 */
public interface BatchSource {
    /** The length of a row. */
    int width();

    /** Fills in the rows [b, width], row-major, of a batch counted from zero, in the units of the data. */
    void fill(long batch, double[] rows);

    /** The number of rows, if they come again in later batches; 0 if they do not, or cannot be told from one another. */
    default int rows() {
        return 0;
    }

    /**
     * The number of a row, counted from zero, which is the same whenever it comes again.
     *
     * @param size the number of rows in the batch
     * @param position the position of the row in the batch
     * @throws UnsupportedOperationException if {@link #rows} is 0
     */
    default int row(long batch, int size, int position) {
        throw new UnsupportedOperationException("BatchSource: rows have no numbers, since rows() is " + rows());
    }

    /**
     * Describes a row of a batch for messages.
     *
     * @param size the number of rows in the batch
     * @param position the position of the row in the batch
     */
    default String describe(long batch, int size, int position) {
        return "row " + position + " of batch " + batch + " (both counted from 0)";
    }

    /** Fills batches in float32. */
    @FunctionalInterface
    interface Filler {
        /** Fills in the rows [b, width], row-major, of a batch counted from zero. */
        void fill(long batch, float[] rows);
    }

    /**
     * Batches of rows in memory: each epoch visits all rows in another random order. A batch may span two epochs, so that no row is dropped. Not
     * thread-safe.
     *
     * @param seed determines the orders
     */
    static BatchSource of(Rows rows, long seed) {
        return of(rows, seed, row -> "row " + row + " of the training data (counted from 0)");
    }

    /**
     * As {@link #of(Rows, long)}.
     *
     * @param describe a row, given its number, in messages
     */
    static BatchSource of(Rows rows, long seed, IntFunction<String> describe) {
        return new RowBatches(rows, seed, describe);
    }

    /** A source whose rows come from a filler in float32. Not thread-safe. */
    static BatchSource of(int width, Filler filler) {
        return new BatchSource() {
            private float[] floats = new float[0];

            @Override
            public int width() {
                return width;
            }

            @Override
            public void fill(long batch, double[] rows) {
                if (floats.length != rows.length) {
                    floats = new float[rows.length];
                }
                filler.fill(batch, floats);
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = floats[i];
                }
            }
        };
    }
}

package io.github.vflow.spark.internal.rows;

import io.github.vflow.flow.train.BatchSource;

/**
 * Batches of rows that a {@link RowFetcher} delivers, many batches at a time. Each epoch visits all rows in a new order; a batch may
 * span two. A batch depends on the rows, the seed and its number alone, not on the place of the rows. Not thread-safe.
 */
public final class FetchedBatches implements BatchSource {
    private static final int BLOCK_BYTES = 8 << 20;
    private static final int MOST_BATCHES = 64;

    private final RowFetcher fetcher;
    private final long rows;
    private final int width;
    private final RowOrder order;
    private double[] block = new double[0];
    private long first = -1;

    /**
     * Batches.
     *
     * @param rows their number
     * @param width of a row
     */
    public FetchedBatches(RowFetcher fetcher, long rows, int width, long seed) {
        this.fetcher = fetcher;
        this.rows = rows;
        this.width = width;
        this.order = new RowOrder(rows, seed);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void fill(long batch, double[] into) {
        int batches = Math.clamp(BLOCK_BYTES / (Double.BYTES * (long) into.length), 1, MOST_BATCHES);
        long start = batch - batch % batches;
        if (start != first || block.length != batches * into.length) {
            block = new double[batches * into.length];
            fetcher.fetch(numbers(start * (into.length / width), block.length / width), block);
            first = start;
        }
        System.arraycopy(block, Math.toIntExact(batch - start) * into.length, into, 0, into.length);
    }

    private long[] numbers(long position, int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = order.at(position + i);
        }
        return numbers;
    }

    @Override
    public String describe(long batch, int size, int position) {
        return "row " + order.at(batch * size + position) + " of " + rows
                + " that are not in the sample, in the order of their cells (counted from 0)";
    }
}

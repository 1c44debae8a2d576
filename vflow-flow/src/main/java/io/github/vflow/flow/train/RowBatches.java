package io.github.vflow.flow.train;

import io.github.vflow.flow.data.Rows;
import java.util.SplittableRandom;

/**
 * Batches of rows in memory: each epoch goes through all rows in an order of its own. Batches run on across the ends of
 * epochs, so no row is dropped.
 */
public final class RowBatches implements BatchSource {
    private final Rows rows;
    private final long seed;
    private final int[] order;
    private long epoch = -1;

    /** Over some rows; the orders depend on the seed. */
    public RowBatches(Rows rows, long seed) {
        this.rows = rows;
        this.seed = seed;
        this.order = new int[rows.size()];
    }

    @Override
    public void fill(long batch, float[] into) {
        int d = rows.features();
        int n = into.length / d;
        long first = batch * n;
        for (int i = 0; i < n; i++) {
            long position = first + i;
            shuffle(position / order.length);
            rows.copyRow(order[(int) (position % order.length)], into, i * d);
        }
    }

    private void shuffle(long wanted) {
        if (wanted == epoch) {
            return;
        }
        epoch = wanted;
        SplittableRandom random = new SplittableRandom(seed ^ (wanted + 1) * 0x9E3779B97F4A7C15L);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}

package io.github.vflow.flow.train;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Batches of rows in memory: each epoch visits all rows in another random order. A batch may span two epochs, so
 * that no row is dropped. Not thread-safe.
 */
final class RowBatches implements BatchSource {
    private final Rows rows;
    private final RandomStream orders;
    private final IntFunction<String> describe;
    private final int[] order;
    private long epoch = -1;

    RowBatches(Rows rows, long seed, IntFunction<String> describe) {
        this.rows = rows;
        this.describe = describe;
        this.orders = Purpose.ROW_ORDER.stream(seed);
        this.order = new int[rows.size()];
    }

    @Override
    public int width() {
        return rows.features();
    }

    @Override
    public void fill(long batch, double[] into) {
        int d = rows.features();
        int n = into.length / d;
        for (int i = 0; i < n; i++) {
            rows.copyRow(rowAt(batch * n + i), into, i * d);
        }
    }

    @Override
    public int rows() {
        return order.length;
    }

    @Override
    public int row(long batch, int size, int position) {
        return rowAt(batch * size + position);
    }

    @Override
    public String describe(long batch, int size, int position) {
        return describe.apply(row(batch, size, position));
    }

    /** The row at a position, counted through all epochs. */
    private int rowAt(long position) {
        shuffle(position / order.length);
        return order[(int) (position % order.length)];
    }

    private void shuffle(long wanted) {
        if (wanted == epoch) {
            return;
        }
        epoch = wanted;
        RandomGenerator random = orders.generator(wanted);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}

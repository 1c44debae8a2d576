package io.github.vflow.spark.internal.dataset;

import io.github.vflow.spark.internal.rows.RowFetcher;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/** The rows of a Dataset that are not in the sample, as numbers that the executors keep until this is closed. A fetch is a job. */
public final class ClusterRows implements RowFetcher, AutoCloseable {
    private final JavaRDD<LoadedRows> loaded;
    private final long[] firsts;
    private final int width;

    /**
     * Loads rows.
     *
     * @param firsts the number of the first row of each partition, then the number of all rows
     * @throws IllegalArgumentException if the sample's schema has no such row
     */
    ClusterRows(JavaRDD<LoadedRows> loaded, long[] firsts, int width) {
        this.loaded = loaded.persist(StorageLevel.MEMORY_AND_DISK());
        this.firsts = firsts.clone();
        this.width = width;
        List<String> faults = loaded.map(LoadedRows::fault).collect();
        for (String fault : faults) {
            if (!fault.isEmpty()) {
                close();
                throw new IllegalArgumentException(fault);
            }
        }
    }

    /** The number of rows. */
    public long size() {
        return firsts[firsts.length - 1];
    }

    @Override
    public void fetch(long[] rows, double[] into) {
        long[] starts = firsts;
        List<double[]> found = loaded.mapPartitionsWithIndex(
                        (part, one) -> List.of(one.next().picked(rows, starts[part], starts[part + 1]))
                                .iterator(),
                        true)
                .collect();
        int[] used = new int[found.size()];
        for (int i = 0; i < rows.length; i++) {
            int part = partition(rows[i]);
            System.arraycopy(found.get(part), used[part], into, i * width, width);
            used[part] += width;
        }
    }

    /** The last partition that begins at a row or before: those before it may be empty. */
    private int partition(long row) {
        int place = Arrays.binarySearch(firsts, row);
        if (place < 0) {
            return -place - 2;
        }
        while (firsts[place + 1] == row) {
            place++;
        }
        return place;
    }

    @Override
    public void close() {
        loaded.unpersist();
    }
}

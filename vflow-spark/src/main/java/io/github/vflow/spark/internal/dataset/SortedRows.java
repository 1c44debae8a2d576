package io.github.vflow.spark.internal.dataset;

import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.TableSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a Dataset in the order of their cells: the number of a row does not depend on the partitions of the Dataset.
 * The cluster keeps the rows, in partitions that follow one another, until this is closed.
 */
public final class SortedRows implements AutoCloseable {
    private final Dataset<Row> sorted;
    private final Cells cells;
    private final long[] firsts;

    private SortedRows(Dataset<Row> sorted, Cells cells, long[] firsts) {
        this.sorted = sorted;
        this.cells = cells;
        this.firsts = firsts;
    }

    /**
     * Sorts rows.
     *
     * @param partitions the most partitions
     */
    public static SortedRows of(Dataset<Row> dataset, Cells cells, int partitions) {
        Cells alone = cells.alone();
        Column[] order = alone.order().toArray(Column[]::new);
        Dataset<Row> sorted = dataset.select(cells.columns().toArray(Column[]::new))
                .repartitionByRange(partitions, order)
                .sortWithinPartitions(order)
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<Long> sizes = sorted.javaRDD().mapPartitions(SortedRows::count).collect();
        long[] firsts = new long[sizes.size() + 1];
        for (int i = 0; i < sizes.size(); i++) {
            firsts[i + 1] = firsts[i] + sizes.get(i);
        }
        return new SortedRows(sorted, alone, firsts);
    }

    private static Iterator<Long> count(Iterator<Row> rows) {
        long count = 0;
        for (; rows.hasNext(); rows.next()) {
            count++;
        }
        return List.of(count).iterator();
    }

    /** The number of rows. */
    public long size() {
        return firsts[firsts.length - 1];
    }

    /** A pass over all rows, which come to the driver partition by partition. */
    public TableSource.Cursor pass() {
        return new RowCursor(sorted.toLocalIterator(), cells, false);
    }

    /** Every k-th row, from the first on, as a source that is in memory. */
    public RowSource sample(long k) {
        long[] starts = firsts;
        List<Row> some = sorted.javaRDD()
                .mapPartitionsWithIndex((part, rows) -> sampled(rows, starts[part], k), true)
                .collect();
        Cells named = cells;
        return new RowSource(() -> new RowCursor(some.iterator(), named, false));
    }

    private static Iterator<Row> sampled(Iterator<Row> rows, long first, long k) {
        List<Row> some = new ArrayList<>();
        for (long number = first; rows.hasNext(); number++) {
            Row row = rows.next();
            if (number % k == 0) {
                some.add(row);
            }
        }
        return some.iterator();
    }

    /**
     * All rows but every k-th, as numbers of a schema that stay on the executors.
     *
     * @throws IllegalArgumentException if the schema has no such row
     */
    public ClusterRows without(long k, Schema schema) {
        RowLoader loader = new RowLoader(cells, schema.toJson(), firsts, k);
        long[] kept = Arrays.stream(firsts)
                .map(first -> first - Math.ceilDiv(first, k))
                .toArray();
        return new ClusterRows(
                sorted.javaRDD()
                        .mapPartitionsWithIndex(
                                (part, rows) -> List.of(loader.load(part, rows)).iterator(), true),
                kept,
                schema.modelled().columns().size());
    }

    @Override
    public void close() {
        sorted.unpersist();
    }
}

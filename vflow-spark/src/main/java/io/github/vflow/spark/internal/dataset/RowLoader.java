package io.github.vflow.spark.internal.dataset;

import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Turns the rows of a partition into numbers, which an executor keeps.
 *
 * @param schema as JSON
 * @param firsts the number of the first row of each partition
 * @param every the rows whose numbers this divides are in the sample, and left out
 */
record RowLoader(Cells cells, String schema, long[] firsts, long every) implements Serializable {
    /** The rows of a partition, or why the sample's schema has no such row. */
    LoadedRows load(int partition, Iterator<Row> rows) throws IOException {
        try {
            return loaded(partition, rows);
        } catch (IllegalArgumentException e) {
            return new LoadedRows(new double[0], 1, String.valueOf(e.getMessage()));
        }
    }

    private LoadedRows loaded(int partition, Iterator<Row> rows) throws IOException {
        Schema columns = Schema.ofJson(schema);
        int width = columns.modelled().columns().size();
        double[] numbers = new double[width];
        int used = 0;
        long number = firsts[partition];
        RowSource source = new RowSource(() -> new RowCursor(rows, cells, false));
        try (RecordReader reader =
                RecordReader.open(source, columns, ReadOptions.standard().strictly())) {
            for (List<RecordReader.Entry> block = reader.next(); !block.isEmpty(); block = reader.next()) {
                for (RecordReader.Entry entry : block) {
                    if (number++ % every != 0) {
                        if (used == numbers.length) {
                            numbers = Arrays.copyOf(numbers, grown(numbers.length, width));
                        }
                        System.arraycopy(row(entry), 0, numbers, used, width);
                        used += width;
                    }
                }
            }
        }
        return new LoadedRows(Arrays.copyOf(numbers, used), width, "");
    }

    private static double[] row(RecordReader.Entry entry) {
        if (!entry.isScorable() || !entry.breaches().isEmpty()) {
            String fault = entry.isScorable() ? entry.breaches().getFirst().words() : entry.fault();
            throw new IllegalArgumentException(
                    "VFlow: a row is not as those of the sample: " + fault
                            + "; its cells are " + entry.cells()
                            + "; leave the column out of inputCols, repair the row, or raise maxRowsOnDriver for a larger sample");
        }
        return entry.row();
    }

    /** Half as much again, in whole rows. */
    private static int grown(int length, int width) {
        long rows = length / width;
        long wanted = (rows + rows / 2 + 1) * width;
        if (wanted > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("VFlow: a partition must have at most " + Integer.MAX_VALUE
                    + " numbers but has more; raise spark.default.parallelism");
        }
        return (int) wanted;
    }
}

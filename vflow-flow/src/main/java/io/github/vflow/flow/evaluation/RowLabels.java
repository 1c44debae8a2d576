package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.data.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The labels of some rows, by which they form groups. Immutable.
 *
 * @param columns [k] the columns of labels, ascending
 * @param labels [n][k] their numbers; NaN is a missing one
 */
public record RowLabels(int[] columns, double[][] labels) {
    public RowLabels {
        int width = columns.length;
        if (Arrays.stream(labels).anyMatch(row -> row.length != width)) {
            throw new IllegalArgumentException("RowLabels: each row must have " + width
                    + " labels, one for each column of them, but one has another number; give all columns of each row");
        }
    }

    /** No labels. */
    public static RowLabels none() {
        return new RowLabels(new int[0], new double[0][]);
    }

    /** The labels of rows. */
    public static RowLabels of(Rows rows, int[] columns) {
        return new RowLabels(
                columns,
                IntStream.range(0, rows.size())
                        .mapToObj(i -> IntStream.of(columns)
                                .mapToDouble(j -> rows.get(i, j))
                                .toArray())
                        .toArray(double[][]::new));
    }

    /** The labels of some rows, in an order. */
    RowLabels select(int[] rows) {
        return new RowLabels(
                columns, IntStream.of(rows).mapToObj(i -> labels[i]).toArray(double[][]::new));
    }

    /** Whether the bits of all numbers are equal. */
    @Override
    public boolean equals(Object o) {
        return o instanceof RowLabels r && Arrays.equals(columns, r.columns) && Arrays.deepEquals(labels, r.labels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(columns) + Arrays.deepHashCode(labels);
    }

    @Override
    public String toString() {
        return "RowLabels of " + labels.length + " rows, columns " + Arrays.toString(columns);
    }
}

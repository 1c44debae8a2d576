package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How usual the cells of a row are, each among those of its column: the sum of ln P of labels, and of ln 4u(1 − u) of numbers by their places u. It takes
 * no dependence and no unit for granted, so odd rows among those that it is made of hardly change it. Immutable and safe for any number of threads.
 *
 * @param columns their values, in order
 */
public record Marginals(List<Marginal> columns) {
    /** The values of rows under their modelled columns. */
    public static Marginals of(Rows rows, List<Column> columns) {
        return new Marginals(IntStream.range(0, columns.size())
                .mapToObj(j -> of(columns.get(j), rows.known(j)))
                .toList());
    }

    private static Marginal of(Column column, double[] known) {
        return switch (column) {
            case Column.Category c ->
                Marginal.Frequencies.of(known, c.kind().labels().size());
            case Column.Circular c -> Marginal.OnCircle.of(known, c);
            case Column.Numeric _, Column.LeftOut _ -> Marginal.Places.of(known);
        };
    }

    /** The sum over the known cells of a row [d], in nats; lower is odder. */
    public double score(double[] row) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += Double.isNaN(row[j]) ? 0 : columns.get(j).score(row[j]);
        }
        return sum;
    }

    /** A typical value of a column. */
    double typical(int column) {
        return columns.get(column).typical();
    }
}

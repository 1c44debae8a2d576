package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.schema.Column;
import java.util.List;
import java.util.stream.IntStream;

/** The distributions of the columns of a table, each by itself. */
public final class ColumnMarginals {
    private ColumnMarginals() {}

    /** The distributions of the first columns of rows. */
    public static Marginals of(Rows rows, List<Column> columns) {
        return new Marginals(IntStream.range(0, columns.size())
                .mapToObj(j -> of(columns.get(j), rows.known(j)))
                .toList());
    }

    private static Marginal of(Column column, double[] known) {
        if (column.isCategory()) {
            return Marginal.ofLabels(known, column.labels().size());
        }
        return column.circle()
                .map(c -> Marginal.onCircle(known, c.low(), c.high()))
                .orElseGet(() -> Marginal.ofNumbers(known, column.atoms(), column.isWhole()));
    }

    /**
     * Checks that distributions are of some columns.
     *
     * @throws IllegalArgumentException if they are of others
     */
    static void require(Marginals marginals, List<Column> columns) {
        List<Marginal> all = marginals.columns();
        boolean areTheirs = all.size() == columns.size()
                && IntStream.range(0, all.size()).allMatch(j -> fits(all.get(j), columns.get(j)));
        if (!areTheirs) {
            throw new IllegalArgumentException("views: the distributions must be of the columns "
                    + columns.stream().map(Column::name).toList() + " but are " + all.size() + " of other kinds");
        }
    }

    private static boolean fits(Marginal marginal, Column column) {
        return column.isCategory()
                ? marginal.isOfLabels(column.labels().size())
                : marginal.isOnCircle() == column.circle().isPresent();
    }
}

package io.github.vflow.table.marginal;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distributions of all columns, each by itself. Immutable and safe for any number of threads.
 *
 * @param columns their distributions, in the order of a row; a row may have more numbers, which are given
 */
public record Marginals(List<Marginal> columns) {
    public Marginals {
        columns = List.copyOf(columns);
    }

    /** The distributions of the first columns of rows. */
    public static Marginals of(Rows rows, List<Column> columns) {
        return new Marginals(IntStream.range(0, columns.size())
                .mapToObj(j -> of(columns.get(j), rows.known(j)))
                .toList());
    }

    private static Marginal of(Column column, double[] known) {
        if (column.isCategory()) {
            return Labels.of(known, column.labels().size());
        }
        return column.circle()
                .<Marginal>map(c -> OnCircle.of(known, c.low(), c.high()))
                .orElseGet(() -> Numbers.of(known, column.atoms(), column.isWhole()));
    }

    /**
     * Checks that the distributions are of some columns.
     *
     * @throws IllegalArgumentException if they are of others
     */
    public void require(List<Column> of) {
        boolean areTheirs = of.size() == columns.size()
                && IntStream.range(0, of.size()).allMatch(j -> fits(columns.get(j), of.get(j)));
        if (!areTheirs) {
            throw new IllegalArgumentException("Marginals: the distributions must be of the columns "
                    + of.stream().map(Column::name).toList() + " but are " + columns.size() + " of other kinds");
        }
    }

    private static boolean fits(Marginal marginal, Column column) {
        return switch (marginal) {
            case Labels l -> l.shares().length == column.labels().size();
            case Numbers _ -> !column.isCategory() && column.circle().isEmpty();
            case OnCircle _ -> column.circle().isPresent();
        };
    }

    /** The distributions of some columns. */
    public Marginals select(int[] some) {
        return new Marginals(IntStream.of(some).mapToObj(columns::get).toList());
    }

    /** Σⱼ ln pⱼ(xⱼ) over the known cells of a row, in nats. */
    public double logProb(double[] row) {
        double sum = 0;
        for (int j = 0; j < columns.size(); j++) {
            sum += Double.isNaN(row[j]) ? 0 : columns.get(j).logProb(row[j]);
        }
        return sum;
    }

    /** ln tⱼ(xⱼ) of each cell of a row, in nats; zero for a missing one. */
    public double[] logTails(double[] row) {
        double[] tails = new double[columns.size()];
        for (int j = 0; j < tails.length; j++) {
            tails[j] = Double.isNaN(row[j]) ? 0 : columns.get(j).logTail(row[j]);
        }
        return tails;
    }
}

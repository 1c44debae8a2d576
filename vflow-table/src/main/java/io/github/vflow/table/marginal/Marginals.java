package io.github.vflow.table.marginal;

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

    /** The distributions of some columns. */
    public Marginals select(int[] some) {
        return new Marginals(IntStream.of(some).mapToObj(columns::get).toList());
    }

    /** Σⱼ ln eⱼ(xⱼ) over the known cells of a row, in nats; see {@link Marginal#logMajorant}. */
    public double logMajorant(double[] row) {
        double sum = 0;
        for (int j = 0; j < columns.size(); j++) {
            sum += Double.isNaN(row[j]) ? 0 : columns.get(j).logMajorant(row[j]);
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

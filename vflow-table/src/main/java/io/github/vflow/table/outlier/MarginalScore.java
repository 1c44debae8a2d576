package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import java.util.List;

/**
 * The part of a score that needs single columns only: the logarithm of the product of their densities, and the places uⱼ of the cells in them,
 *
 * <pre>  Σⱼ ln pⱼ(xⱼ)   and   Σⱼ ln 4uⱼ(1 − uⱼ),</pre>
 *
 * each of which counts less where columns depend on one another. Immutable and safe for any number of threads.
 *
 * @param marginals pⱼ and uⱼ
 * @param densities how much the first sum counts
 * @param places how much the second counts
 */
public record MarginalScore(Marginals marginals, DependenceWeight densities, DependenceWeight places) {
    /** The score among rows under their modelled columns. */
    public static MarginalScore of(Rows rows, List<Column> columns) {
        Marginals marginals = Marginals.of(rows, columns);
        return new MarginalScore(
                marginals,
                DependenceWeight.of(rows, marginals.columns(), Marginal::logProb),
                DependenceWeight.of(rows, marginals.columns(), Marginal::place));
    }

    /** Both for a row [d], in nats; a missing cell counts nothing. */
    double of(double[] row) {
        return densities.of(marginals.logProb(row)) + places.of(marginals.places(row));
    }
}

package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The terms of an oddness that need single columns only: the logarithm of the product of their densities, and the places uⱼ of the cells in them,
 *
 * <pre>  Σⱼ ln pⱼ(xⱼ)   and   Σⱼ ln 4uⱼ(1 − uⱼ).</pre>
 *
 * The columns of a joint density count less in both where they depend on one another. Other columns count in full. Immutable and safe for any number
 * of threads.
 *
 * @param marginals pⱼ and uⱼ, of all columns
 * @param inJoint the columns of the joint density, by their numbers among all
 * @param densities how much the first sum over these columns counts
 * @param places how much the second counts
 */
public record MarginalTerms(Marginals marginals, int[] inJoint, DependenceWeight densities, DependenceWeight places) {
    /** The terms among rows under their modelled columns; a joint density has some of them. */
    public static MarginalTerms of(Rows rows, List<Column> columns, int[] inJoint) {
        Marginals marginals = Marginals.of(rows, columns);
        Rows some = rows.selectColumns(inJoint);
        List<Marginal> ofSome =
                IntStream.of(inJoint).mapToObj(marginals.columns()::get).toList();
        return new MarginalTerms(
                marginals,
                inJoint,
                DependenceWeight.of(some, ofSome, Marginal::logProb),
                DependenceWeight.of(some, ofSome, Marginal::place));
    }

    /** Both for a row [d], in nats; a missing cell counts nothing. */
    double of(double[] row) {
        double[] joint = new double[row.length];
        Arrays.fill(joint, Double.NaN);
        double[] rest = row.clone();
        for (int j : inJoint) {
            joint[j] = row[j];
            rest[j] = Double.NaN;
        }
        return densities.of(marginals.logProb(joint))
                + places.of(marginals.places(joint))
                + marginals.logProb(rest)
                + marginals.places(rest);
    }
}

package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The scores of rows that need single columns only: the logarithm of the product of their densities, Σⱼ ln pⱼ(xⱼ), and the places uⱼ of the cells
 * in them, Σⱼ ln 4uⱼ(1 − uⱼ).
 *
 * The columns of a joint density count less in both where they depend on one another. Other columns count in full. A missing cell counts as the mean
 * of its column, so that rows with and without gaps compare in any units. Immutable and safe for any number of threads.
 *
 * @param marginals pⱼ and uⱼ, of all columns
 * @param inJoint the columns of the joint density, by their numbers among all
 * @param alone the other columns
 * @param densities how much the first sum over the joint columns counts
 * @param places how much the second counts
 * @param means of both terms in each column
 */
public record MarginalTerms(
        Marginals marginals,
        int[] inJoint,
        int[] alone,
        DependenceWeight densities,
        DependenceWeight places,
        List<Means> means) {
    /** The means of the terms of a column, in nats; zero for a column without a known cell. */
    record Means(double density, double place) {
        static Means of(Marginal column, double[] known) {
            return new Means(
                    Arrays.stream(known).map(column::logProb).average().orElse(0),
                    Arrays.stream(known).map(column::place).average().orElse(0));
        }
    }

    /** The terms among rows under their modelled columns; a joint density has some of them. */
    public static MarginalTerms of(Rows rows, List<Column> columns, int[] inJoint) {
        Marginals marginals = Marginals.of(rows, columns);
        Rows some = rows.selectColumns(inJoint);
        List<Marginal> ofSome =
                IntStream.of(inJoint).mapToObj(marginals.columns()::get).toList();
        return new MarginalTerms(
                marginals,
                inJoint,
                IntStream.range(0, columns.size())
                        .filter(j -> IntStream.of(inJoint).noneMatch(k -> k == j))
                        .toArray(),
                DependenceWeight.of(some, ofSome, Marginal::logProb),
                DependenceWeight.of(some, ofSome, Marginal::place),
                IntStream.range(0, columns.size())
                        .mapToObj(j -> Means.of(marginals.columns().get(j), rows.known(j)))
                        .toList());
    }

    /** w·Σⱼ ln pⱼ(xⱼ) + c over the joint columns, and Σⱼ ln pⱼ(xⱼ) over the others, of a row [d], in nats. */
    double density(double[] row) {
        return densities.of(density(row, inJoint)) + density(row, alone);
    }

    /** v·Σⱼ ln 4uⱼ(1 − uⱼ) + c over the joint columns, and Σⱼ ln 4uⱼ(1 − uⱼ) over the others, of a row [d], in nats. */
    double place(double[] row) {
        return places.of(place(row, inJoint)) + place(row, alone);
    }

    /** Σⱼ of the mean of ln pⱼ over the missing cells of the joint columns: about the ln p that a row lacks by its gaps, in nats. */
    double missing(double[] row) {
        return IntStream.of(inJoint)
                .filter(j -> Double.isNaN(row[j]))
                .mapToDouble(j -> means.get(j).density)
                .sum();
    }

    private double density(double[] row, int[] some) {
        return IntStream.of(some)
                .mapToDouble(j -> Double.isNaN(row[j])
                        ? means.get(j).density
                        : marginals.columns().get(j).logProb(row[j]))
                .sum();
    }

    private double place(double[] row, int[] some) {
        return IntStream.of(some)
                .mapToDouble(j -> Double.isNaN(row[j])
                        ? means.get(j).place
                        : marginals.columns().get(j).place(row[j]))
                .sum();
    }
}

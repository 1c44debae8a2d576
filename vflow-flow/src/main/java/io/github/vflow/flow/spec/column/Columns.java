package io.github.vflow.flow.spec.column;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.Standardization;
import java.util.List;

/**
 * The columns of a row: first its features, then the columns that condition the density.
 *
 * @param features D_X, the number of features
 * @param kinds what the numbers of each feature are; empty if all are real
 * @param given the number of columns after the features on which the density is conditioned; zero for p(x)
 * @param moments by which rows are standardised
 */
public record Columns(int features, List<ColumnSpec> kinds, int given, Moments moments) {
    /** Checks that there is a kind for each feature, and a moment for each column. */
    public Columns {
        kinds = List.copyOf(kinds);
        require(features >= 1, "features must be at least 1", features);
        require(given >= 0, "given must not be negative", given);
        require(
                kinds.isEmpty() || kinds.size() == features,
                "kinds must be one for each feature, " + features + ",",
                kinds.size());
        require(
                moments.areNone() || moments.mean().size() == (long) features + given,
                "moments must have one mean for each column, features + given = " + ((long) features + given) + ",",
                moments.mean().size());
    }

    private static void require(boolean holds, String invariant, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("Columns: " + invariant + " but got " + got);
        }
    }

    /** Real features that are not standardised; nothing conditions the density. */
    public static Columns of(int features) {
        return new Columns(features, List.of(), 0, Moments.none());
    }

    /** The number of dimensions to which the features are lifted; D_X if all are real. */
    public int lifted() {
        return kinds.isEmpty()
                ? features
                : kinds.stream().mapToInt(ColumnSpec::dimensions).sum();
    }

    /** With features of several kinds. */
    public Columns withKinds(List<ColumnSpec> ofFeatures) {
        return new Columns(features, ofFeatures, given, moments);
    }

    /** With another number of columns that condition the density. Resets the moments, which have one entry for each column. */
    public Columns withGiven(int more) {
        return new Columns(features, kinds, more, Moments.none());
    }

    /** With rows that are standardised by some moments. */
    public Columns withMoments(Moments ofColumns) {
        return new Columns(features, kinds, given, ofColumns);
    }

    /**
     * With rows whose real columns are standardised by the moments of some rows, or by the numbers of their {@link ColumnSpec}.
     *
     * @throws io.github.vflow.flow.data.ColumnException if a column is constant, float32 cannot tell its numbers apart, or a bounded one has
     *     a number that is not between its bounds
     */
    public Columns standardized(Rows rows) {
        return ColumnStandardization.fitted(this, rows);
    }

    /** The map of rows by the moments; bounded and heavy-tailed columns are mapped by the numbers of their {@link ColumnSpec}. */
    public Standardization standardization() {
        return ColumnStandardization.of(this);
    }
}

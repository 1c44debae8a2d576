package io.github.vflow.tensor.vector.mixture;

import io.github.vflow.tensor.vector.lane.Lanes;

/** The rows of the working memory of {@link VectorMixture} behind weights and rates, one vector each. */
enum MixtureRows {
    /** The x of the sums. */
    X(0),
    /** Σ u·σ(z), or the gradient's factor of σ(z). */
    BELOW(1),
    /** Σ u·σ(−z), or the factor of −σ(−z). */
    ABOVE(2),
    /** Σ u·σ(z)·σ(−z)·ρ, or the factor of its parts. */
    DENSITY(3),
    /** The largest ρ. */
    STEEPEST(4),
    /** The cotangent of ln g′ by Σ u. */
    TOTAL(5),
    /** The lower end of the bracket. */
    LO(6),
    /** The upper end of the bracket. */
    HI(7),
    /** The error of the log-odds in this step. */
    ERROR(8),
    /** The error in the step before. */
    BEFORE(9),
    /** The Newton step in x. */
    STEP(10),
    /** The x to try next. */
    NEXT(11),
    /** The root, where it is found. */
    LAST(12),
    /** One where this step finds the root, else zero. */
    DONE(13),
    /** More than zero where the root has been found. */
    FOUND(14);

    private final int row;

    MixtureRows(int row) {
        this.row = row;
    }

    int of(int components) {
        return (2 * components + row) * Lanes.N;
    }
}

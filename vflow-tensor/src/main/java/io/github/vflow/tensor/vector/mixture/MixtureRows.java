package io.github.vflow.tensor.vector.mixture;

import io.github.vflow.tensor.vector.lane.Lanes;

/** What the working memory of {@link VectorMixture} has behind weights and rates, a vector each. */
enum MixtureRows {
    /** Where the sums are taken. */
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
    /** Below the root. */
    LO(6),
    /** Above it. */
    HI(7),
    /** Of the log-odds, in this step. */
    ERROR(8),
    /** In the step before. */
    BEFORE(9),
    /** Newton's, in x. */
    STEP(10),
    /** Where to go if the root is not found. */
    NEXT(11),
    /** The root if it is. */
    LAST(12),
    /** One where this step finds the root, else zero. */
    DONE(13),
    /** More than zero where the root is found. */
    FOUND(14);

    private final int row;

    MixtureRows(int row) {
        this.row = row;
    }

    int of(int components) {
        return (2 * components + row) * Lanes.N;
    }
}

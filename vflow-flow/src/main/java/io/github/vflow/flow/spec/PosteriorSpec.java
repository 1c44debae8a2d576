package io.github.vflow.flow.spec;

/**
 * q(z|x) of a VFlow of rows.
 *
 * @param kind of distribution
 * @param steps of a {@link PosteriorKind#FLOW}
 */
public record PosteriorSpec(PosteriorKind kind, int steps) {
    /** Checks the number of steps. */
    public PosteriorSpec {
        if (steps < 1) {
            throw new IllegalArgumentException("PosteriorSpec: steps must be at least 1 but got " + steps);
        }
    }
}

package io.github.vflow.flow.spec;

/** The posteriors q(z|x) that a VFlow of rows may have. */
public enum PosteriorKind {
    /** N(0, I), whatever x. */
    PRIOR,
    /** One elementwise layer whose parameters are made from x. */
    GAUSSIAN,
    /** Conditional steps; a single dimension cannot be split, so it gets the elementwise layer. */
    FLOW
}

package io.github.vflow.flow.spec.image;

/** The posteriors q(z|x) that a VFlow of images may have. */
public enum ImagePosteriorKind {
    /** N(0, I), whatever x. */
    PRIOR,
    /** A conditional flow; it contains the prior, as assumption A2 asks. */
    FLOW,
    /** As published: a conditional flow that ends in a sigmoid, so that z lies in the unit cube. */
    PAPER
}

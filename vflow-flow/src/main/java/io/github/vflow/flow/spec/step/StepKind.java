package io.github.vflow.flow.spec.step;

/** The maps that follow the norm and the linear map of each step of a flow on rows. */
public enum StepKind {
    /** One half of the dimensions conditions the other: fast both ways. */
    COUPLING,
    /** The dimensions before condition each: a density is one pass of the network, a sample one for each dimension. */
    AUTOREGRESSIVE,
    /** The inverse of the autoregressive map: a sample is one pass of the network, a density one for each dimension. */
    INVERSE_AUTOREGRESSIVE
}

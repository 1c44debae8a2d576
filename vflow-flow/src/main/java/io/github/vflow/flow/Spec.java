package io.github.vflow.flow;

/** The architecture of a model, as a model file stores it: plain numbers and names. */
public sealed interface Spec permits ModelSpec, ImageSpec {
    /** Builds the model and draws its parameters. */
    Model build(long seed);
}

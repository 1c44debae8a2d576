package io.github.vflow.flow;

import io.github.vflow.nn.Parameters;

/** The architecture of a model, as a model file stores it: plain numbers and names. */
public sealed interface Spec permits ModelSpec, ImageSpec {
    /** Builds the model and draws its parameters. */
    Model build(long seed);

    /** Builds the model on parameters of its own, of which there are none yet: declares them, and draws none. */
    Model build(Parameters parameters);
}

package io.github.vflow.flow;

import io.github.vflow.nn.Parameters;

/** The architecture of a model, as a model file stores it: plain numbers and names. */
public sealed interface Spec permits ModelSpec, ImageSpec {
    /** Declares the model's parameters in an empty set and builds the model; does not draw the parameters. */
    Model build(Parameters parameters);

    /** Builds the model and draws its parameters. */
    default Model build(long seed) {
        return Model.of(this, seed);
    }
}

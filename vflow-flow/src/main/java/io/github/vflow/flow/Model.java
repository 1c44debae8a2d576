package io.github.vflow.flow;

import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import java.util.Optional;

/** A density model of rows with trainable parameters: a {@link Flow}, or a {@link VFlow} with augmented dimensions. */
public sealed interface Model permits Flow, VFlow {
    /** The name of the input with the rows [b, features]. */
    String X = "x";
    /** The name of the input with the noise [b, noise]. */
    String NOISE = "noise";

    /** Builds what a specification describes, a {@link Flow} or a {@link VFlow}, and draws its parameters. */
    static Model of(ModelSpec spec, long seed) {
        return spec.augment() == 0 ? Flow.of(spec, seed) : VFlow.of(spec, seed);
    }

    /** D_X. */
    int features();

    /** D_Z: how many numbers of noise the bound of a row takes; zero for a flow. */
    int augment();

    /** The parameters. */
    Parameters parameters();

    /** What it was built from; empty if it was put together by hand. */
    Optional<ModelSpec> spec();

    /**
     * A lower bound of ln p(x) of each row [b], in nats: for a flow ln p(x) itself, for a VFlow the one-sample ELBO (VFlow
     * paper, Eq. 3), which is also the log importance weight of Eq. 5. Declares the input {@value #NOISE} if it needs it.
     *
     * @param x [b, features]
     */
    Tensor bound(Tensor x);

    /**
     * Draws rows [b, features] from noise: declares the input {@value #NOISE} [b, features + augment].
     */
    Tensor sample(Trace trace, int batch);
}

package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import java.util.Optional;

/** A density model of rows with trainable parameters: a {@link Flow}, or a {@link VFlow} with augmented dimensions. */
public sealed interface Model permits Flow, VFlow, ImageVFlow {
    /** The name of the input with the rows [b, features]. */
    String X = "x";
    /** The name of the input with the noise [b, noise]. */
    String NOISE = "noise";

    /** The name of the input with what samples are conditioned upon [b, given]. */
    String GIVEN = "given";

    /** Builds what a specification describes, and draws its parameters. */
    static Model of(Spec spec, long seed) {
        return spec.build(seed);
    }

    /** D_X. */
    int features();

    /** D_Z; zero for a flow. */
    int augment();

    /** How many numbers of a row, behind the features, the density is conditioned upon. */
    default int given() {
        return 0;
    }

    /** The numbers of a row that the bound takes. */
    default int width() {
        return features() + given();
    }

    /** How many numbers of noise the bound of a row takes; zero where it is exact. */
    default int noise() {
        return augment();
    }

    /** How many numbers of noise a sample takes. */
    default int latent() {
        return features() + augment();
    }

    /** How many rows a program should work on at once: fewer where rows are long, so that they stay in the caches. */
    default int chunk() {
        return Math.clamp((1 << 15) / features(), 4, 256);
    }

    /** The parameters. */
    Parameters parameters();

    /** What happens to rows of data before they are the rows that {@link #bound} takes and {@link #sample} gives. */
    default Standardization standardization() {
        return Standardization.none();
    }

    /** What it was built from; empty if it was put together by hand. */
    Optional<? extends Spec> spec();

    /**
     * A lower bound of ln p(x) of each row [b], in nats: for a flow ln p(x) itself, for a VFlow the one-sample ELBO (VFlow
     * paper, Eq. 3), which is also the log importance weight of Eq. 5. Declares the input {@value #NOISE} if it needs it.
     *
     * <p>The bound is of the density in the units of the data.
     *
     * @param x standardised rows [b, width]
     */
    Tensor bound(Tensor x);

    /**
     * The map to the base distribution, and what it takes: the rows with what augments them.
     *
     * @param flow from data to ε
     * @param value [b, …]
     */
    record Joint(Bijector flow, Tensor value) {}

    /**
     * What the bound of some rows is made of, to look into its layers. Declares the inputs that {@link #bound} declares.
     *
     * @param x standardised rows [b, width]
     */
    Joint joint(Tensor x);

    /**
     * Draws standardised rows [b, features] from noise: declares the input {@value #NOISE} [b, latent], and {@value #GIVEN} [b, given] if anything
     * is given.
     */
    Tensor sample(Trace trace, int batch);
}

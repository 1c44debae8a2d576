package io.github.vflow.flow.spec;

import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.PaperLogisticMixture;
import io.github.vflow.flow.transformer.Transformer;
import java.util.function.IntFunction;

/** The elementwise maps τ that a coupling may have. */
public enum CouplingKind {
    /** μ + eˢ·x. */
    AFFINE(new Affine(Affine.Scale.EXP)),
    /** μ + eˢ·x with s bounded by a sigmoid. */
    AFFINE_SIGMOID(new Affine(Affine.Scale.SIGMOID)),
    /** μ + eˢ·x with s bounded by a hyperbolic tangent. */
    AFFINE_TANH(new Affine(Affine.Scale.TANH)),
    /** A mixture of K logistics in log-odds form. */
    MIXTURE(true, LogisticMixture::new),
    /** A mixture of K logistics as published, which is bounded. */
    MIXTURE_PAPER(true, PaperLogisticMixture::new);

    private final boolean mixture;

    @SuppressWarnings("ImmutableEnumChecker") // factories without state
    private final IntFunction<Transformer> transformer;

    CouplingKind(Transformer transformer) {
        this(false, _ -> transformer);
    }

    CouplingKind(boolean mixture, IntFunction<Transformer> transformer) {
        this.mixture = mixture;
        this.transformer = transformer;
    }

    /** Whether it is a mixture, which has a number of components. */
    public boolean isMixture() {
        return mixture;
    }

    Transformer transformer(int components) {
        return transformer.apply(components);
    }
}

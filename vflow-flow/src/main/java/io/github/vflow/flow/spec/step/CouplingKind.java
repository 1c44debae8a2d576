package io.github.vflow.flow.spec.step;

import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.PaperLogisticMixture;
import io.github.vflow.flow.transformer.RationalQuadraticSpline;
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
    MIXTURE(1, LogisticMixture::new),
    /** A mixture of K logistics as published, which is bounded. */
    MIXTURE_PAPER(1, PaperLogisticMixture::new),
    /** A monotonic rational-quadratic spline of K bins between −3 and 3. */
    SPLINE(2, bins -> new RationalQuadraticSpline(bins, 3));

    private final int leastComponents;

    @SuppressWarnings("ImmutableEnumChecker") // factories without state
    private final IntFunction<Transformer> transformer;

    CouplingKind(Transformer transformer) {
        this(0, _ -> transformer);
    }

    CouplingKind(int leastComponents, IntFunction<Transformer> transformer) {
        this.leastComponents = leastComponents;
        this.transformer = transformer;
    }

    /** Whether it is a mixture of logistics. */
    public boolean isMixture() {
        return this == MIXTURE || this == MIXTURE_PAPER;
    }

    /** Whether it has a number of components: the logistics of a mixture, the bins of a spline. */
    public boolean hasComponents() {
        return leastComponents > 0;
    }

    /** The smallest number of components it can have; zero for a kind that has none. */
    public int leastComponents() {
        return leastComponents;
    }

    Transformer transformer(int components) {
        return transformer.apply(components);
    }
}

package io.github.vflow.flow.spec.step;

import io.github.vflow.flow.defaults.FlowDefaults;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.PaperLogisticMixture;
import io.github.vflow.flow.transformer.RationalQuadraticSpline;
import java.util.function.IntFunction;

/**
 * The elementwise map τ of the couplings.
 *
 * @param kind of map
 * @param components K, the logistics of a mixture or the bins of a spline; zero for other kinds
 */
public record CouplingSpec(Kind kind, int components) {
    /** Checks the number of components, which is zero for a kind that has none. */
    public CouplingSpec {
        components = kind.hasComponents() ? components : 0;
        int least = kind.leastComponents();
        if (components < least) {
            throw new IllegalArgumentException(
                    "CouplingSpec: a " + (kind.isMixture() ? "mixture" : "spline") + " needs at least " + least
                            + (least == 1 ? " component" : " components") + " but got " + components);
        }
    }

    /** A kind, with 8 components if it has components. */
    public static CouplingSpec of(Kind kind) {
        return new CouplingSpec(kind, FlowDefaults.COMPONENTS);
    }

    /** τ. */
    public Transformer transformer() {
        return kind.transformer(components);
    }

    /** The elementwise maps τ that a coupling may have. */
    public enum Kind {
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

        Kind(Transformer transformer) {
            this(0, _ -> transformer);
        }

        Kind(int leastComponents, IntFunction<Transformer> transformer) {
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
}

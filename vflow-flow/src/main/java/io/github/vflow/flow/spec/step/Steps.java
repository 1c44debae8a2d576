package io.github.vflow.flow.spec.step;

import io.github.vflow.flow.bijector.InvertibleLinear;
import io.github.vflow.flow.bijector.LuLinear;
import io.github.vflow.flow.bijector.Permutation;
import io.github.vflow.flow.defaults.FlowDefaults;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.layer.Activation;
import java.util.List;

/**
 * The steps of p. Each is ActNorm, then a linear map, then a coupling, whose first half of dimensions conditions the other, or an
 * autoregressive map, where the dimensions before condition each. A step on one dimension is ActNorm, then the map of the coupling with
 * parameters that depend on the condition alone.
 *
 * @param number of steps
 * @param kind whether the steps are couplings or autoregressive
 * @param linear the map before each coupling
 * @param coupling the elementwise map
 * @param conditioner the networks of all steps, and of the posterior
 * @param isWhitened whether a whitening map that initialisation sets to the moments of rows comes first, so that the flow starts at about
 *     their normal distribution
 * @param isRegressed whether the whitening map of the flow and of broad components subtracts a linear regression on the condition, where
 *     initialisation finds that it helps
 */
public record Steps(
        int number,
        Kind kind,
        Linear linear,
        CouplingSpec coupling,
        MlpSpec conditioner,
        boolean isWhitened,
        boolean isRegressed) {
    /** Checks that the parts fit together. */
    public Steps {
        require(number >= 1, "number must be at least 1", number);
        require(
                kind != Kind.INVERSE_AUTOREGRESSIVE || coupling.kind() != CouplingSpec.Kind.MIXTURE_PAPER,
                "INVERSE_AUTOREGRESSIVE steps need a map onto all numbers, so choose MIXTURE or SPLINE,",
                coupling.kind());
        require(
                kind == Kind.COUPLING || !conditioner.layerNorm(),
                "a layer norm mixes units that see different dimensions, so networks of autoregressive steps must have none",
                kind);
    }

    private static void require(boolean holds, String invariant, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("Steps: " + invariant + " but got " + got);
        }
    }

    /** Affine couplings after dense linear maps; networks have two hidden layers of 50 (VFlow paper, Sec. 5). */
    public static Steps of(int number) {
        return new Steps(
                number,
                Kind.COUPLING,
                Linear.DENSE,
                CouplingSpec.of(CouplingSpec.Kind.AFFINE),
                new MlpSpec(List.of(FlowDefaults.WIDTH, FlowDefaults.WIDTH), Activation.RELU),
                false,
                false);
    }

    /** With steps of another kind. */
    public Steps withKind(Kind other) {
        return new Steps(number, other, linear, coupling, conditioner, isWhitened, isRegressed);
    }

    /** With another linear map. */
    public Steps withLinear(Linear map) {
        return new Steps(number, kind, map, coupling, conditioner, isWhitened, isRegressed);
    }

    /** With another elementwise map. */
    public Steps withCoupling(CouplingSpec map) {
        return new Steps(number, kind, linear, map, conditioner, isWhitened, isRegressed);
    }

    /** With other networks. */
    public Steps withConditioner(MlpSpec network) {
        return new Steps(number, kind, linear, coupling, network, isWhitened, isRegressed);
    }

    /** With or without a whitening map before the steps. */
    public Steps withWhitening(boolean whitens) {
        return new Steps(number, kind, linear, coupling, conditioner, whitens, isRegressed);
    }

    /** With or without a linear regression in the whitening map. */
    public Steps withRegression(boolean regresses) {
        return new Steps(number, kind, linear, coupling, conditioner, isWhitened, regresses);
    }

    /** The linear maps that a step of a flow on rows may have before its coupling. */
    public enum Linear {
        /** A free matrix. */
        DENSE(true, InvertibleLinear::of),
        /** A product of triangular matrices. */
        LU(true, LuLinear::of),
        /** The dimensions reversed. */
        REVERSE(false, (_, d) -> Permutation.reversed(d));

        private interface Builder {
            Bijector build(Scope scope, int dimensions);
        }

        private final boolean parameters;

        @SuppressWarnings("ImmutableEnumChecker") // factories without state
        private final Builder builder;

        Linear(boolean parameters, Builder builder) {
            this.parameters = parameters;
            this.builder = builder;
        }

        /** Whether the map has parameters. */
        public boolean hasParameters() {
            return parameters;
        }

        /** Declares the parameters of the map on [b, dimensions] and builds it. */
        public Bijector build(Scope scope, int dimensions) {
            return builder.build(scope, dimensions);
        }
    }

    /** The maps that follow the norm and the linear map of each step of a flow on rows. */
    public enum Kind {
        /** One half of the dimensions conditions the other: fast both ways. */
        COUPLING,
        /** The dimensions before condition each: a density is one pass of the network, a sample one for each dimension. */
        AUTOREGRESSIVE,
        /** The inverse of the autoregressive map: a sample is one pass of the network, a density one for each dimension. */
        INVERSE_AUTOREGRESSIVE
    }
}

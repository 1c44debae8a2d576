package io.github.vflow.flow.spec.step;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.bijector.InvertibleLinear;
import io.github.vflow.flow.bijector.LuLinear;
import io.github.vflow.flow.bijector.Permutation;
import io.github.vflow.nn.Scope;

/** The linear maps that a step of a flow on rows may have before its coupling. */
public enum LinearKind {
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

    LinearKind(boolean parameters, Builder builder) {
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

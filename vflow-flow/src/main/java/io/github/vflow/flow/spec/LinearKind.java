package io.github.vflow.flow.spec;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.bijector.InvertibleLinear;
import io.github.vflow.flow.bijector.LuLinear;
import io.github.vflow.flow.bijector.Permutation;
import io.github.vflow.nn.Scope;

/** The linear maps that a step of a flow on rows may have before its coupling. */
public enum LinearKind {
    /** A free matrix. */
    DENSE(InvertibleLinear::of),
    /** A product of triangular matrices. */
    LU(LuLinear::of),
    /** The dimensions reversed. */
    REVERSE((_, d) -> Permutation.reversed(d));

    private interface Builder {
        Bijector build(Scope scope, int dimensions);
    }

    @SuppressWarnings("ImmutableEnumChecker") // factories without state
    private final Builder builder;

    LinearKind(Builder builder) {
        this.builder = builder;
    }

    /** Declares the parameters of the map on [b, dimensions] and builds it. */
    public Bijector build(Scope scope, int dimensions) {
        return builder.build(scope, dimensions);
    }
}

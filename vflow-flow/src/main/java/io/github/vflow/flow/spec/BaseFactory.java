package io.github.vflow.flow.spec;

import io.github.vflow.flow.distribution.Base;
import io.github.vflow.nn.Scope;

/** Builds a base distribution of one's own for {@code RowSpec.withBase}. */
@FunctionalInterface
public interface BaseFactory {
    /**
     * Declares the parameters of the base in the scope, so that they are trained and saved, and builds the base.
     *
     * @param dimensions d of the points ε [b, d]
     */
    Base of(Scope scope, int dimensions);
}

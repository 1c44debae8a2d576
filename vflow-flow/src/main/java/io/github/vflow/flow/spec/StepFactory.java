package io.github.vflow.flow.spec;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.nn.Scope;

/** Builds a step of one's own for {@code RowSpec.withStep}. */
@FunctionalInterface
public interface StepFactory {
    /**
     * Declares the parameters of the step in the scope, so that they are trained and saved, and builds the step.
     *
     * @param dimensions d of the rows [b, d] that the step maps
     */
    Bijector of(Scope scope, int dimensions);
}

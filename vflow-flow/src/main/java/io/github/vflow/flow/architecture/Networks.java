package io.github.vflow.flow.architecture;

import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Mlp;
import io.github.vflow.nn.layer.residual.ResidualMlp;
import io.github.vflow.tensor.Tensor;
import java.util.function.UnaryOperator;

/** Builds the networks of models of rows. */
final class Networks {
    private Networks() {}

    /**
     * Declares the parameters of a network [b, in] → [b, out], with initialisers for its last layer.
     *
     * @throws IllegalArgumentException if names are taken, or parameters are too large
     */
    static UnaryOperator<Tensor> of(
            MlpSpec spec, Scope scope, int in, int out, Initializer lastWeight, Initializer lastBias) {
        if (spec.residual()) {
            ResidualMlp net = ResidualMlp.of(
                    scope, in, spec.hidden().getFirst(), spec.blocks(), out, spec.activation(), lastWeight, lastBias);
            return (spec.layerNorm() ? net.normalized(scope) : net)::apply;
        }
        Mlp net = Mlp.of(scope, in, spec.hidden(), out, spec.activation(), lastWeight, lastBias);
        return (spec.layerNorm() ? net.normalized(scope) : net)::apply;
    }
}

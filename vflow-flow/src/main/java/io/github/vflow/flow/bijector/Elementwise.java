package io.github.vflow.flow.bijector;

import io.github.vflow.flow.map.Mapped;
import io.github.vflow.flow.transformer.Transformer;
import io.github.vflow.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * y = τ(x; θ) of each dimension of [b, d], with parameters that do not depend on x. From noise and with an affine τ it is N(y; μ, σ).
 *
 * @param transformer τ
 * @param parameters θ [b, d·τ.parameters()]
 */
public record Elementwise(Transformer transformer, Tensor parameters) implements Bijector {
    /**
     * With the parameters θ(c) for the row's condition c.
     *
     * @param network θ: [b, k] → [b, d·τ.parameters()]
     */
    public static ConditionalBijector conditional(Transformer transformer, UnaryOperator<Tensor> network) {
        return condition ->
                new Elementwise(transformer, network.apply(condition.row().orElseThrow()));
    }

    @Override
    public Mapped forward(Tensor x) {
        return transformer.forward(x, parameters);
    }

    @Override
    public Mapped inverse(Tensor y) {
        return transformer.inverse(y, parameters);
    }
}

package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * y = τ(x; θ) for each dimension of [b, d]; θ does not depend on x. With an affine τ it maps noise N(0, I) to N(μ,
 * diag(σ)²).
 *
 * @param transformer τ
 * @param parameters θ [b, d·τ.parameters()]
 */
public record Elementwise(Transformer transformer, Tensor parameters) implements Bijector {
    /**
     * The family with the parameters θ(c), where c is the row vector of a condition.
     *
     * @param network θ: [b, k] → [b, d·τ.parameters()]
     */
    public static Bijector.Conditional conditional(Transformer transformer, UnaryOperator<Tensor> network) {
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

package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * y = τ(x; θ) for each dimension of [b, d], with trainable θ that is the same for all rows.
 *
 * @param transformer τ
 * @param parameters θ [d·τ.parameters()]
 */
public record ElementwiseLayer(Transformer transformer, Parameter parameters) implements Bijector {
    /** Declares {@code theta}, which starts as the last bias of a conditioner does. */
    public static ElementwiseLayer of(Scope scope, int features, Transformer transformer) {
        Shape shape = Shape.of(transformer.parameters(features));
        return new ElementwiseLayer(transformer, scope.parameter("theta", shape, transformer.start(features)));
    }

    @Override
    public Mapped forward(Tensor x) {
        return transformer.forward(x, theta(x));
    }

    @Override
    public Mapped inverse(Tensor y) {
        return transformer.inverse(y, theta(y));
    }

    private Tensor theta(Tensor like) {
        Tensor theta = parameters.in(like.trace());
        return theta.broadcast(Shape.of(like.shape().dim(0), theta.shape().size()));
    }
}

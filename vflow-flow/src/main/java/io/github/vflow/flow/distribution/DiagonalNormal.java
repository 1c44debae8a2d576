package io.github.vflow.flow.distribution;

import io.github.vflow.flow.part.Base;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * N(μ, diag(eˢ)²) of rows [b, d], with trainable mean and log-scale; starts as N(0, I).
 *
 * @param mean μ [d]
 * @param logScale s [d]
 */
public record DiagonalNormal(Parameter mean, Parameter logScale) implements Base {
    /** Declares {@code mu} and {@code s}. */
    public static DiagonalNormal of(Scope scope, int features) {
        Shape shape = Shape.of(features);
        return new DiagonalNormal(
                scope.parameter("mu", shape, Initializer.zeros()), scope.parameter("s", shape, Initializer.zeros()));
    }

    /** ln N(ε; μ, diag(eˢ)²) = ln N((ε − μ)·e⁻ˢ; 0, I) − Σ s. */
    @Override
    public Tensor logProb(Tensor eps) {
        Tensor s = logScale.in(eps.trace());
        Tensor standard = eps.minus(mean.in(eps.trace())).times(s.negate().exp());
        return StandardNormal.INSTANCE.logProb(standard).minus(s.sum(0));
    }

    @Override
    public Tensor sample(Tensor noise) {
        return noise.times(logScale.in(noise.trace()).exp()).plus(mean.in(noise.trace()));
    }
}

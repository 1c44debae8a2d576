package io.github.vflow.nn.layer.norm;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * Layer normalisation over the channels of each row or position: y = g·(x − mean)/√(variance + 1e−5) + b (Ba et al., 2016).
 *
 * @param gain g [c]
 * @param bias b [c]
 */
public record LayerNorm(Parameter gain, Parameter bias) {
    private static final double EPSILON = 1e-5;

    /** Declares {@code g} and {@code b}; starts with gain one and bias zero. */
    public static LayerNorm of(Scope scope, int channels) {
        return new LayerNorm(
                scope.parameter("g", Shape.of(channels), Initializer.constant(1)),
                scope.parameter("b", Shape.of(channels), Initializer.zeros()));
    }

    /** Normalises the last axis of x [b, c] or [b, h, w, c]. */
    public Tensor apply(Tensor x) {
        int c = x.shape().dim(x.shape().rank() - 1);
        Tensor rows = x.reshape(x.shape().size() / c, c);
        Tensor centred = rows.minus(rows.mean(1).expand(1));
        Tensor variance = centred.square().mean(1).expand(1);
        Tensor normal = centred.dividedBy(variance.plus(EPSILON).sqrt());
        return normal.times(gain.in(x.trace())).plus(bias.in(x.trace())).reshape(x.shape());
    }
}

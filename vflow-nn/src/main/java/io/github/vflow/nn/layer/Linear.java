package io.github.vflow.nn.layer;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;

/**
 * y = x·W + b: [b, in] → [b, out].
 *
 * @param weight W [in, out]
 * @param bias b [out]
 */
public record Linear(Parameter weight, Parameter bias) {
    /** Declares {@code W<suffix>} and {@code b<suffix>}. */
    public static Linear of(Scope scope, String suffix, int in, int out, Initializer weight, Initializer bias) {
        return new Linear(
                scope.parameter("W" + suffix, Shape.of(in, out), weight),
                scope.parameter("b" + suffix, Shape.of(out), bias));
    }

    /**
     * Applies the layer to x [b, in].
     *
     * @throws IllegalArgumentException if x is not [b, in]
     */
    public Tensor apply(Tensor x) {
        int in = weight.shape().dim(0);
        if (x.shape().rank() != 2 || x.shape().dim(1) != in) {
            throw new ShapeException("Linear.apply: expected x [batch, " + in + "] but got " + x.shape()
                    + "; the layer \"" + weight.name() + "\" was built for " + in + " inputs");
        }
        return x.matmul(weight.in(x.trace())).plus(bias.in(x.trace()));
    }
}

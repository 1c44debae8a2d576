package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * y = x·W with a free square matrix, ln |det| = ln |det W|: the invertible 1×1 convolution of Glow (Kingma and Dhariwal,
 * 2018). Determinant and inverse are computed in double precision; a singular W is an error.
 *
 * @param weight W [d, d]
 */
public record InvertibleLinear(Parameter weight) implements Bijector {
    /** Declares {@code W}; starts as a random rotation. */
    public static InvertibleLinear of(Scope scope, int features) {
        return of(scope, features, Initializer.orthogonal());
    }

    /** Declares {@code W}, which the initialiser draws. */
    public static InvertibleLinear of(Scope scope, int features, Initializer start) {
        return new InvertibleLinear(scope.parameter("W", Shape.of(features, features), start));
    }

    @Override
    public Mapped forward(Tensor x) {
        RowShape.check("InvertibleLinear.forward", x, weight.shape().dim(0));
        Tensor w = weight.in(x.trace());
        return Mapped.ofConstant(x.matmul(w), w.logAbsDet());
    }

    @Override
    public Mapped inverse(Tensor y) {
        RowShape.check("InvertibleLinear.inverse", y, weight.shape().dim(0));
        Tensor w = weight.in(y.trace());
        return Mapped.ofConstant(y.matmul(w.inverse()), w.logAbsDet().negate());
    }
}

package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.function.UnaryOperator;

/**
 * An invertible 1×1 convolution of each half of the channels (Kingma and Dhariwal, 2018): y = x·W at each position,
 * ln |det| = h·w·(ln |det W₀| + ln |det W₁|).
 *
 * @param first W₀ [c/2, c/2]
 * @param second W₁ [c/2, c/2]
 */
public record Invertible1x1Conv(Parameter first, Parameter second) implements Bijector {
    private static final double STD = 0.01;

    /** Declares {@code W0} and {@code W1} for c channels; starts near the identity. */
    public static Invertible1x1Conv of(Scope scope, int c) {
        Shape s = Shape.of(c / 2, c / 2);
        return new Invertible1x1Conv(
                scope.parameter("W0", s, Initializer.nearIdentity(STD)),
                scope.parameter("W1", s, Initializer.nearIdentity(STD)));
    }

    @Override
    public Mapped forward(Tensor x) {
        return Mapped.ofConstant(map(x, UnaryOperator.identity()), logDet(x));
    }

    @Override
    public Mapped inverse(Tensor y) {
        return Mapped.ofConstant(map(y, Tensor::inverse), logDet(y).negate());
    }

    private Tensor map(Tensor x, UnaryOperator<Tensor> which) {
        Trace t = x.trace();
        int c = x.shape().dim(3) / 2;
        return Tensor.concat(
                3,
                product(x.slice(3, 0, c), which.apply(first.in(t))),
                product(x.slice(3, c, 2 * c), which.apply(second.in(t))));
    }

    private static Tensor product(Tensor x, Tensor w) {
        int c = w.shape().dim(0);
        return x.reshape(x.shape().size() / c, c).matmul(w).reshape(x.shape());
    }

    private Tensor logDet(Tensor x) {
        Trace t = x.trace();
        return first.in(t)
                .logAbsDet()
                .plus(second.in(t).logAbsDet())
                .times(x.shape().dim(1) * x.shape().dim(2));
    }
}

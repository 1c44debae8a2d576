package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.data.DataInit;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;

/**
 * y = g·x + b for each dimension, ln |det| = Σ ln |g| (Kingma and Dhariwal, 2018). Data-dependent initialisation gives
 * the batch mean zero and variance one: g = 1/max(std + 1e−6, s), b = −mean·g. A dimension that is constant in the
 * batch starts at g = 1.
 *
 * @param scale g [d]
 * @param shift b [d]
 * @param leastStd s, a lower bound of the standard deviation in initialisation, so that g starts at 1/s or less
 */
public record ActNorm(Parameter scale, Parameter shift, double leastStd) implements Bijector {
    private static final double MIN_STD = 1e-6;

    /** In float32 the computed standard deviation of a constant is not zero but at most this fraction of its mean. */
    private static final double CONSTANT = 1e-6;

    /** Declares {@code g} and {@code b}; starts as the identity. */
    public static ActNorm of(Scope scope, int features) {
        return of(scope, features, 0);
    }

    /**
     * As {@link #of(Scope, int)}, for data whose standard deviations are at least {@code leastStd}. If a batch has a
     * smaller one by chance, g still starts at 1/{@code leastStd} or less.
     */
    public static ActNorm of(Scope scope, int features, double leastStd) {
        return new ActNorm(
                scope.parameter("g", Shape.of(features), Initializer.constant(1)),
                scope.parameter("b", Shape.of(features), Initializer.zeros()),
                leastStd);
    }

    @Override
    public Mapped forward(Tensor x) {
        RowShape.check("ActNorm.forward", x, scale.shape().dim(0));
        Trace t = x.trace();
        if (DataInit.isOn(t)) {
            initialise(x);
        }
        Tensor g = scale.in(t);
        return Mapped.ofConstant(x.times(g).plus(shift.in(t)), logDet(g));
    }

    private void initialise(Tensor x) {
        Tensor mean = x.mean(0);
        Tensor std = x.minus(mean).square().mean(0).sqrt();
        Tensor one = x.trace().constant(1);
        Tensor g = std.greater(mean.abs().times(CONSTANT))
                .select(one.dividedBy(std.plus(MIN_STD).max(leastStd)), one.broadcast(std.shape()));
        DataInit.assign(scale, g);
        DataInit.assign(shift, mean.negate().times(g));
    }

    @Override
    public Mapped inverse(Tensor y) {
        RowShape.check("ActNorm.inverse", y, scale.shape().dim(0));
        Tensor g = scale.in(y.trace());
        return Mapped.ofConstant(
                y.minus(shift.in(y.trace())).dividedBy(g), logDet(g).negate());
    }

    private static Tensor logDet(Tensor g) {
        return g.abs().log().sum(0);
    }
}

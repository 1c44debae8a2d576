package io.github.vflow.nn.layer.image;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.data.DataInit;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.Optional;

/**
 * A convolution with bias, y = W ∗ x + b: [b, h, w, in] → [b, h, w, out]. Data-dependent initialisation rescales it so
 * that each channel of the batch has mean 0 and variance init_scale² (Salimans and Kingma, 2016).
 *
 * @param weight W [k, k, in, out], or [in, out] for k = 1; with weight normalisation V, where W = g·V/‖V‖ for each
 *     output
 * @param gain g [out] of weight normalisation; empty without it
 * @param bias b [out]
 * @param initScale the standard deviation after data-dependent initialisation
 */
public record Conv(Parameter weight, Optional<Parameter> gain, Parameter bias, double initScale) {
    private static final double STD = 0.05;
    private static final double EPSILON = 1e-8;

    /**
     * Declares a 3×3 convolution: {@code V}, {@code g} and {@code b} with weight normalisation, else {@code W} and
     * {@code b}.
     */
    public static Conv of(Scope scope, int in, int out, double initScale, boolean weightNorm) {
        return declare(scope, Shape.of(3, 3, in, out), initScale, weightNorm);
    }

    /** As {@link #of}, for a 1×1 convolution, a network in network: a linear layer at each position. */
    public static Conv nin(Scope scope, int in, int out, double initScale, boolean weightNorm) {
        return declare(scope, Shape.of(in, out), initScale, weightNorm);
    }

    private static Conv declare(Scope scope, Shape weight, double initScale, boolean weightNorm) {
        Shape outputs = Shape.of(weight.dim(weight.rank() - 1));
        return new Conv(
                scope.parameter(weightNorm ? "V" : "W", weight, Initializer.normal(STD)),
                weightNorm ? Optional.of(scope.parameter("g", outputs, Initializer.constant(1))) : Optional.empty(),
                scope.parameter("b", outputs, Initializer.zeros()),
                initScale);
    }

    /**
     * Applies the convolution.
     *
     * @throws ShapeException if x is not [b, h, w, in]
     */
    public Tensor apply(Tensor x) {
        Shape w = weight.shape();
        int in = w.dim(w.rank() - 2);
        if (x.shape().rank() != 4 || x.shape().dim(3) != in) {
            throw new ShapeException("Conv.apply: expected x [batch, h, w, " + in + "] but got " + x.shape()
                    + "; the layer \"" + weight.name() + "\" was built for " + in + " channels");
        }
        Trace t = x.trace();
        Tensor y = product(x, weights(t)).plus(bias.in(t));
        return DataInit.isOn(t) ? initialised(y) : y;
    }

    private Tensor weights(Trace t) {
        Tensor v = weight.in(t);
        if (gain.isEmpty()) {
            return v;
        }
        int out = bias.shape().dim(0);
        Tensor norm = v.reshape(v.shape().size() / out, out).square().sum(0).sqrt();
        return v.times(gain.get().in(t).dividedBy(norm));
    }

    private static Tensor product(Tensor x, Tensor w) {
        if (w.shape().rank() == 4) {
            return x.conv2d(w);
        }
        int in = w.shape().dim(0);
        int out = w.shape().dim(1);
        return x.reshape(x.shape().size() / in, in).matmul(w).reshape(x.shape().with(3, out));
    }

    private Tensor initialised(Tensor y) {
        Trace t = y.trace();
        int out = y.shape().dim(3);
        Tensor rows = y.reshape(y.shape().size() / out, out);
        Tensor mean = rows.mean(0);
        Tensor variance = rows.minus(mean).square().mean(0);
        Tensor scale = t.constant(initScale).dividedBy(variance.plus(EPSILON).sqrt());
        Parameter scaled = gain.orElse(weight);
        DataInit.assign(scaled, scaled.in(t).times(scale));
        DataInit.assign(bias, bias.in(t).minus(mean).times(scale));
        return y.minus(mean).times(scale);
    }
}

package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.data.DataInit;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/**
 * y = max(g, 1e−10)·x + b with a g and b for each position and channel, ln |det| = Σ ln g: the normalisation of Flow++ (Ho et al.,
 * 2019). Data-dependent initialisation gives the batch mean zero and variance one.
 *
 * @param halves the parameters of the first half of the channels, and of the second; or one for all channels
 */
public record SpatialActNorm(List<Half> halves) implements Bijector {
    private static final double SMALLEST = 1e-10;
    private static final double EPSILON = 1e-8;

    /** Scale g and shift b [h, w, c/2] of one half of the channels. */
    public record Half(Parameter scale, Parameter shift) {}

    public SpatialActNorm {
        halves = List.copyOf(halves);
    }

    /** Declares {@code g0}, {@code b0}, {@code g1} and {@code b1} for images [h, w, c]; starts as the identity. */
    public static SpatialActNorm of(Scope scope, int h, int w, int c) {
        return new SpatialActNorm(List.of(half(scope, "0", h, w, c / 2), half(scope, "1", h, w, c / 2)));
    }

    /** As {@link #of}, of any number of channels: declares {@code g0} and {@code b0} for all of them. */
    public static SpatialActNorm ofWhole(Scope scope, int h, int w, int c) {
        return new SpatialActNorm(List.of(half(scope, "0", h, w, c)));
    }

    private static Half half(Scope scope, String suffix, int h, int w, int c) {
        return new Half(
                scope.parameter("g" + suffix, Shape.of(h, w, c), Initializer.constant(1)),
                scope.parameter("b" + suffix, Shape.of(h, w, c), Initializer.zeros()));
    }

    @Override
    public Mapped forward(Tensor x) {
        if (DataInit.isOn(x.trace())) {
            initialise(x);
        }
        Tensor g = scale(x.trace());
        return Mapped.ofConstant(x.times(g).plus(shift(x.trace())), g.log().sum());
    }

    @Override
    public Mapped inverse(Tensor y) {
        Tensor g = scale(y.trace());
        return Mapped.ofConstant(
                y.minus(shift(y.trace())).dividedBy(g), g.log().sum().negate());
    }

    private Tensor scale(Trace t) {
        return Tensor.concat(2, halves.stream().map(h -> h.scale.in(t)).toList())
                .max(SMALLEST);
    }

    private Tensor shift(Trace t) {
        return Tensor.concat(2, halves.stream().map(h -> h.shift.in(t)).toList());
    }

    private void initialise(Tensor x) {
        Tensor mean = x.mean(0);
        Tensor variance = x.minus(mean).square().mean(0);
        Tensor g = x.trace().constant(1).dividedBy(variance.plus(EPSILON).sqrt());
        Tensor b = mean.negate().times(g);
        int c = x.shape().dim(3) / halves.size();
        for (int i = 0; i < halves.size(); i++) {
            DataInit.assign(halves.get(i).scale, g.slice(2, i * c, (i + 1) * c));
            DataInit.assign(halves.get(i).shift, b.slice(2, i * c, (i + 1) * c));
        }
    }
}

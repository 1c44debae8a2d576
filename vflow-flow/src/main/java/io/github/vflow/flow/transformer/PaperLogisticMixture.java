package io.github.vflow.flow.transformer;

import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import java.util.List;

/**
 * The mixture-of-logistics coupling as published with the paper: y = e^a·logit(0.05 + 0.9·F(x)) + t. Use it only for
 * published weights.
 *
 * <p>Its image is bounded (|logit| &lt; 2.944 before the affine map), so it is no bijection of ℝ: mass leaks, and the
 * inverse clips values outside the image.
 *
 * @param components K, the number of logistic components
 */
public record PaperLogisticMixture(int components) implements Transformer {
    private static final double MARGIN = 0.05;
    private static final double WIDTH = 1 - 2 * MARGIN;
    private static final double CLIP = 1e-6;

    @Override
    public List<Integer> widths() {
        return MixtureParameters.widths(components);
    }

    @Override
    public Mapped forward(Tensor x, Tensor theta) {
        MixtureParameters p = MixtureParameters.of(theta, x.shape().dim(1), components);
        MixtureParameters.LogOdds g = p.at(x);
        Tensor w = g.cdf().times(WIDTH).plus(MARGIN);
        Tensor logit = w.log().minus(w.negate().log1p());
        return new Mapped(logit.times(p.logScale().exp()).plus(p.shift()), slope(g, w, p));
    }

    private static Tensor slope(MixtureParameters.LogOdds g, Tensor w, MixtureParameters p) {
        return g.logDensity()
                .minus(w.log())
                .minus(w.negate().log1p())
                .plus(Math.log(WIDTH))
                .plus(p.logScale())
                .sum(1);
    }

    @Override
    public Mapped inverse(Tensor y, Tensor theta) {
        MixtureParameters p = MixtureParameters.of(theta, y.shape().dim(1), components);
        Tensor w = y.minus(p.shift()).times(p.logScale().negate().exp()).sigmoid();
        Tensor u = w.minus(MARGIN).times(1 / WIDTH).max(CLIP).min(1 - CLIP);
        Tensor x = p.inverse(u.log().minus(u.negate().log1p()));
        MixtureParameters.LogOdds g = p.at(x);
        Tensor reached = g.cdf().times(WIDTH).plus(MARGIN);
        return new Mapped(x, slope(g, reached, p).negate());
    }

    @Override
    public Initializer start(int m) {
        return MixtureStart.of(m, components);
    }
}

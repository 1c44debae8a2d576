package io.github.vflow.flow.distribution;

import io.github.vflow.flow.distribution.mixing.Choice;
import io.github.vflow.flow.part.Base;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;

/**
 * A mixture of K normal distributions of rows [b, d] with diagonal covariances, all of whose numbers are trainable:
 *
 * <pre>ln p(ε) = ln Σ_k softmax(π)_k · N(ε; μ_k, diag(e^{s_k})²)</pre>
 *
 * <p>A draw takes d normals, and some more that choose the component. Scales are at least e⁻⁷, so that no component collapses onto a row.
 *
 * @param logits π [K]
 * @param means μ [K, d]
 * @param logScales s [K, d]
 */
public record GaussianMixture(Parameter logits, Parameter means, Parameter logScales) implements Base {
    private static final double LEAST_LOG_SCALE = -7;

    /** Distances are at most this, so that far out their exponentials have a ratio. */
    private static final double FAR = 1e30;

    /** The standard deviation of means at the start; with the scales, the mixture starts with variance one. */
    private static final double APART = 0.5;

    /** Declares {@code pi}, {@code mu} and {@code s}; starts with equal weights and means that differ, since equal components stay equal. */
    public static GaussianMixture of(Scope scope, int features, int components) {
        Shape each = Shape.of(components, features);
        double spread = components == 1 ? 0 : APART;
        return new GaussianMixture(
                scope.parameter("pi", Shape.of(components), Initializer.zeros()),
                scope.parameter("mu", each, Initializer.normal(spread)),
                scope.parameter("s", each, Initializer.constant(0.5 * Math.log1p(-spread * spread))));
    }

    private int components() {
        return means.shape().dim(0);
    }

    private int features() {
        return means.shape().dim(1);
    }

    private Tensor logScale(Trace t) {
        return logScales.in(t).max(LEAST_LOG_SCALE);
    }

    @Override
    public Tensor logProb(Tensor eps) {
        Trace t = eps.trace();
        int b = eps.shape().dim(0);
        Tensor s = logScale(t);
        Tensor away = eps.reshape(b, 1, features())
                .broadcast(Shape.of(b, components(), features()))
                .minus(means.in(t));
        Tensor squares = away.times(s.negate().exp()).square().sum(2).min(FAR);
        Tensor pi = logits.in(t);
        Tensor logWeights = pi.minus(pi.logSumExp(0).expand(0));
        Tensor constants = logWeights.minus(s.sum(1)).minus(0.5 * features() * Math.log(2 * Math.PI));
        return squares.times(-0.5).plus(constants).logSumExp(1);
    }

    @Override
    public int noise(int dimensions) {
        return dimensions + Choice.NORMALS;
    }

    @Override
    public Tensor sample(Tensor noise) {
        Trace t = noise.trace();
        int d = features();
        Tensor chosen = Choice.of(Choice.uniform(noise.slice(1, d, noise(d))), logits.in(t));
        Tensor scale = chosen.matmul(logScale(t).exp());
        return noise.slice(1, 0, d).times(scale).plus(chosen.matmul(means.in(t)));
    }
}

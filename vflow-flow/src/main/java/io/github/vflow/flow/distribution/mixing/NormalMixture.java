package io.github.vflow.flow.distribution.mixing;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;

/**
 * A mixture of K normal distributions with full covariances, which training leaves as they are:
 *
 * <pre>ln N(y) = ln Σ_k exp(c_k − |y·W_k − m_k|²/2),   c_k = ln π_k + ln |det W_k| − L/2·ln 2π,   m_k = μ_k·W_k</pre>
 *
 * @param logWeights ln π [K]
 * @param constants c [K]
 * @param whiten W_1 … W_K side by side [L, K·L]
 * @param centres m_1 … m_K in a row [K·L]
 * @param colour W_1⁻¹ … W_K⁻¹ side by side [L, K·L]
 * @param means μ [K, L]
 */
public record NormalMixture(
        Parameter logWeights,
        Parameter constants,
        Parameter whiten,
        Parameter centres,
        Parameter colour,
        Parameter means) {
    /** Declares {@code pi}, {@code c}, {@code W}, {@code m}, {@code colour} and {@code mu}: K standard ones, until a fit sets them. */
    public static NormalMixture of(Scope scope, int components, int dimensions) {
        int all = components * dimensions;
        Shape side = Shape.of(dimensions, all);
        double logWeight = -Math.log(components);
        return new NormalMixture(
                scope.frozen("pi", Shape.of(components), Initializer.constant(logWeight)),
                scope.frozen(
                        "c",
                        Shape.of(components),
                        Initializer.constant(logWeight - 0.5 * dimensions * Math.log(2 * Math.PI))),
                scope.frozen("W", side, identities(dimensions)),
                scope.frozen("m", Shape.of(all), Initializer.zeros()),
                scope.frozen("colour", side, identities(dimensions)),
                scope.frozen("mu", Shape.of(components, dimensions), Initializer.zeros()));
    }

    private static Initializer identities(int dimensions) {
        return (v, shape, _) -> {
            for (int i = 0; i < dimensions; i++) {
                for (int j = i; j < shape.dim(1); j += dimensions) {
                    v[i * shape.dim(1) + j] = 1;
                }
            }
        };
    }

    /** K. */
    public int components() {
        return means.shape().dim(0);
    }

    /** L. */
    public int dimensions() {
        return means.shape().dim(1);
    }

    /** The number of normals that a draw takes. */
    public int noise() {
        return dimensions() + Choice.NORMALS;
    }

    /** ln N(y) of each row [b, L] → [b], in nats. */
    public Tensor logProb(Tensor y) {
        Trace t = y.trace();
        Tensor distance =
                ofEach(y.matmul(whiten.in(t)).minus(centres.in(t))).square().sum(2);
        return distance.times(-0.5).plus(constants.in(t)).logSumExp(1);
    }

    /**
     * Draws.
     *
     * @param noise N(0, I) [b, {@link #noise}]
     */
    public Tensor sample(Tensor noise) {
        Trace t = noise.trace();
        Tensor chosen = Choice.of(Choice.uniform(noise.slice(1, dimensions(), noise())), logWeights.in(t));
        Tensor each = ofEach(noise.slice(1, 0, dimensions()).matmul(colour.in(t)));
        return each.times(chosen.reshape(noise.shape().dim(0), components(), 1).broadcast(each.shape()))
                .sum(1)
                .plus(chosen.matmul(means.in(t)));
    }

    /** [b, K·L] → [b, K, L]. */
    private Tensor ofEach(Tensor side) {
        return side.reshape(side.shape().dim(0), components(), dimensions());
    }
}

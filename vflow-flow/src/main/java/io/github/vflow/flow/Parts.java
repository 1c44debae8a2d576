package io.github.vflow.flow;

import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.Coupling;
import io.github.vflow.flow.bijector.Elementwise;
import io.github.vflow.flow.bijector.ElementwiseLayer;
import io.github.vflow.flow.bijector.Inverse;
import io.github.vflow.flow.bijector.InvertibleLinear;
import io.github.vflow.flow.bijector.Permutation;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.bijector.elementwise.Scale;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.RationalQuadraticSpline;
import io.github.vflow.nn.Scope;
import io.github.vflow.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The parts that a {@link ModelBuilder} puts together: bijectors, transformers, bases and surjections. A custom part implements an interface of
 * {@code io.github.vflow.flow.part}.
 *
 * <p>A part with parameters declares them in a scope. Thread-safe.
 */
public final class Parts {
    private Parts() {}

    /** f = f_L ∘ … ∘ f_1, f_1 first; of no bijectors, the identity. */
    public static Bijector chain(Bijector... parts) {
        return Chain.of(parts);
    }

    /** f = f_L ∘ … ∘ f_1, f_1 first. */
    public static Bijector chain(List<Bijector> parts) {
        return new Chain(parts);
    }

    /** The inverse of a bijector: its forward and inverse change places. */
    public static Bijector inverse(Bijector f) {
        return new Inverse(f);
    }

    /**
     * x₁, x₂ = split(x); y = concat(x₁, τ(x₂; θ(x₁))) (VFlow paper, Eq. 2, for any elementwise τ).
     *
     * @param passed how many of the first dimensions pass unchanged
     * @param features all dimensions
     * @param conditioner θ: [b, passed] → [b, (features − passed)·τ.parameters()]; it need not be invertible
     * @param map τ
     */
    public static Bijector coupling(int passed, int features, UnaryOperator<Tensor> conditioner, Transformer map) {
        return new Coupling(passed, features, conditioner, map);
    }

    /**
     * y = τ(x; θ(c)) for each dimension, with parameters that a network makes of a condition c. With an affine τ it maps noise N(0, I) to
     * N(μ(c), diag(σ(c))²).
     */
    public static Bijector.Conditional elementwise(Transformer map, UnaryOperator<Tensor> network) {
        return Elementwise.conditional(map, network);
    }

    /** y = τ(x; θ) for each dimension, with trainable θ that is the same for all rows. */
    public static Bijector elementwise(Scope scope, int features, Transformer map) {
        return ElementwiseLayer.of(scope, features, map);
    }

    /** y = g·x + b for each dimension; initialisation from data gives mean zero and variance one (Kingma and Dhariwal, 2018). */
    public static Bijector actNorm(Scope scope, int features) {
        return ActNorm.of(scope, features);
    }

    /** y = x·W with a free square matrix; it starts as a random rotation (Kingma and Dhariwal, 2018). */
    public static Bijector linear(Scope scope, int features) {
        return InvertibleLinear.of(scope, features);
    }

    /**
     * y_i = x_{order(i)}; preserves volume.
     *
     * @param order a permutation of 0 … d−1
     */
    public static Bijector permutation(List<Integer> order) {
        return new Permutation(order);
    }

    /** y = s·x with one fixed s ≠ 0. */
    public static Bijector scale(double factor) {
        return new Scale(factor);
    }

    /**
     * y = logit(α + (1 − 2α)·x) for x in [0, 1] (Dinh et al., 2017).
     *
     * @param alpha in [0, ½); with 0 it maps 0 and 1 to ∓∞
     */
    public static Bijector logit(double alpha) {
        return new Logit(alpha);
    }

    /** y = μ + eˢ·x with a free log-scale s (VFlow paper, Eq. 2). {@link CouplingSpec#transformer} has transformers with a bounded s. */
    public static Transformer affine() {
        return new Affine(Affine.Scale.EXP);
    }

    /** The mixture of logistics of Flow++ (Ho et al., 2019) in log-odds form. */
    public static Transformer logisticMixture(int components) {
        return new LogisticMixture(components);
    }

    /** The rational-quadratic spline of Durkan et al., 2019: bins between −bound and bound, the identity outside. */
    public static Transformer spline(int bins, double bound) {
        return new RationalQuadraticSpline(bins, bound);
    }

    /** N(0, I). */
    public static Base standardNormal() {
        return StandardNormal.INSTANCE;
    }

    /** A bijector as a lift without noise. */
    public static Surjection bijective(Bijector f) {
        return new Bijective(f);
    }

    /**
     * Variational data augmentation: v = [x, z] with z ~ q(z|x) (VFlow paper, Eq. 3).
     *
     * @param posterior q(z|x) as a flow from noise to z, given x
     * @param width the size of the last axis of x
     * @param positions the number of positions in a row: 1 for rows [b, width], h·w for images [b, h, w, width]
     * @param added the size of the last axis of z
     */
    public static Surjection augment(Bijector.Conditional posterior, int width, int positions, int added) {
        return new Augment(new Posterior(posterior), width, positions, added);
    }
}

package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * A category x of K becomes a vector v of ⌈log₂ K⌉ numbers, whose signs are the bits of x (Hoogeboom et al., <i>Argmax Flows</i>, 2021, Sec. 3). v_j
 * = ±softplus(u_j) for u ~ q(u|x), so that −ln r(v|x) = −ln q(u|x) + Σ ln σ(u_j). For many categories it takes fewer numbers than {@link Argmax}. If
 * K is no power of two, the flow also has mass at codes without a category; {@link #back} maps these to the last category.
 *
 * @param posterior q(u|x), conditioned on the signs of x
 * @param categories K, at least 2
 */
public record SignBits(Posterior posterior, int categories) implements Surjection {
    /** Checks the number of categories. */
    public SignBits {
        if (categories < 2) {
            throw new IllegalArgumentException("SignBits: categories must be at least 2 but are " + categories
                    + "; a column with one category is constant, so leave it out");
        }
    }

    /** With u ~ N(0, I) for every category. */
    public static SignBits of(int categories) {
        return new SignBits(Posterior.prior(), categories);
    }

    /** With a conditional flow from noise to u. */
    public static SignBits of(Bijector.Conditional flow, int categories) {
        return new SignBits(new Posterior(flow), categories);
    }

    /** The number of bits. */
    public int bits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(categories - 1);
    }

    @Override
    public int noise() {
        return bits();
    }

    @Override
    public int augment() {
        return bits() - 1;
    }

    /**
     * Lifts categories.
     *
     * @param x whole numbers from 0 to K − 1 [b, 1]
     */
    @Override
    public Lifted lift(Tensor x, Tensor noise, Condition condition) {
        Tensor signs = Categories.oneHot(x, categories).matmul(Categories.signs(x.trace(), categories, bits()));
        Draw u = posterior.draw(noise, condition.and(signs));
        Tensor v = u.value().softplus().times(signs);
        return new Lifted(v, u.logProb().negate().plus(u.value().logSigmoid().sum(1)));
    }

    /** The number that the signs encode, at most K − 1 [b, 1]. */
    @Override
    public Tensor back(Tensor v) {
        Tensor code = v.greater(0).times(Categories.powers(v.trace(), bits())).sum(1);
        return code.min(categories - 1).reshape(Shape.of(v.shape().dim(0), 1));
    }
}

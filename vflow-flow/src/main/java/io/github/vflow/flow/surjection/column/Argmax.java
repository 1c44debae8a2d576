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
 * A category x of K becomes a vector v of K numbers; the number of the category is the largest (Hoogeboom et al., <i>Argmax Flows</i>, 2021,
 * Sec. 3). From u ~ q(u|x), v_x = u_x and v_j = u_x − softplus(u_x − u_j), so that −ln r(v|x) = −ln q(u|x) + Σ_{j≠x} ln σ(u_x − u_j). The
 * way {@link #back} is the index of the largest.
 *
 * @param posterior q(u|x), conditioned on the one-hot vector of x
 * @param categories K, at least 2
 */
public record Argmax(Posterior posterior, int categories) implements Surjection {
    /** Checks the number of categories. */
    public Argmax {
        if (categories < 2) {
            throw new IllegalArgumentException("Argmax: categories must be at least 2 but are " + categories
                    + "; a column with one category is constant, so leave it out");
        }
    }

    /** With u ~ N(0, I) for every category. */
    public static Argmax of(int categories) {
        return new Argmax(Posterior.prior(), categories);
    }

    /** With a conditional flow from noise to u. */
    public static Argmax of(Bijector.Conditional flow, int categories) {
        return new Argmax(new Posterior(flow), categories);
    }

    @Override
    public int noise() {
        return categories;
    }

    @Override
    public int augment() {
        return categories - 1;
    }

    /**
     * Lifts categories.
     *
     * @param x whole numbers from 0 to K − 1 [b, 1]
     */
    @Override
    public Lifted lift(Tensor x, Tensor noise, Condition condition) {
        Tensor chosen = Categories.oneHot(x, categories);
        Draw u = posterior.draw(noise, condition.and(chosen));
        Tensor largest = u.value().times(chosen).sum(1).reshape(x.shape().dim(0), 1);
        Tensor ahead = largest.minus(u.value());
        Tensor others = chosen.negate().plus(1);
        Tensor v = largest.minus(ahead.softplus().times(others));
        Tensor volume = ahead.logSigmoid().times(others).sum(1);
        return new Lifted(v, u.logProb().negate().plus(volume));
    }

    /** The index of the largest number [b, 1]. */
    @Override
    public Tensor back(Tensor v) {
        int b = v.shape().dim(0);
        Tensor largest = v.maxOver(1).reshape(b, 1);
        Tensor chosen = largest.greater(v).negate().plus(1);
        return chosen.times(Categories.numbers(v.trace(), categories)).sum(1).reshape(Shape.of(b, 1));
    }
}

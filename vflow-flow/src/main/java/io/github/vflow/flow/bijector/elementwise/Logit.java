package io.github.vflow.flow.bijector.elementwise;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;

/**
 * y = logit(α + (1 − 2α)·x) for x in [0, 1]: it maps the unit cube to ℝᵈ (Dinh et al., 2017).
 *
 * <p>ln |det| = Σ ln(1 − 2α) − ln w − ln(1 − w), w = α + (1 − 2α)·x. With α = 0 it maps 0 and 1 to ∓∞. Accepts any rank
 * [b, …].
 *
 * @param alpha in [0, ½)
 */
public record Logit(double alpha) implements Bijector {
    /** Checks that α is in [0, ½). */
    public Logit {
        if (!(alpha >= 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("Logit: alpha must be in [0, 0.5) but is " + alpha);
        }
    }

    @Override
    public Mapped forward(Tensor x) {
        Tensor w = x.times(1 - 2 * alpha).plus(alpha);
        Tensor logW = w.log();
        Tensor logRest = w.negate().log1p();
        return new Mapped(
                logW.minus(logRest), PerRow.sum(logW.plus(logRest).negate().plus(Math.log(1 - 2 * alpha))));
    }

    @Override
    public Mapped inverse(Tensor y) {
        Tensor x = y.sigmoid().minus(alpha).dividedBy(1 - 2 * alpha);
        return new Mapped(
                x, PerRow.sum(y.logSigmoid().plus(y.negate().logSigmoid()).minus(Math.log(1 - 2 * alpha))));
    }
}

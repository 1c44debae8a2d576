package io.github.vflow.flow.transformer;

import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.tensor.Tensor;
import java.util.List;

/**
 * y = μ + e^s·x (VFlow paper, Eq. 2), with θ = [μ | r] and the log-scale s = scale(r).
 *
 * @param scale the function from r to the log-scale s
 */
public record Affine(Scale scale) implements Transformer {
    /** Functions from a network's output r to a log-scale s; all give s = 0 at r = 0. */
    public enum Scale {
        /** s = r: unbounded, as the paper writes it. */
        EXP,
        /** s = ln σ(r + 2) − ln σ(2): at most 0.127, so a coupling hardly expands (as in the Glow code). */
        SIGMOID,
        /** s = 2·tanh(r/2): within ±2. */
        TANH;

        Tensor log(Tensor r) {
            return switch (this) {
                case EXP -> r;
                case SIGMOID -> r.plus(2).logSigmoid().plus(Math.log1p(Math.exp(-2)));
                case TANH -> r.times(0.5).tanh().times(2);
            };
        }
    }

    @Override
    public List<Integer> widths() {
        return List.of(1, 1);
    }

    private static Tensor shift(Tensor theta) {
        return theta.slice(1, 0, theta.shape().dim(1) / 2);
    }

    private Tensor logScale(Tensor theta) {
        int all = theta.shape().dim(1);
        return scale.log(theta.slice(1, all / 2, all));
    }

    @Override
    public Mapped forward(Tensor x, Tensor theta) {
        Tensor s = logScale(theta);
        return new Mapped(x.times(s.exp()).plus(shift(theta)), s.sum(1));
    }

    @Override
    public Mapped inverse(Tensor y, Tensor theta) {
        Tensor s = logScale(theta).negate();
        return new Mapped(y.minus(shift(theta)).times(s.exp()), s.sum(1));
    }
}

package io.github.vflow.flow.bijector.elementwise;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;

/**
 * y = s·x with one fixed s ≠ 0, ln |det| = d·ln |s|. Accepts any rank [b, …] with d numbers in each row.
 *
 * @param factor s
 */
public record Scale(double factor) implements Bijector {
    /** Checks that the factor is finite and not zero. */
    public Scale {
        if (factor == 0 || !Double.isFinite(factor)) {
            throw new IllegalArgumentException("Scale: the factor must be finite and not zero but is " + factor);
        }
    }

    @Override
    public Mapped forward(Tensor x) {
        return Mapped.ofConstant(x.times(factor), logDet(x));
    }

    @Override
    public Mapped inverse(Tensor y) {
        return Mapped.ofConstant(y.times(1 / factor), logDet(y).negate());
    }

    private Tensor logDet(Tensor x) {
        int d = x.shape().size() / x.shape().dim(0);
        return x.trace().constant(d * Math.log(Math.abs(factor)));
    }
}

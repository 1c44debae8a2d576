package io.github.vflow.flow.bijector;

import io.github.vflow.flow.map.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.ir.ShapeException;

/**
 * Half of the channels are done and leave to the base distribution; the others go on (Dinh et al., 2017; Kingma and Dhariwal, 2018):
 * y = [f(x₁), g(x₂)] for the halves x₁, x₂ of the channels of [b, h, w, c], ln |det| is the sum. Where f changes the scale, g does so
 * too, so that y is one image again.
 *
 * @param staying f
 * @param leaving g, which moves numbers only
 */
public record FactorOut(Bijector staying, Bijector leaving) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        return joined(staying.forward(half(x, 0)), leaving.forward(half(x, 1)));
    }

    @Override
    public Mapped inverse(Tensor y) {
        return joined(staying.inverse(half(y, 0)), leaving.inverse(half(y, 1)));
    }

    private static Tensor half(Tensor x, int which) {
        Shape s = x.shape();
        if (s.rank() != 4 || s.dim(3) % 2 != 0) {
            throw new ShapeException("FactorOut: expected images [b, h, w, c] of an even number of channels but got "
                    + s + "; change the scale first");
        }
        int c = s.dim(3) / 2;
        return x.slice(3, which * c, (which + 1) * c);
    }

    private static Mapped joined(Mapped first, Mapped second) {
        return new Mapped(
                Tensor.concat(3, first.value(), second.value()), first.logDet().plus(second.logDet()));
    }
}

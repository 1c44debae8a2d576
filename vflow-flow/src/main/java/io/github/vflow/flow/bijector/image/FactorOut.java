package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;

/**
 * Factors half of the channels out to the base distribution; f transforms the other half (Dinh et al., 2017; Kingma and Dhariwal, 2018). y = [f(x₁),
 * g(x₂)] for the halves x₁, x₂ of the channels of [b, h, w, c], ln |det| is the sum. Both f and g must return images of the same height and width.
 *
 * @param staying f
 * @param leaving g, which only moves numbers
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

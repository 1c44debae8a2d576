package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;

/**
 * The inverse f⁻¹ of a bijector f: its forward and inverse change places.
 *
 * @param bijector f
 */
public record Inverse(Bijector bijector) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        return bijector.inverse(x);
    }

    @Override
    public Mapped inverse(Tensor y) {
        return bijector.forward(y);
    }
}

package io.github.vflow.flow.bijector;

import io.github.vflow.flow.map.Mapped;
import io.github.vflow.tensor.Tensor;

/** f⁻¹. */
public record Inverse(Bijector of) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        return of.inverse(x);
    }

    @Override
    public Mapped inverse(Tensor y) {
        return of.forward(y);
    }
}

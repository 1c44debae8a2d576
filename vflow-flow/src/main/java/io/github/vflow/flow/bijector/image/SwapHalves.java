package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;

/**
 * Swaps the halves of the channels of [b, h, w, c], so that the next coupling changes the other half. Preserves volume.
 */
public record SwapHalves() implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        int c = x.shape().dim(3);
        return Mapped.ofUnitVolume(Tensor.concat(3, x.slice(3, c / 2, c), x.slice(3, 0, c / 2)));
    }

    @Override
    public Mapped inverse(Tensor y) {
        return forward(y);
    }
}

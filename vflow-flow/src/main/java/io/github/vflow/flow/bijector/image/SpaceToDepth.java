package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;

/**
 * Moves squares of 2×2 positions into channels: y[b, i, j, (p·2 + q)·c + k] = x[b, 2i + p, 2j + q, k], so [b, h, w, c]
 * becomes [b, h/2, w/2, 4c] (Dinh et al., 2017). Preserves volume.
 */
public record SpaceToDepth() implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        Shape s = x.shape();
        if (s.rank() != 4 || s.dim(1) % 2 != 0 || s.dim(2) % 2 != 0) {
            throw new ShapeException(
                    "SpaceToDepth: expected images [b, h, w, c] of even height and width but got " + s + "; pad them");
        }
        int h = s.dim(1) / 2;
        int w = s.dim(2) / 2;
        return Mapped.ofUnitVolume(x.reshape(s.dim(0), h, 2, w, 2, s.dim(3))
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(s.dim(0), h, w, 4 * s.dim(3)));
    }

    @Override
    public Mapped inverse(Tensor y) {
        Shape s = y.shape();
        int c = s.dim(3) / 4;
        return Mapped.ofUnitVolume(y.reshape(s.dim(0), s.dim(1), s.dim(2), 2, 2, c)
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(s.dim(0), 2 * s.dim(1), 2 * s.dim(2), c));
    }
}

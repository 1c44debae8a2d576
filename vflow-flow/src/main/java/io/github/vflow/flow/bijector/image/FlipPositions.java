package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.stream.IntStream;

/** Reverses the order of the positions of [b, h, w, c], so that the next causal step goes the other way. Preserves volume. */
public record FlipPositions() implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        Shape s = x.shape();
        int n = s.dim(1) * s.dim(2);
        return Mapped.ofUnitVolume(x.reshape(s.dim(0), n, s.dim(3))
                .permute(1, IntStream.range(0, n).map(i -> n - 1 - i).boxed().toList())
                .reshape(s));
    }

    @Override
    public Mapped inverse(Tensor y) {
        return forward(y);
    }
}

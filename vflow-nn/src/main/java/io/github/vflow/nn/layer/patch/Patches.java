package io.github.vflow.nn.layer.patch;

import io.github.vflow.nn.layer.Linear;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;

/** The positions of images as a sequence. */
final class Patches {
    private Patches() {}

    /** Images [b, h, w, c] as sequences [b, h·w, c]. */
    static Tensor of(Tensor x, int number) {
        Shape s = x.shape();
        if (s.rank() != 4 || s.dim(1) * s.dim(2) != number) {
            throw new ShapeException("PatchNet.apply: expected images [batch, h, w, c] of " + number
                    + " positions but got " + s + "; the network has a position embedding for each");
        }
        return x.reshape(s.dim(0), number, s.dim(3));
    }

    /** A linear layer at each position of x [b, t, in]. */
    static Tensor each(Linear layer, Tensor x) {
        Shape s = x.shape();
        return layer.apply(x.reshape(s.dim(0) * s.dim(1), s.dim(2)))
                .reshape(s.dim(0), s.dim(1), layer.bias().shape().dim(0));
    }
}

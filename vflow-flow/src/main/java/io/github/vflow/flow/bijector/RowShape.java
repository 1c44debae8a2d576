package io.github.vflow.flow.bijector;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.check.ShapeException;

/** The shape check of bijectors on rows [b, d]. */
final class RowShape {
    private RowShape() {}

    static void check(String where, Tensor x, int features) {
        if (x.shape().rank() != 2 || x.shape().dim(1) != features) {
            throw new ShapeException(where + ": expected x [batch, " + features + "] but got " + x.shape()
                    + "; the flow was built for " + features + " dimensions");
        }
    }
}

package io.github.vflow.flow.part;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * The value of a map on a batch, together with its log-determinant.
 *
 * @param value the mapped batch [b, d]
 * @param logDet ln |det ∂value/∂x| of each row [b], in nats
 */
public record Mapped(Tensor value, Tensor logDet) {
    /** A value whose log-determinant, a scalar, is the same for all rows. */
    public static Mapped ofConstant(Tensor value, Tensor scalar) {
        return new Mapped(value, scalar.broadcast(Shape.of(value.shape().dim(0))));
    }

    /** A value of a map that preserves volume: the log-determinant is zero. */
    public static Mapped ofUnitVolume(Tensor value) {
        return ofConstant(value, value.trace().constant(0));
    }
}

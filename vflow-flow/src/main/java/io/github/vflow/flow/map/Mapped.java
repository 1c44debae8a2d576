package io.github.vflow.flow.map;

import io.github.vflow.tensor.Tensor;

/**
 * The image of a batch under a map and the volume it stretched: one value, always.
 *
 * @param value the image [b, d]
 * @param logDet ln |det ∂value/∂x| of each row [b], in nats
 */
public record Mapped(Tensor value, Tensor logDet) {
    /** With a log-determinant that is the same for all rows. */
    public static Mapped ofConstant(Tensor value, Tensor scalar) {
        return new Mapped(
                value,
                scalar.broadcast(
                        io.github.vflow.tensor.ir.Shape.of(value.shape().dim(0))));
    }

    /** A map that keeps volumes. */
    public static Mapped ofUnitVolume(Tensor value) {
        return ofConstant(value, value.trace().constant(0));
    }
}

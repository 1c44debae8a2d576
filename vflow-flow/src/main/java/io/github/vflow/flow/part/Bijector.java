package io.github.vflow.flow.part;

import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * An invertible, differentiable map of rows [b, d]. Forward goes from data to latent.
 *
 * <p>Laws, which {@code audit} and the test kit check: inverse(forward(x)) = x; logDet is ln |det| of the true Jacobian;
 * logDet of the inverse is its negative.
 */
public interface Bijector {
    /** y = f(x) and ln |det ∂y/∂x|. */
    Mapped forward(Tensor x);

    /** x = f⁻¹(y) and ln |det ∂x/∂y|. */
    Mapped inverse(Tensor y);

    /** A family of bijectors f(· | c), one for each condition c. */
    @FunctionalInterface
    interface Conditional {
        /** The bijector f(· | c): row i of the condition c determines the map of row i of a batch. */
        Bijector given(Condition condition);

        /** The same bijector for every condition. */
        static Conditional always(Bijector b) {
            return _ -> b;
        }
    }

    /**
     * The value of a map on a batch, together with its log-determinant.
     *
     * @param value the mapped batch [b, d]
     * @param logDet ln |det ∂value/∂x| of each row [b], in nats
     */
    record Mapped(Tensor value, Tensor logDet) {
        /** A value whose log-determinant, a scalar, is the same for all rows. */
        public static Mapped ofConstant(Tensor value, Tensor scalar) {
            return new Mapped(value, scalar.broadcast(Shape.of(value.shape().dim(0))));
        }

        /** A value of a map that preserves volume: the log-determinant is zero. */
        public static Mapped ofUnitVolume(Tensor value) {
            return ofConstant(value, value.trace().constant(0));
        }
    }
}

package io.github.vflow.flow.bijector;

import io.github.vflow.flow.transformer.Mapped;
import io.github.vflow.tensor.Tensor;

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
}

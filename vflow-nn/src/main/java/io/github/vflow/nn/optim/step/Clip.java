package io.github.vflow.nn.optim.step;

import io.github.vflow.tensor.Tensor;

/** Clipping of a gradient by its global norm (Pascanu et al., 2013). */
public final class Clip {
    private Clip() {}

    /** g·min(1, limit/‖g‖), for a flat gradient [n]. */
    public static Tensor byNorm(Tensor gradient, double limit) {
        Tensor norm = norm(gradient);
        Tensor limited = norm.max(limit);
        return gradient.times(norm.trace().constant(limit).dividedBy(limited));
    }

    /** ‖g‖₂: a scalar. */
    public static Tensor norm(Tensor gradient) {
        return gradient.square().sum().sqrt();
    }
}

package io.github.vflow.flow.distribution;

import io.github.vflow.tensor.Tensor;

/** Numbers that are uniform between 0 and 1, made of normals. */
final class Uniforms {
    private static final double LEAST = 1e-30;

    private Uniforms() {}

    /** The number of normals that a uniform number takes. */
    static int noise() {
        return 4;
    }

    /**
     * (a² + b²)/(a² + b² + c² + d²): the share of one of two exponential numbers. It has no scale, so it is uniform at any temperature of the
     * normals.
     *
     * @param noise normals [b, {@link #noise}]
     * @return [b]
     */
    static Tensor of(Tensor noise) {
        Tensor squares = noise.square();
        return squares.slice(1, 0, 2).sum(1).dividedBy(squares.sum(1).max(LEAST));
    }
}

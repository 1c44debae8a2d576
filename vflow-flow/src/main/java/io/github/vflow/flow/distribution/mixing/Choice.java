package io.github.vflow.flow.distribution.mixing;

import io.github.vflow.tensor.Tensor;

/** Draws uniform numbers, by which a sample chooses a component, from normal noise of any scale. */
public final class Choice {
    /** The number of normals that make one uniform number. */
    public static final int NORMALS = 4;

    private static final int HALF = NORMALS / 2;

    private Choice() {}

    /**
     * Uniform numbers in (0, 1): (a² + b²) / (a² + b² + c² + d²), which follows Beta(1, 1) whatever the standard deviation of the normals is. So
     * the temperature of a sample leaves the choice alone.
     *
     * @param normals [b, {@value #NORMALS}]
     * @return [b]
     */
    public static Tensor uniform(Tensor normals) {
        return uniforms(normals, 1).reshape(normals.shape().dim(0));
    }

    /**
     * As {@link #uniform}, several numbers for each row.
     *
     * @param normals [b, n·{@value #NORMALS}]
     * @return [b, n]
     */
    public static Tensor uniforms(Tensor normals, int n) {
        Tensor squares = normals.square().reshape(normals.shape().dim(0), n, NORMALS);
        return squares.slice(2, 0, HALF).sum(2).dividedBy(squares.sum(2));
    }
}

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
        Tensor squares = normals.square();
        return squares.slice(1, 0, HALF).sum(1).dividedBy(squares.sum(1));
    }
}

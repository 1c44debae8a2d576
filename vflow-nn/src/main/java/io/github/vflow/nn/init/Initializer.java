package io.github.vflow.nn.init;

import io.github.vflow.tensor.shape.Shape;
import java.util.random.RandomGenerator;

/** Draws the first values of a parameter. */
@FunctionalInterface
public interface Initializer {
    /** Fills the values of a parameter of this shape, row-major. */
    void fill(float[] values, Shape shape, RandomGenerator random);
}

package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;

/** Shape checks that several operations share. */
final class Checks {
    private Checks() {}

    static void axis(String op, Shape shape, int axis) {
        if (axis < 0 || axis >= shape.rank()) {
            throw new ShapeException(
                    op + ": axis " + axis + " of a tensor " + shape + "; expected 0 ≤ axis < " + shape.rank());
        }
    }

    static void that(boolean holds, String message) {
        if (!holds) {
            throw new ShapeException(message);
        }
    }
}

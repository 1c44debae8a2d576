package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.function.Supplier;

/** Shape checks that several operations share. */
final class Checks {
    private Checks() {}

    static void axis(String op, Shape shape, int axis) {
        if (axis < 0 || axis >= shape.rank()) {
            throw new ShapeException(
                    op + ": axis " + axis + " of a tensor " + shape + "; expected 0 ≤ axis < " + shape.rank());
        }
    }

    /** The message is made only for a check that fails: a shape is checked for each operation of a program. */
    static void that(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw new ShapeException(message.get());
        }
    }
}

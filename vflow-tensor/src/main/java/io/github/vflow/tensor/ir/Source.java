package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** Values that come from outside: inputs and constants. */
public sealed interface Source extends Op {
    @Override
    default List<Value> operands() {
        return List.of();
    }

    @Override
    default Op with(List<Value> operands) {
        return this;
    }

    /**
     * A named input. It keeps its value between runs until it is set or updated.
     *
     * @param batched whether axis 0 counts independent rows; engines choose a memory layout by it
     */
    record Input(String name, Shape shape, boolean batched) implements Source {}

    /** A constant scalar. */
    record Scalar(double value) implements Source {
        @Override
        public Shape shape() {
            return Shape.of();
        }
    }

    /** A constant array, row-major; equal only to itself. The engine does not modify it. */
    record Constant(Shape shape, double[] data) implements Source {}
}

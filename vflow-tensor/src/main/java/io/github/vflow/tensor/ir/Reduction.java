package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** Functions along one axis. The axis stays, with size one, except in {@link Softmax}. */
public sealed interface Reduction extends Op {
    /** The operand. */
    Value x();

    /** The axis reduced. */
    int axis();

    /** The same reduction of another operand along another axis. */
    default Reduction along(Value x, int axis) {
        return switch (this) {
            case Sum _ -> new Sum(x, axis);
            case MaxOver _ -> new MaxOver(x, axis);
            case LogSumExp _ -> new LogSumExp(x, axis);
            case Softmax _ -> new Softmax(x, axis);
        };
    }

    @Override
    default List<Value> operands() {
        return List.of(x());
    }

    @Override
    default Op with(List<Value> operands) {
        return along(operands.getFirst(), axis());
    }

    @Override
    default Shape shape() {
        Checks.axis("reduction", x().shape(), axis());
        return x().shape().with(axis(), 1);
    }

    /** Σ x. */
    record Sum(Value x, int axis) implements Reduction {}

    /** The largest x. */
    record MaxOver(Value x, int axis) implements Reduction {}

    /** ln Σ eˣ. */
    record LogSumExp(Value x, int axis) implements Reduction {}

    /** eˣ / Σ eˣ; keeps the shape. */
    record Softmax(Value x, int axis) implements Reduction {
        @Override
        public Shape shape() {
            Checks.axis("softmax", x.shape(), axis);
            return x.shape();
        }
    }
}

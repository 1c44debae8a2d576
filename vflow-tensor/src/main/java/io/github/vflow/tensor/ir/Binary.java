package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** Elementwise functions of two operands, with broadcasting. */
public sealed interface Binary extends Op {
    /** The first operand. */
    Value a();

    /** The second operand. */
    Value b();

    @Override
    default List<Value> operands() {
        return List.of(a(), b());
    }

    @Override
    default Shape shape() {
        return Shape.broadcast(a().shape(), b().shape());
    }

    @Override
    default Op with(List<Value> operands) {
        Value a = operands.get(0);
        Value b = operands.get(1);
        return switch (this) {
            case Add _ -> new Add(a, b);
            case Sub _ -> new Sub(a, b);
            case Mul _ -> new Mul(a, b);
            case Div _ -> new Div(a, b);
            case Max _ -> new Max(a, b);
            case Min _ -> new Min(a, b);
            case Greater _ -> new Greater(a, b);
            case Gate _ -> new Gate(a, b);
        };
    }

    /** a + b. */
    record Add(Value a, Value b) implements Binary {}

    /** a − b. */
    record Sub(Value a, Value b) implements Binary {}

    /** a · b. */
    record Mul(Value a, Value b) implements Binary {}

    /** a / b. */
    record Div(Value a, Value b) implements Binary {}

    /** The larger of the two. */
    record Max(Value a, Value b) implements Binary {}

    /** The smaller of the two. */
    record Min(Value a, Value b) implements Binary {}

    /** 1 where a &gt; b, else 0: a mask for {@link Select}. */
    record Greater(Value a, Value b) implements Binary {}

    /** a where b &gt; 0, else 0: the gradient of a rectifier. */
    record Gate(Value a, Value b) implements Binary {}
}

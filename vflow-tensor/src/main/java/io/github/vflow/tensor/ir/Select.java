package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** a where the mask is not zero, else b; with broadcasting. */
public record Select(Value mask, Value a, Value b) implements Op {
    @Override
    public List<Value> operands() {
        return List.of(mask, a, b);
    }

    @Override
    public Op with(List<Value> operands) {
        return new Select(operands.get(0), operands.get(1), operands.get(2));
    }

    @Override
    public Shape shape() {
        return Shape.broadcast(mask.shape(), Shape.broadcast(a.shape(), b.shape()));
    }
}

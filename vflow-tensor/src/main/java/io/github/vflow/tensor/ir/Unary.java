package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** Elementwise functions of one operand. */
public sealed interface Unary extends Op {
    /** The operand. */
    Value x();

    @Override
    default List<Value> operands() {
        return List.of(x());
    }

    @Override
    default Shape shape() {
        return x().shape();
    }

    @Override
    default Op with(List<Value> operands) {
        Value x = operands.getFirst();
        return switch (this) {
            case Neg _ -> new Neg(x);
            case Abs _ -> new Abs(x);
            case Sign _ -> new Sign(x);
            case Sqrt _ -> new Sqrt(x);
            case Exp _ -> new Exp(x);
            case Log _ -> new Log(x);
            case Log1p _ -> new Log1p(x);
            case Tanh _ -> new Tanh(x);
            case Sigmoid _ -> new Sigmoid(x);
            case Softplus _ -> new Softplus(x);
            case Relu _ -> new Relu(x);
            case Elu _ -> new Elu(x);
        };
    }

    /** −x. */
    record Neg(Value x) implements Unary {}

    /** |x|. */
    record Abs(Value x) implements Unary {}

    /** −1, 0 or 1. */
    record Sign(Value x) implements Unary {}

    /** √x. */
    record Sqrt(Value x) implements Unary {}

    /** eˣ. */
    record Exp(Value x) implements Unary {}

    /** ln x. */
    record Log(Value x) implements Unary {}

    /** ln(1 + x). */
    record Log1p(Value x) implements Unary {}

    /** tanh x. */
    record Tanh(Value x) implements Unary {}

    /** σ(x) = 1 / (1 + e⁻ˣ). */
    record Sigmoid(Value x) implements Unary {}

    /** ln(1 + eˣ) = −ln σ(−x). */
    record Softplus(Value x) implements Unary {}

    /** max(x, 0). */
    record Relu(Value x) implements Unary {}

    /** x for x &gt; 0, eˣ − 1 below (Clevert et al., 2016). */
    record Elu(Value x) implements Unary {}
}

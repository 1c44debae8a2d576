package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Attention.Attend;
import io.github.vflow.tensor.ir.Attention.AttendGradient;
import io.github.vflow.tensor.ir.Attention.Recalled;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The derivative of attention is an operation of its own. Its second derivative follows from the formula of attention, in which the
 * known result is a function of queries, keys and values.
 */
final class AttentionRule {
    private AttentionRule() {}

    static void apply(Attention op, Tensor y, Tensor g, BiConsumer<Value, Tensor> add) {
        Trace t = g.trace();
        switch (op) {
            case Attend a -> add.accept(a.qkv(), gradient(t, a, y.value(), g));
            case Recalled r -> add.accept(r.qkv(), gradient(t, r, r.known(), g));
            case AttendGradient a -> {
                Tensor qkv = new Tensor(t, a.qkv());
                Tensor cotangent = new Tensor(t, a.g());
                Tensor gradient = Gradient.partial(
                                formula(qkv, a.heads()), cotangent, List.of(qkv), Set.of(qkv.value()))
                        .getFirst();
                List<Tensor> operands = Stream.of(qkv, cotangent).distinct().toList();
                Set<Value> leaves =
                        Set.copyOf(operands.stream().map(Tensor::value).toList());
                List<Tensor> gs = Gradient.partial(gradient, g, operands, leaves);
                for (int i = 0; i < operands.size(); i++) {
                    add.accept(operands.get(i).value(), gs.get(i));
                }
            }
        }
    }

    private static Tensor gradient(Trace t, Attention op, Value known, Tensor g) {
        return t.append(new AttendGradient(op.qkv(), known, g.value(), op.heads()));
    }

    /** softmax(Q·Kᵀ/√d)·V from products and a softmax. */
    private static Tensor formula(Tensor qkv, int heads) {
        Shape s = qkv.shape();
        int d = s.dim(2) / (3 * heads);
        Tensor parts = qkv.reshape(s.dim(0), s.dim(1), 3, heads, d).transpose(2, 0, 3, 1, 4);
        Tensor scores = part(parts, 0).matmul(part(parts, 1), false, true).times(1 / Math.sqrt(d));
        return scores.softmax(3).matmul(part(parts, 2)).transpose(0, 2, 1, 3).reshape(s.dim(0), s.dim(1), heads * d);
    }

    private static Tensor part(Tensor parts, int which) {
        Shape s = parts.shape();
        return parts.slice(0, which, which + 1).reshape(s.without(0));
    }
}

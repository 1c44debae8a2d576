package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/**
 * Scaled dot-product attention with several heads over the positions of each row (Vaswani et al., 2017): in each head,
 * softmax(Q·Kᵀ/√d)·V. Engines keep no array of scores [heads, t, t]; the gradient computes them again.
 */
public sealed interface Attention extends Op {
    /** Queries, keys and values [b, t, 3f]: along the last axis Q, K and V, each divided into heads. */
    Value qkv();

    /** The number of heads. */
    int heads();

    /** Features of one head, d. */
    default int width() {
        return qkv().shape().dim(2) / (3 * heads());
    }

    @Override
    default List<Value> operands() {
        return switch (this) {
            case Attend a -> List.of(a.qkv);
            case AttendGradient a -> List.of(a.qkv, a.known, a.g);
            case Recalled r -> List.of(r.qkv, r.known);
        };
    }

    @Override
    default Op with(List<Value> operands) {
        Value qkv = operands.getFirst();
        return switch (this) {
            case Attend a -> new Attend(qkv, a.heads);
            case AttendGradient a -> new AttendGradient(qkv, operands.get(1), operands.get(2), a.heads);
            case Recalled r -> new Recalled(qkv, operands.get(1), r.heads);
        };
    }

    /** The result [b, t, f]. */
    record Attend(Value qkv, int heads) implements Attention {
        @Override
        public Shape shape() {
            Shape s = qkv.shape();
            Checks.that(
                    s.rank() == 3 && heads >= 1 && s.dim(2) % (3L * heads) == 0,
                    () -> "attention: expected queries, keys and values [b, t, 3·heads·d] for " + heads
                            + " heads but got " + s);
            return s.with(2, s.dim(2) / 3);
        }
    }

    /**
     * The gradient of {@link Attend} in its operand [b, t, 3f].
     *
     * @param known the result [b, t, f]; the mean slope of a query is the product of its result and cotangent
     * @param g the cotangent of the result [b, t, f]
     */
    record AttendGradient(Value qkv, Value known, Value g, int heads) implements Attention {
        @Override
        public Shape shape() {
            Shape expected = new Attend(qkv, heads).shape();
            Checks.that(
                    known.shape().equals(expected),
                    () -> "attention: expected a known result " + expected + " but got " + known.shape());
            Checks.that(
                    g.shape().equals(expected),
                    () -> "attention: expected a cotangent " + expected + " but got " + g.shape());
            return qkv.shape();
        }
    }

    /**
     * The result of {@link Attend} under a new name. A gradient that recomputes values takes it instead of computing attention once
     * more.
     *
     * @param known the result [b, t, f]
     */
    record Recalled(Value qkv, Value known, int heads) implements Attention {
        @Override
        public Shape shape() {
            Shape expected = new Attend(qkv, heads).shape();
            Checks.that(
                    known.shape().equals(expected),
                    () -> "attention: expected a known result " + expected + " but got " + known.shape());
            return expected;
        }
    }
}

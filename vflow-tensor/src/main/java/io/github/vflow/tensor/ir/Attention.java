package io.github.vflow.tensor.ir;

import java.util.List;

/**
 * Scaled dot-product attention with several heads over the positions of each row (Vaswani et al., 2017): in each head,
 * softmax(Q·Kᵀ/√d)·V. Engines keep no [heads, t, t] array: scores are made again for the gradient.
 */
public sealed interface Attention extends Op {
    /** Queries, keys and values [b, t, 3f]: along the last axis Q, K, V, each by heads. */
    Value qkv();

    /** The number of heads. */
    int heads();

    /** Features of one head, d. */
    default int width() {
        return qkv().shape().dim(2) / (3 * heads());
    }

    /** The result [b, t, f]. */
    record Attend(Value qkv, int heads) implements Attention {
        @Override
        public List<Value> operands() {
            return List.of(qkv);
        }

        @Override
        public Op with(List<Value> operands) {
            return new Attend(operands.getFirst(), heads);
        }

        @Override
        public Shape shape() {
            Shape s = qkv.shape();
            Checks.that(
                    s.rank() == 3 && heads >= 1 && s.dim(2) % (3L * heads) == 0,
                    "attention: expected queries, keys and values [b, t, 3·heads·d] for " + heads + " heads but got "
                            + s);
            return s.with(2, s.dim(2) / 3);
        }
    }

    /**
     * The gradient of {@link Attend} in its operand [b, t, 3f].
     *
     * @param known the result [b, t, f]: what each key adds to a query's mean slope need not be added up again
     * @param g the cotangent of the result [b, t, f]
     */
    record AttendGradient(Value qkv, Value known, Value g, int heads) implements Attention {
        @Override
        public List<Value> operands() {
            return List.of(qkv, known, g);
        }

        @Override
        public Op with(List<Value> operands) {
            return new AttendGradient(operands.get(0), operands.get(1), operands.get(2), heads);
        }

        @Override
        public Shape shape() {
            Shape expected = new Attend(qkv, heads).shape();
            Checks.that(
                    known.shape().equals(expected),
                    "attention: expected a known result " + expected + " but got " + known.shape());
            Checks.that(
                    g.shape().equals(expected),
                    "attention: expected a cotangent " + expected + " but got " + g.shape());
            return qkv.shape();
        }
    }

    /**
     * The result of {@link Attend}, which is known already: for a gradient that computes values again, but not the dearest.
     *
     * @param known the result [b, t, f]
     */
    record Recalled(Value qkv, Value known, int heads) implements Attention {
        @Override
        public List<Value> operands() {
            return List.of(qkv, known);
        }

        @Override
        public Op with(List<Value> operands) {
            return new Recalled(operands.get(0), operands.get(1), heads);
        }

        @Override
        public Shape shape() {
            Shape expected = new Attend(qkv, heads).shape();
            Checks.that(
                    known.shape().equals(expected),
                    "attention: expected a known result " + expected + " but got " + known.shape());
            return expected;
        }
    }
}

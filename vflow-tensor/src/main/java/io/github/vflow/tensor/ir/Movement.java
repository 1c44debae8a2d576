package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** Operations that move or copy elements and compute nothing. */
public sealed interface Movement extends Op {
    /** A movement of one operand. */
    sealed interface OfOne extends Movement {
        /** The operand. */
        Value x();

        @Override
        default List<Value> operands() {
            return List.of(x());
        }
    }

    @Override
    default Op with(List<Value> operands) {
        Value x = operands.getFirst();
        return switch (this) {
            case Broadcast b -> new Broadcast(x, b.shape);
            case Reshape r -> new Reshape(x, r.shape);
            case Transpose t -> new Transpose(x, t.order);
            case Slice s -> new Slice(x, s.axis, s.from, s.to);
            case Concat c -> new Concat(operands, c.axis);
            case Pad p -> new Pad(x, p.axis, p.before, p.after);
            case Permute p -> new Permute(x, p.axis, p.order);
            case Copy c -> new Copy(x, c.time);
        };
    }

    /** Repeats the elements along axes of size one, and along new axes in front. */
    record Broadcast(Value x, Shape shape) implements OfOne {
        @Override
        public Shape shape() {
            Checks.that(
                    x.shape().rank() <= shape.rank()
                            && Shape.broadcast(x.shape(), shape).equals(shape),
                    () -> "broadcast: " + x.shape() + " does not stretch to " + shape + "; sizes must be equal or 1");
            return shape;
        }
    }

    /** The same elements, row-major, under another shape of equal size. */
    record Reshape(Value x, Shape shape) implements OfOne {
        /** Whether rows stay rows: the last axis keeps its size. */
        public boolean keepsRows() {
            int from = x.shape().rank();
            int to = shape.rank();
            return from > 0 && to > 0 && x.shape().dim(from - 1) == shape.dim(to - 1);
        }

        @Override
        public Shape shape() {
            Checks.that(
                    x.shape().size() == shape.size(),
                    () -> "reshape: " + x.shape() + " has " + x.shape().size() + " elements but " + shape + " has "
                            + shape.size());
            return shape;
        }
    }

    /** Axis i of the result is axis order[i] of the operand. */
    record Transpose(Value x, List<Integer> order) implements OfOne {
        @Override
        public Shape shape() {
            Checks.that(
                    isPermutation(order, x.shape().rank()),
                    () -> "transpose: " + order + " is not an order of the axes of " + x.shape());
            return Shape.of(order.stream().mapToInt(i -> x.shape().dim(i)).toArray());
        }
    }

    /** Elements [from, to) along an axis. */
    record Slice(Value x, int axis, int from, int to) implements OfOne {
        @Override
        public Shape shape() {
            Checks.axis("slice", x.shape(), axis);
            Checks.that(
                    0 <= from && from < to && to <= x.shape().dim(axis),
                    () -> "slice: [" + from + ", " + to + ") along axis " + axis + " of " + x.shape());
            return x.shape().with(axis, to - from);
        }
    }

    /** The operands one after another along an axis. */
    record Concat(List<Value> operands, int axis) implements Movement {
        public Concat {
            operands = List.copyOf(operands);
        }

        @Override
        public Shape shape() {
            Shape first = operands.getFirst().shape();
            Checks.axis("concat", first, axis);
            long size = 0;
            for (Value v : operands) {
                Checks.that(
                        v.shape().rank() == first.rank()
                                && v.shape().with(axis, 1).equals(first.with(axis, 1)),
                        () -> "concat: " + first + " and " + v.shape() + " differ outside axis " + axis);
                size += v.shape().dim(axis);
            }
            return first.with(axis, size);
        }
    }

    /** The elements with zeros before and after them along an axis. */
    record Pad(Value x, int axis, int before, int after) implements OfOne {
        @Override
        public Shape shape() {
            Checks.axis("pad", x.shape(), axis);
            Checks.that(before >= 0 && after >= 0, () -> "pad: widths must not be negative: " + before + ", " + after);
            return x.shape().with(axis, (long) before + x.shape().dim(axis) + after);
        }
    }

    /** Element i along the axis is the operand's element order[i]; order is a permutation. */
    record Permute(Value x, int axis, List<Integer> order) implements OfOne {
        @Override
        public Shape shape() {
            Checks.axis("permute", x.shape(), axis);
            Checks.that(
                    isPermutation(order, x.shape().dim(axis)),
                    () -> "permute: " + order + " is not an order of the "
                            + x.shape().dim(axis) + " elements along axis " + axis);
            return x.shape();
        }
    }

    /**
     * The same elements as a value of its own. Gradients that recompute values put it between the old values and the new.
     *
     * @param time tells copies of one value apart
     */
    record Copy(Value x, int time) implements OfOne {
        @Override
        public Shape shape() {
            return x.shape();
        }
    }

    private static boolean isPermutation(List<Integer> order, int n) {
        return order.size() == n
                && order.stream().filter(i -> i >= 0 && i < n).distinct().count() == n;
    }
}

package io.github.vflow.flow;

import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.stream.IntStream;

/** Maps the numbers that follow the features in a row to the condition of the density. */
public sealed interface Conditioning {
    /** The number of such values in a row. */
    int width();

    /** The condition of rows [b, width]. */
    Condition of(Tensor given);

    /** The number of classes on which the density is conditioned; zero if on none. */
    default int classes() {
        return this instanceof Classes c ? c.number() : 0;
    }

    /** The condition in words, such as " given 2 columns"; empty if there is none. */
    default String words() {
        return switch (this) {
            case None _ -> "";
            case Classes c -> " given one of " + c.number() + " classes";
            case Columns c -> " given " + c.width() + " columns";
        };
    }

    /** No condition: p(x). */
    record None() implements Conditioning {
        @Override
        public int width() {
            return 0;
        }

        @Override
        public Condition of(Tensor given) {
            return Condition.none();
        }
    }

    /**
     * The class of the row, a whole number from 0 on: p(x | class). The condition is its one-hot vector [b, number].
     *
     * @param number the number of classes
     */
    record Classes(int number) implements Conditioning {
        @Override
        public int width() {
            return 1;
        }

        /** 1 − |y − k|, or zero where that is negative: exactly one or zero for whole numbers. */
        @Override
        public Condition of(Tensor given) {
            double[] each = IntStream.range(0, number).asDoubleStream().toArray();
            Tensor classes = given.trace().constant(Shape.of(number), each);
            Tensor all = given.broadcast(Shape.of(given.shape().dim(0), number));
            return Condition.ofRow(all.minus(classes).abs().negate().plus(1).relu());
        }
    }

    /**
     * Columns of the table, standardised like the features: p(y | x).
     *
     * @param width the number of columns
     */
    record Columns(int width) implements Conditioning {
        @Override
        public Condition of(Tensor given) {
            return Condition.ofRow(given);
        }
    }
}

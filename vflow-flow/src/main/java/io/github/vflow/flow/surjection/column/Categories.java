package io.github.vflow.flow.surjection.column;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Constants and codes of categories, which are whole numbers from 0 to K − 1. */
final class Categories {
    private Categories() {}

    /** 0 … K − 1 [K]. */
    static Tensor numbers(Trace t, int categories) {
        return t.constant(
                Shape.of(categories),
                IntStream.range(0, categories).asDoubleStream().toArray());
    }

    /** 1 where a column has the category of its row, else 0 [b, K]: exactly so for whole numbers x [b, 1]. */
    static Tensor oneHot(Tensor x, int categories) {
        Tensor all = x.broadcast(Shape.of(x.shape().dim(0), categories));
        return all.minus(numbers(x.trace(), categories)).abs().negate().plus(1).relu();
    }

    /** The bits of each category as signs, the lowest bit first [K, bits]. */
    static Tensor signs(Trace t, int categories, int bits) {
        double[] signs = new double[categories * bits];
        Arrays.setAll(signs, i -> ((i / bits) & (1 << (i % bits))) != 0 ? 1 : -1);
        return t.constant(Shape.of(categories, bits), signs);
    }

    /** 1, 2, 4, … [bits]. */
    static Tensor powers(Trace t, int bits) {
        double[] powers = new double[bits];
        Arrays.setAll(powers, i -> 1 << i);
        return t.constant(Shape.of(bits), powers);
    }
}

package io.github.vflow.flow.distribution.mixing;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.stream.IntStream;

/** Draws uniform numbers, by which a sample chooses a component, from normal noise of any scale. */
public final class Choice {
    /** The number of normals that make one uniform number. */
    public static final int NORMALS = 4;

    private static final int HALF = NORMALS / 2;

    private Choice() {}

    /**
     * Uniform numbers in (0, 1): (a² + b²) / (a² + b² + c² + d²), which follows Beta(1, 1) whatever the standard deviation of the normals is. So
     * the temperature of a sample leaves the choice alone.
     *
     * @param normals [b, {@value #NORMALS}]
     * @return [b]
     */
    public static Tensor uniform(Tensor normals) {
        return uniforms(normals, 1).reshape(normals.shape().dim(0));
    }

    /**
     * As {@link #uniform}, several numbers for each row.
     *
     * @param normals [b, n·{@value #NORMALS}]
     * @return [b, n]
     */
    public static Tensor uniforms(Tensor normals, int n) {
        Tensor squares = normals.square().reshape(normals.shape().dim(0), n, NORMALS);
        return squares.slice(2, 0, HALF).sum(2).dividedBy(squares.sum(2));
    }

    /**
     * The component whose part of [0, 1] has the uniform number, as 1 among zeros.
     *
     * @param uniform [b]
     * @param logWeights of the components [K], up to a constant
     * @return [b, K]
     */
    public static Tensor of(Tensor uniform, Tensor logWeights) {
        Trace t = uniform.trace();
        int b = uniform.shape().dim(0);
        int k = logWeights.shape().dim(0);
        Shape each = Shape.of(b, k);
        // the weights of the components up to each, without the last, whose sum is one
        Tensor sums = logWeights.softmax(0).reshape(1, k).matmul(t.constant(Shape.of(k, k), triangle(k)));
        Tensor index = uniform.reshape(b, 1)
                .broadcast(each)
                .greater(sums.broadcast(each))
                .slice(1, 0, Math.max(1, k - 1))
                .sum(1);
        double[] numbers = IntStream.range(0, k).asDoubleStream().toArray();
        Tensor away = index.reshape(b, 1)
                .broadcast(each)
                .minus(t.constant(Shape.of(k), numbers))
                .abs();
        return away.min(1).negate().plus(1);
    }

    private static double[] triangle(int k) {
        return IntStream.range(0, k * k)
                .mapToDouble(i -> i / k <= i % k ? 1 : 0)
                .toArray();
    }
}

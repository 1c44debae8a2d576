package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * r(u|x), the distribution of the noise that makes integers x continuous: x + u with u in the unit cube. Then
 * E[ln p(x + u) − ln r(u|x)] ≤ ln P(x) (Ho et al., 2019).
 */
public sealed interface Dequantizer {
    /** The number of noise values for each element of x. */
    int noisePerElement();

    /**
     * Draws u from noise and evaluates ln r(u|x).
     *
     * @param noise ε ~ N(0, I), {@link #noisePerElement} numbers for each element of x: [b, n·elements]
     * @param shape of u [b, …]
     * @param x the condition, which contains the scaled integers
     */
    Draw draw(Tensor noise, Shape shape, Condition x);

    /** Uniform: u = exp(−(ε₁² + ε₂²)/2), ln r = 0. */
    record Uniform() implements Dequantizer {
        @Override
        public int noisePerElement() {
            return 2;
        }

        @Override
        public Draw draw(Tensor noise, Shape shape, Condition x) {
            int n = shape.size() / shape.dim(0);
            Tensor squares =
                    noise.slice(1, 0, n).square().plus(noise.slice(1, n, 2 * n).square());
            return new Draw(
                    squares.times(-0.5).exp().reshape(shape),
                    noise.trace().constant(0).broadcast(Shape.of(shape.dim(0))));
        }
    }

    /**
     * A conditional flow from noise to the unit cube.
     *
     * @param flow the flow from noise to u, conditioned on x
     */
    record Variational(Bijector.Conditional flow) implements Dequantizer {
        @Override
        public int noisePerElement() {
            return 1;
        }

        @Override
        public Draw draw(Tensor noise, Shape shape, Condition x) {
            Tensor e = noise.reshape(shape);
            Mapped u = flow.given(x).forward(e);
            return new Draw(u.value(), StandardNormal.INSTANCE.logProb(e).minus(u.logDet()));
        }
    }
}

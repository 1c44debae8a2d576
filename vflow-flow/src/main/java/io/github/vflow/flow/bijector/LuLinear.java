package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;

/**
 * y = x·W with W = L·(U + diag(±eˢ)), L unit lower and U strictly upper triangular: never singular, and ln |det| = Σ s
 * (Kingma and Dhariwal, 2018, Eq. 10). For the fixed permutation of Glow, put a {@link Permutation} before it.
 *
 * @param lower L [d, d]; only the strictly lower triangle is used
 * @param upper U [d, d]; only the strictly upper triangle is used
 * @param logScale s [d]
 */
public record LuLinear(Parameter lower, Parameter upper, Parameter logScale) implements Bijector {
    /** Declares {@code L}, {@code U} and {@code s}; starts near the identity. */
    public static LuLinear of(Scope scope, int features) {
        Shape square = Shape.of(features, features);
        double std = 0.1 / Math.sqrt(features);
        return new LuLinear(
                scope.parameter("L", square, Initializer.normal(std)),
                scope.parameter("U", square, Initializer.normal(std)),
                scope.parameter("s", Shape.of(features), Initializer.zeros()));
    }

    private Tensor weight(Trace t) {
        int n = logScale.shape().dim(0);
        double[] below = new double[n * n];
        double[] above = new double[n * n];
        double[] diagonal = new double[n * n];
        for (int i = 0; i < n; i++) {
            diagonal[i * n + i] = 1;
            for (int j = 0; j < n; j++) {
                below[i * n + j] = j < i ? 1 : 0;
                above[i * n + j] = j > i ? 1 : 0;
            }
        }
        Shape square = Shape.of(n, n);
        Tensor one = t.constant(square, diagonal);
        Tensor l = lower.in(t).times(t.constant(square, below)).plus(one);
        Tensor u = upper.in(t)
                .times(t.constant(square, above))
                .plus(one.times(logScale.in(t).exp()));
        return l.matmul(u);
    }

    @Override
    public Mapped forward(Tensor x) {
        RowShape.check("LuLinear.forward", x, logScale.shape().dim(0));
        Trace t = x.trace();
        return Mapped.ofConstant(
                x.matmul(t.note(this, () -> weight(t))), logScale.in(t).sum(0));
    }

    @Override
    public Mapped inverse(Tensor y) {
        RowShape.check("LuLinear.inverse", y, logScale.shape().dim(0));
        Trace t = y.trace();
        return Mapped.ofConstant(
                y.matmul(t.note(this, () -> weight(t)).inverse()),
                logScale.in(t).sum(0).negate());
    }
}

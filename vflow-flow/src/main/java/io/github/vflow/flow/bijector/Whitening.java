package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Optional;

/**
 * y = (x − μ − c·B)·W of the first L of d dimensions, ln |det| = ln |det W|; the other dimensions stay as they are. c is the row vector of the
 * condition, and B the slopes of a linear regression on it. Training leaves μ, B and W as they are: initialisation sets them to moments of rows, so
 * that these have mean zero and covariance one.
 *
 * @param mean μ [L]
 * @param slopes B [the length of c, L]; empty if the map is the same for all conditions
 * @param weight W [L, L]
 * @param dimensions d
 */
public record Whitening(Parameter mean, Optional<Parameter> slopes, Parameter weight, int dimensions)
        implements Bijector.Conditional {
    private static final Initializer IDENTITY = (v, shape, _) -> {
        for (int i = 0; i < shape.dim(0); i++) {
            v[i * shape.dim(0) + i] = 1;
        }
    };

    /**
     * Declares {@code mean}, {@code B} and {@code W}; starts as the identity.
     *
     * @param whitened L, the number of dimensions that it maps
     * @param dimensions d, at least L
     * @param condition the length of c; zero for a map that is the same for all conditions
     */
    public static Whitening of(Scope scope, int whitened, int dimensions, int condition) {
        return new Whitening(
                scope.frozen("mean", Shape.of(whitened), Initializer.zeros()),
                condition == 0
                        ? Optional.empty()
                        : Optional.of(scope.frozen("B", Shape.of(condition, whitened), Initializer.zeros())),
                scope.frozen("W", Shape.of(whitened, whitened), IDENTITY),
                dimensions);
    }

    /** L. */
    public int whitened() {
        return mean.shape().size();
    }

    /** The same map of its L dimensions alone. */
    public Whitening alone() {
        return new Whitening(mean, slopes, weight, whitened());
    }

    /** μ + c·B of each row [b, L], or μ [1, L] if it is the same for all. */
    public Tensor mean(Trace t, Condition condition) {
        Tensor same = mean.in(t).reshape(1, whitened());
        return slopes.map(b -> condition.row().orElseThrow().matmul(b.in(t)).plus(mean.in(t)))
                .orElse(same);
    }

    @Override
    public Bijector given(Condition condition) {
        return new Given(this, condition);
    }

    private record Given(Whitening of, Condition condition) implements Bijector {
        @Override
        public Mapped forward(Tensor x) {
            RowShape.check("Whitening.forward", x, of.dimensions);
            Trace t = x.trace();
            Tensor w = of.weight.in(t);
            return Mapped.ofConstant(withRest(first(x).minus(mean(x)).matmul(w), x), w.logAbsDet());
        }

        @Override
        public Mapped inverse(Tensor y) {
            RowShape.check("Whitening.inverse", y, of.dimensions);
            Tensor w = of.weight.in(y.trace());
            return Mapped.ofConstant(
                    withRest(first(y).matmul(w.inverse()).plus(mean(y)), y),
                    w.logAbsDet().negate());
        }

        private Tensor mean(Tensor rows) {
            return of.slopes.isEmpty() ? of.mean.in(rows.trace()) : of.mean(rows.trace(), condition);
        }

        private Tensor first(Tensor x) {
            return of.whitened() == of.dimensions ? x : x.slice(1, 0, of.whitened());
        }

        private Tensor withRest(Tensor first, Tensor x) {
            return of.whitened() == of.dimensions
                    ? first
                    : Tensor.concat(1, first, x.slice(1, of.whitened(), of.dimensions));
        }
    }
}

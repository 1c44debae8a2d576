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
 * y = (x − μ)·W of the first L of d dimensions, ln |det| = ln |det W|; the other dimensions stay as they are. Training leaves μ and W as they
 * are: initialisation sets them to moments of rows, so that these have mean zero and covariance one.
 *
 * @param mean μ [L]
 * @param weight W [L, L]
 * @param dimensions d
 */
public record Whitening(Parameter mean, Parameter weight, int dimensions) implements Bijector {
    private static final Initializer IDENTITY = (v, shape, _) -> {
        for (int i = 0; i < shape.dim(0); i++) {
            v[i * shape.dim(0) + i] = 1;
        }
    };

    /**
     * Declares {@code mean} and {@code W}; starts as the identity.
     *
     * @param whitened L, the number of dimensions that it maps
     * @param dimensions d, at least L
     */
    public static Whitening of(Scope scope, int whitened, int dimensions) {
        return new Whitening(
                scope.frozen("mean", Shape.of(whitened), Initializer.zeros()),
                scope.frozen("W", Shape.of(whitened, whitened), IDENTITY),
                dimensions);
    }

    /** L. */
    public int whitened() {
        return mean.shape().size();
    }

    /** The same map of its L dimensions alone. */
    public Whitening alone() {
        return new Whitening(mean, weight, whitened());
    }

    @Override
    public Mapped forward(Tensor x) {
        RowShape.check("Whitening.forward", x, dimensions);
        Trace t = x.trace();
        Tensor w = weight.in(t);
        return Mapped.ofConstant(withRest(first(x).minus(mean.in(t)).matmul(w), x), w.logAbsDet());
    }

    @Override
    public Mapped inverse(Tensor y) {
        RowShape.check("Whitening.inverse", y, dimensions);
        Trace t = y.trace();
        Tensor w = weight.in(t);
        return Mapped.ofConstant(
                withRest(first(y).matmul(w.inverse()).plus(mean.in(t)), y),
                w.logAbsDet().negate());
    }

    private Tensor first(Tensor x) {
        return whitened() == dimensions ? x : x.slice(1, 0, whitened());
    }

    private Tensor withRest(Tensor first, Tensor x) {
        return whitened() == dimensions ? first : Tensor.concat(1, first, x.slice(1, whitened(), dimensions));
    }
}

package io.github.vflow.flow.bijector.autoregressive;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * y_j = τ(x_j; θ_j(x_0 … x_{j−1})) (masked autoregressive flow, Papamakarios et al., 2017, Eq. 4, for any elementwise τ).
 *
 * <p>Forward is one pass of the conditioner. The inverse is one pass for each dimension, one after another, and a trace holds all of them:
 * it is meant for rows of up to about 64 dimensions. {@link io.github.vflow.flow.bijector.Inverse} of it is an inverse autoregressive flow
 * (Kingma et al., 2016), which is fast the other way round.
 *
 * @param features d
 * @param conditioner θ: [b, d] → [b, d·transformer.parameters()]; the parameters of dimension j must depend on earlier dimensions alone
 * @param transformer τ
 */
public record Autoregressive(int features, UnaryOperator<Tensor> conditioner, Transformer transformer)
        implements Bijector {
    /**
     * {@inheritDoc}
     *
     * @throws ShapeException if x is not [b, d]
     */
    @Override
    public Mapped forward(Tensor x) {
        check("forward", x);
        return transformer.forward(x, conditioner.apply(x));
    }

    /**
     * {@inheritDoc}
     *
     * @throws ShapeException if y is not [b, d]
     */
    @Override
    public Mapped inverse(Tensor y) {
        check("inverse", y);
        List<Tensor> known = new ArrayList<>();
        Tensor logDet = y.trace().constant(0);
        for (int j = 0; j < features; j++) {
            Tensor theta = conditioner.apply(padded(known, y));
            Mapped x = transformer.inverse(y.slice(1, j, j + 1), ofDimension(j, theta));
            known.add(x.value());
            logDet = logDet.plus(x.logDet());
        }
        return new Mapped(Tensor.concat(1, known), logDet);
    }

    /** The known dimensions, then zeros, at which no parameter that is read looks. */
    private Tensor padded(List<Tensor> known, Tensor y) {
        return known.isEmpty()
                ? y.trace().constant(0).broadcast(Shape.of(y.shape().dim(0), features))
                : Tensor.concat(1, known).pad(1, 0, features - known.size());
    }

    private Tensor ofDimension(int j, Tensor theta) {
        List<Tensor> kinds = new ArrayList<>();
        int from = 0;
        for (int width : transformer.widths()) {
            kinds.add(theta.slice(1, from + j * width, from + (j + 1) * width));
            from += features * width;
        }
        return Tensor.concat(1, kinds);
    }

    private void check(String where, Tensor x) {
        if (x.shape().rank() != 2 || x.shape().dim(1) != features) {
            throw new ShapeException("Autoregressive." + where + ": expected x [batch, " + features + "] but got "
                    + x.shape() + "; the flow was built for " + features + " dimensions");
        }
    }
}

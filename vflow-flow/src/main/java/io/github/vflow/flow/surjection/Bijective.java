package io.github.vflow.flow.surjection;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;

/**
 * A bijector as a lift without noise: v = f(x), and the bound gets ln |det ∂v/∂x|.
 *
 * @param bijector f
 */
public record Bijective(Bijector bijector) implements Surjection {
    @Override
    public int noise() {
        return 0;
    }

    @Override
    public Lifted lift(Tensor x, Tensor noise, Condition condition) {
        Mapped v = bijector.forward(x);
        return new Lifted(v.value(), v.logDet());
    }

    @Override
    public Tensor back(Tensor v) {
        return bijector.inverse(v).value();
    }
}

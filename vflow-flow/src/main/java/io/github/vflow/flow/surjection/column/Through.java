package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;

/**
 * A surjection and then a bijector: v = f(s(x)); the bound gets the term of s and ln |det ∂f|.
 *
 * @param first s
 * @param then f
 */
public record Through(Surjection first, Bijector then) implements Cells.Lifter {
    @Override
    public int noise() {
        return first.noise();
    }

    @Override
    public int augment() {
        return first.augment();
    }

    @Override
    public Lifted lift(Cells x, Tensor noise, Condition condition) {
        Lifted lifted = x.lift(first, noise, condition);
        Mapped v = then.forward(lifted.value());
        return new Lifted(v.value(), lifted.added().plus(v.logDet()));
    }

    @Override
    public Tensor back(Tensor v) {
        return first.back(then.inverse(v).value());
    }
}

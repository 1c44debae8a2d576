package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * x₁, x₂ = split(x); y = concat(x₁, τ(x₂; θ(x₁))) (VFlow paper, Eq. 2, for any elementwise τ).
 *
 * <p>A coupling is a split, a conditioner θ that makes parameters, and a transformer τ that uses them. The conditioner
 * need not be invertible.
 *
 * @param passed how many of the first dimensions pass unchanged
 * @param features all dimensions
 * @param conditioner θ: [b, passed] → [b, (features − passed)·transformer.parameters()]
 * @param transformer τ
 */
public record Coupling(int passed, int features, UnaryOperator<Tensor> conditioner, Transformer transformer)
        implements Bijector {
    /** Checks that at least one dimension passes and one does not. */
    public Coupling {
        if (passed < 1 || passed >= features) {
            throw new IllegalArgumentException(
                    "Coupling: " + passed + " of " + features + " dimensions pass; at least one must pass and one not");
        }
    }

    @Override
    public Mapped forward(Tensor x) {
        RowShape.check("Coupling.forward", x, features);
        Tensor kept = x.slice(1, 0, passed);
        return joined(kept, transformer.forward(x.slice(1, passed, features), conditioner.apply(kept)));
    }

    @Override
    public Mapped inverse(Tensor y) {
        RowShape.check("Coupling.inverse", y, features);
        Tensor kept = y.slice(1, 0, passed);
        return joined(kept, transformer.inverse(y.slice(1, passed, features), conditioner.apply(kept)));
    }

    private static Mapped joined(Tensor kept, Mapped changed) {
        return new Mapped(Tensor.concat(1, kept, changed.value()), changed.logDet());
    }
}

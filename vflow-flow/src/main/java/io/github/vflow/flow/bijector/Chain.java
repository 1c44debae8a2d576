package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;
import java.util.List;

/**
 * f = f_L ∘ … ∘ f_1; ln |det| is the sum (VFlow paper, Sec. 2.1).
 *
 * @param parts f_1 first
 */
public record Chain(List<Bijector> parts) implements Bijector {
    public Chain {
        parts = List.copyOf(parts);
    }

    /** f_L ∘ … ∘ f_1, all for the same condition; f_1 comes first. */
    public static Bijector.Conditional conditional(List<? extends Bijector.Conditional> parts) {
        List<Bijector.Conditional> all = List.copyOf(parts);
        return condition -> new Chain(all.stream().map(p -> p.given(condition)).toList());
    }

    /** The chain of the given bijectors, f_1 first. */
    public static Chain of(Bijector... parts) {
        return new Chain(List.of(parts));
    }

    @Override
    public Mapped forward(Tensor x) {
        Mapped sum = Mapped.ofUnitVolume(x);
        for (Bijector b : parts) {
            sum = then(sum, b.forward(sum.value()));
        }
        return sum;
    }

    @Override
    public Mapped inverse(Tensor y) {
        Mapped sum = Mapped.ofUnitVolume(y);
        for (Bijector b : parts.reversed()) {
            sum = then(sum, b.inverse(sum.value()));
        }
        return sum;
    }

    private static Mapped then(Mapped before, Mapped next) {
        return new Mapped(next.value(), before.logDet().plus(next.logDet()));
    }
}

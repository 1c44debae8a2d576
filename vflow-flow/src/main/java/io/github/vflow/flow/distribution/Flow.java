package io.github.vflow.flow.distribution;

import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;

/**
 * A normalizing flow: the density of x = f⁻¹(ε) with ε from the base (VFlow paper, Sec. 2.1).
 *
 * @param bijector f, from data to ε
 * @param base p_ε
 */
public record Flow(Bijector bijector, Base base) {
    /** ln p(x) = ln p_ε(f(x)) + ln |det ∂f/∂x|: [b, …] → [b], in nats. */
    public Tensor logProb(Tensor x) {
        Mapped eps = bijector.forward(x);
        return base.logProb(eps.value()).plus(eps.logDet());
    }

    /** x = f⁻¹(ε), from noise N(0, I) as {@link Base#sample} takes it. */
    public Tensor sample(Tensor noise) {
        return bijector.inverse(base.sample(noise)).value();
    }
}

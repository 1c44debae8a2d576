package io.github.vflow.flow.distribution;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.map.Mapped;
import io.github.vflow.tensor.Tensor;

/**
 * A flow over N(0, I).
 *
 * @param flow from data to ε
 */
public record Density(Bijector flow) {
    /** ln p(x) = ln p_ε(f(x)) + ln |det ∂f/∂x| (VFlow paper, Sec. 2.1): [b, d] → [b], in nats. */
    public Tensor logProb(Tensor x) {
        Mapped eps = flow.forward(x);
        return StandardNormal.logProb(eps.value()).plus(eps.logDet());
    }

    /** x = f⁻¹(ε). */
    public Tensor sample(Tensor noise) {
        return flow.inverse(noise).value();
    }
}

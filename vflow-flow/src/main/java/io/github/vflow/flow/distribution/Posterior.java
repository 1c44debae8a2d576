package io.github.vflow.flow.distribution;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;

/**
 * q(z|x), the distribution of the augmented dimensions: a conditional flow from noise to z (VFlow paper, Sec. 3.1).
 *
 * @param flow g⁻¹(·; x), from noise to z
 */
public record Posterior(Bijector.Conditional flow) {
    /**
     * The posterior q(z|x) = p_ε(z), which ignores x. Assumption A2 of the VFlow paper requires the family of
     * posteriors to contain it; by Remark 2 it suffices.
     */
    public static Posterior prior() {
        return new Posterior(Bijector.Conditional.always(Chain.of()));
    }

    /**
     * z = g⁻¹(ε; x) and ln q(z|x) = ln p_ε(ε) − ln |det ∂z/∂ε|.
     *
     * @param noise ε ~ N(0, I), of the shape of z
     * @param x the condition: the row, or the positions of an image
     */
    public Draw draw(Tensor noise, Condition x) {
        Mapped z = flow.given(x).forward(noise);
        return new Draw(z.value(), StandardNormal.INSTANCE.logProb(noise).minus(z.logDet()));
    }
}

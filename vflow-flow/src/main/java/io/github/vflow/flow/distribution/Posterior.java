package io.github.vflow.flow.distribution;

import io.github.vflow.flow.bijector.ConditionalBijector;
import io.github.vflow.flow.map.Mapped;
import io.github.vflow.flow.transformer.Transformer;
import io.github.vflow.tensor.Tensor;
import java.util.function.UnaryOperator;

/** q(z|x), the distribution of the augmented dimensions (VFlow paper, Sec. 3.1). */
public sealed interface Posterior {
    /**
     * z = g⁻¹(ε; x) and ln q(z|x) = ln p_ε(ε) − ln |det ∂z/∂ε|.
     *
     * @param noise ε ~ N(0, I) [b, D_Z]
     * @param x [b, D_X]
     */
    Draw draw(Tensor noise, Tensor x);

    /** q(z|x) = p_ε(z): what assumption A2 asks a posterior to contain, and by Remark 2 enough to win. */
    record Prior() implements Posterior {
        @Override
        public Draw draw(Tensor noise, Tensor x) {
            return new Draw(noise, StandardNormal.logProb(noise));
        }
    }

    /**
     * One elementwise layer, z = τ(ε; θ(x)): N(z; μ(x), σ(x)) for an affine τ.
     *
     * @param network θ: [b, D_X] → [b, D_Z·τ.parameters()]
     * @param transformer τ
     */
    record Elementwise(UnaryOperator<Tensor> network, Transformer transformer) implements Posterior {
        @Override
        public Draw draw(Tensor noise, Tensor x) {
            return moved(noise, transformer.forward(noise, network.apply(x)));
        }
    }

    /**
     * A conditional flow from noise to z.
     *
     * @param flow given x
     */
    record Conditional(ConditionalBijector flow) implements Posterior {
        @Override
        public Draw draw(Tensor noise, Tensor x) {
            return moved(noise, flow.given(x).forward(noise));
        }
    }

    private static Draw moved(Tensor noise, Mapped z) {
        return new Draw(z.value(), StandardNormal.logProb(noise).minus(z.logDet()));
    }
}

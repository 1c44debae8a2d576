package io.github.vflow.flow.distribution;

import io.github.vflow.tensor.Tensor;

/** The base distribution p_ε of a flow. */
public interface Base {
    /** ln p_ε of each row: [b, …] → [b], in nats. */
    Tensor logProb(Tensor eps);

    /**
     * Transforms standard normal noise into samples ε of the base.
     *
     * @param noise from N(0, I), of the shape of ε [b, …]
     */
    Tensor sample(Tensor noise);
}

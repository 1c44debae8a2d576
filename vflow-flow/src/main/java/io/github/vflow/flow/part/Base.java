package io.github.vflow.flow.part;

import io.github.vflow.tensor.Tensor;

/** The base distribution p_ε of a flow. */
public interface Base {
    /** ln p_ε of each row: [b, …] → [b], in nats. */
    Tensor logProb(Tensor eps);

    /** The number of normals that a draw of d dimensions takes: d, unless the base says otherwise. */
    default int noise(int dimensions) {
        return dimensions;
    }

    /**
     * Transforms standard normal noise into samples ε of the base.
     *
     * @param noise from N(0, I), of the shape of ε [b, …] if {@link #noise} is their number, else rows [b, noise]
     */
    Tensor sample(Tensor noise);
}

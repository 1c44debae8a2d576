package io.github.vflow.flow.bijector;

import io.github.vflow.tensor.Tensor;

/** What bijectors on images share. */
final class Images {
    private Images() {}

    /** Σ over all axes but the first: [b, …] → [b]. */
    static Tensor sumOfRows(Tensor x) {
        int b = x.shape().dim(0);
        return x.reshape(b, x.shape().size() / b).sum(1);
    }
}

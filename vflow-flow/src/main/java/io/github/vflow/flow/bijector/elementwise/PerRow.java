package io.github.vflow.flow.bijector.elementwise;

import io.github.vflow.tensor.Tensor;

/** The sum over a row of any rank, for elementwise bijectors. */
final class PerRow {
    private PerRow() {}

    /** Σ over all axes but the first: [b, …] → [b]. */
    static Tensor sum(Tensor x) {
        int b = x.shape().dim(0);
        return x.reshape(b, x.shape().size() / b).sum(1);
    }
}

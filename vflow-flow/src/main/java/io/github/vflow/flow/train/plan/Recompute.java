package io.github.vflow.flow.train.plan;

import io.github.vflow.tensor.autodiff.Memory;

/**
 * The values of the forward pass that the backward pass computes again instead of keeping them, where a model has {@linkplain
 * io.github.vflow.flow.bijector.layer.Checkpointed segments that can be computed again}.
 *
 * @param memory how they are computed again, or that all are kept
 * @param segments how many of the model's first segments; the values of the others are kept
 */
@SuppressWarnings("exports") // gradients are for our own modules
public record Recompute(Memory memory, int segments) {
    /** Checks the number of segments. */
    public Recompute {
        if (segments < 0) {
            throw new IllegalArgumentException("Recompute: segments must not be negative but are " + segments);
        }
    }

    /** All segments in one way. */
    public static Recompute all(Memory memory) {
        return new Recompute(memory, Integer.MAX_VALUE);
    }
}

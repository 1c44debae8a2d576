package io.github.vflow.flow.train.plan;

import io.github.vflow.flow.train.Trainer;

/**
 * How the gradient of a batch is computed.
 *
 * @param recompute the values of the forward pass that the backward pass computes again
 * @param shards the number of equal parts of a batch, each with a separate gradient; the step follows their mean. Zero leaves the
 *     choice to the {@link Trainer}
 */
public record Execution(Recompute recompute, int shards) {
    /** Checks the number of shards. */
    public Execution {
        if (shards < 0) {
            throw new IllegalArgumentException("Execution: shards must not be negative but are " + shards);
        }
    }
}

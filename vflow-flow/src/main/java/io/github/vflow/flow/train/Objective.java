package io.github.vflow.flow.train;

import io.github.vflow.tensor.Tensor;

/** What training minimises. A training plan does not store it, so a resumed run must be given it again. */
@FunctionalInterface
public interface Objective {
    /**
     * The loss of a batch, or of each shard of one: a single number.
     *
     * @param bound the bound of each row [b], in nats in the units of the data
     * @param parameters all parameters of the model [n]
     * @param batch standardised rows [b, width]
     */
    Tensor loss(Tensor bound, Tensor parameters, Tensor batch);

    /** The mean of −bound (VFlow paper, Eq. 4). */
    static Objective meanBound() {
        return (bound, _, _) -> bound.mean(0).negate();
    }
}

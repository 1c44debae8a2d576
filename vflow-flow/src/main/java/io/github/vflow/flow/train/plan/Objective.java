package io.github.vflow.flow.train.plan;

import io.github.vflow.tensor.Tensor;
import java.util.List;

/** The loss that training minimises. A training plan does not store it, so a resumed run must be given it again. */
@FunctionalInterface
public interface Objective {
    /**
     * The loss of a batch, or of each shard of one: a single number.
     *
     * @param bound the bound of each row [b], in nats in the units of the data
     * @param parameters the parameters of the model in the order of their declaration, each of its shape
     * @param batch standardised rows [b, width]
     */
    Tensor loss(Tensor bound, List<Tensor> parameters, Tensor batch);

    /** The mean of −bound (VFlow paper, Eq. 4). */
    static Objective meanBound() {
        return (bound, _, _) -> bound.mean(0).negate();
    }
}

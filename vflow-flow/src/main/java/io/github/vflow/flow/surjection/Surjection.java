package io.github.vflow.flow.surjection;

import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;

/**
 * A lift of data x towards the space of a flow, by noise if it needs some, with a plain function back (SurVAE Flows, Nielsen et al., 2020):
 *
 * <pre>ln p(x) ≥ E[ln p(v) + added(v, noise)],   back(v) = x</pre>
 *
 * <p>Laws, which the test kit checks: back(lift(x)) = x, and the importance weights exp(ln p(v) + added) have the mean p(x).
 */
public interface Surjection {
    /** How many numbers of noise the lift of a row takes. */
    int noise();

    /** How many dimensions a row has more in the space of the flow. */
    default int augment() {
        return 0;
    }

    /**
     * v and what it adds to the bound.
     *
     * @param x [b, …]
     * @param noise from N(0, I) [b, noise]
     * @param condition of the density
     */
    Lifted lift(Tensor x, Tensor noise, Condition condition);

    /** x of v. */
    Tensor back(Tensor v);
}

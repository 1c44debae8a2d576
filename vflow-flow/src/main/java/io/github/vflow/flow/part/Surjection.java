package io.github.vflow.flow.part;

import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;

/**
 * A lift v of data x towards the space of a flow, stochastic if it takes noise, with a deterministic way back (SurVAE Flows, Nielsen et
 * al., 2020):
 *
 * <pre>ln p(x) ≥ E[ln p(v) + added(v, noise)],   back(v) = x</pre>
 *
 * <p>Laws, which the test kit checks: back(lift(x)) = x, and the importance weights exp(ln p(v) + added) have the mean p(x).
 */
public interface Surjection {
    /** The number of noise values for each row. */
    int noise();

    /** The number of dimensions that the lift adds to a row. */
    default int augment() {
        return 0;
    }

    /**
     * Lifts x and evaluates the term that the lift adds to the bound.
     *
     * @param x [b, …]
     * @param noise from N(0, I) [b, noise]
     * @param condition the condition of the density
     */
    Lifted lift(Tensor x, Tensor noise, Condition condition);

    /** Recovers x from v. */
    Tensor back(Tensor v);

    /**
     * A batch that a surjection has lifted.
     *
     * @param value v [b, …]
     * @param added ln |det ∂v/∂x| − ln r(noise), the term of the bound for each row [b], in nats
     */
    record Lifted(Tensor value, Tensor added) {}
}

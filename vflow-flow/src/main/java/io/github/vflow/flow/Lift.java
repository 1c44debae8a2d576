package io.github.vflow.flow;

import io.github.vflow.flow.surjection.Lifted;
import io.github.vflow.tensor.Tensor;
import java.util.List;

/**
 * Rows that were lifted into the space of the flow.
 *
 * @param steps the result of each surjection
 * @param value v, the last result
 * @param columns the lifted columns, without augmented dimensions
 */
public record Lift(List<Lifted> steps, Tensor value, Tensor columns) {
    /** Copies the list. */
    public Lift {
        steps = List.copyOf(steps);
    }
}

package io.github.vflow.flow.surjection;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Rows that were lifted into the space of the flow. A model without continuous features lifts nothing: its discrete features stand for all.
 *
 * @param steps the result of each surjection
 * @param value v, the last result
 * @param columns the lifted columns, without augmented dimensions
 * @param condition of the flow: the codes of the discrete features, and the given columns
 * @param discrete the discrete features [b, C], drawn where they are missing, and ln P of the known ones [b], in nats; empty without any
 */
public record Lift(List<Lifted> steps, Tensor value, Tensor columns, Condition condition, Optional<Draw> discrete) {
    public Lift {
        steps = List.copyOf(steps);
    }
}

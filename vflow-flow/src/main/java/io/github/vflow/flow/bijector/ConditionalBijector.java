package io.github.vflow.flow.bijector;

import io.github.vflow.nn.layer.Condition;
import java.util.List;

/** A family of bijectors f(· | c), one for each condition c. */
@FunctionalInterface
public interface ConditionalBijector {
    /** The bijector f(· | c): row i of the condition c determines the map of row i of a batch. */
    Bijector given(Condition condition);

    /** The same bijector for every condition. */
    static ConditionalBijector always(Bijector b) {
        return _ -> b;
    }

    /** f_L ∘ … ∘ f_1, all for the same condition; f_1 comes first. */
    static ConditionalBijector chain(List<? extends ConditionalBijector> parts) {
        List<ConditionalBijector> all = List.copyOf(parts);
        return condition -> new Chain(all.stream().map(p -> p.given(condition)).toList());
    }
}

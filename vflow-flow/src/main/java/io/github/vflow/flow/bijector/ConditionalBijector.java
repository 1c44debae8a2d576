package io.github.vflow.flow.bijector;

import io.github.vflow.tensor.Tensor;
import java.util.List;

/** A family of bijectors, one for each context. */
@FunctionalInterface
public interface ConditionalBijector {
    /** The bijector of a context [b, c]: row i of the batch is mapped with row i of the context. */
    Bijector given(Tensor context);

    /** One bijector for all contexts. */
    static ConditionalBijector of(Bijector b) {
        return _ -> b;
    }

    /** Several, the first applied first. */
    static ConditionalBijector chain(List<? extends ConditionalBijector> parts) {
        List<ConditionalBijector> all = List.copyOf(parts);
        return context -> new Chain(all.stream().map(p -> p.given(context)).toList());
    }
}

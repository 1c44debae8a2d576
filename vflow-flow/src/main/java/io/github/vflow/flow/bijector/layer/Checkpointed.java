package io.github.vflow.flow.bijector.layer;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Segment;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bijector whose activations the backward pass can recompute, from its input or, by the inverse, from its output. The
 * training program chooses one of the two, or stores the activations. The map itself is unchanged.
 *
 * @param name names the bijector in reports of inverse errors
 * @param bijector the family of bijectors
 * @param condition the condition that selects one of the family
 */
public record Checkpointed(String name, Bijector.Conditional bijector, Condition condition) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        List<Tensor> inputs =
                Stream.concat(Stream.of(x), condition.parts().stream()).toList();
        return Segment.reversible(
                name,
                inputs,
                in -> bijector.given(condition.with(in.subList(1, in.size()))).forward(in.getFirst()),
                y -> inverse(Segment.barrier(y.value())).value());
    }

    @Override
    public Mapped inverse(Tensor y) {
        return bijector.given(condition).inverse(y);
    }
}

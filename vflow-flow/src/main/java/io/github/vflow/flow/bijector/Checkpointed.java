package io.github.vflow.flow.bijector;

import io.github.vflow.flow.map.Mapped;
import io.github.vflow.nn.layer.Given;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Segment;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A bijector whose inner values a gradient computes again, from its input or, being invertible, from its output; a training program
 * says which of the two, or neither. The map itself is unchanged.
 *
 * @param name by which it is known where its inverse drifts
 * @param bijector the bijector of what it is given
 * @param given what else it is computed from
 */
public record Checkpointed(String name, Function<Given, Bijector> bijector, Given given) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        List<Tensor> inputs =
                Stream.concat(Stream.of(x), given.parts().stream()).toList();
        return Segment.reversible(
                name,
                inputs,
                in -> bijector.apply(given.with(in.subList(1, in.size()))).forward(in.getFirst()),
                y -> inverse(Segment.barrier(y.value())).value());
    }

    @Override
    public Mapped inverse(Tensor y) {
        return bijector.apply(given).inverse(y);
    }
}

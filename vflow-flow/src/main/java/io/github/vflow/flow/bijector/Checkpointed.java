package io.github.vflow.flow.bijector;

import io.github.vflow.flow.map.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Segment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A bijector whose inner values a gradient computes again, from its input or, being invertible, from its output; a training program
 * says which of the two, or neither. The map itself is unchanged.
 *
 * @param given the bijector of a context, or of none
 * @param context what else it is computed from
 */
public record Checkpointed(Function<Optional<Tensor>, Bijector> given, Optional<Tensor> context) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        List<Tensor> inputs = Stream.concat(Stream.of(x), context.stream()).toList();
        return Segment.reversible(
                inputs,
                in -> given.apply(in.stream().skip(1).findFirst()).forward(in.getFirst()),
                y -> inverse(Segment.again(y.value())).value());
    }

    @Override
    public Mapped inverse(Tensor y) {
        return given.apply(context).inverse(y);
    }
}

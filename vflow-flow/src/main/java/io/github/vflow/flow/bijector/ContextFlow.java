package io.github.vflow.flow.bijector;

import io.github.vflow.nn.layer.ContextNet;
import io.github.vflow.tensor.Tensor;
import java.util.function.Function;

/**
 * Bijectors of images, one for each image that they are told of by a context network.
 *
 * @param network makes the context of an image, whose even and odd columns it is given as channels
 * @param flow the bijector of a context
 */
public record ContextFlow(ContextNet network, Function<Tensor, Bijector> flow) implements ConditionalBijector {
    @Override
    public Bijector given(Tensor image) {
        return flow.apply(context(image));
    }

    /** The context [b, h, w/2, c] of images [b, h, w, c]. */
    public Tensor context(Tensor image) {
        return network.of(Halves.COLUMNS.forward(image).value());
    }
}

package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.image.ContextNet;
import io.github.vflow.tensor.Tensor;
import java.util.Optional;

/**
 * A bijector of images conditioned on images: a context network turns the condition's image into features, and a
 * conditional flow is conditioned on these (Ho et al., 2019).
 *
 * @param network the context network, whose input has the even and odd columns of the image as channels
 * @param flow the flow that is conditioned on the features
 */
@SuppressWarnings("exports") // layers for images are for our own modules
public record ContextFlow(ContextNet network, Bijector.Conditional flow) implements Bijector.Conditional {
    @Override
    public Bijector given(Condition condition) {
        Tensor image = condition
                .positions()
                .orElseThrow(() -> new IllegalArgumentException(
                        "ContextFlow.given: the flow is conditioned on an image [b, h, w, c] but the condition has none;"
                                + " pass one by Condition.ofPositions"));
        return flow.given(new Condition(condition.row(), Optional.of(context(image))));
    }

    /** The features [b, h, w/2, c] of images [b, h, w, c]. */
    public Tensor context(Tensor image) {
        return network.apply(Split.COLUMNS.forward(image).value());
    }
}

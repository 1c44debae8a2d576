package io.github.vflow.nn.layer;

import io.github.vflow.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a network of images is told besides the image that it works on.
 *
 * @param context [b, h, w, c], at each position
 * @param label [b, classes], one for the class of an image and zero elsewhere
 */
public record Given(Optional<Tensor> context, Optional<Tensor> label) {
    /** Nothing. */
    public static Given nothing() {
        return new Given(Optional.empty(), Optional.empty());
    }

    /** Something about each position. */
    public static Given context(Tensor context) {
        return new Given(Optional.of(context), Optional.empty());
    }

    /** The class, if there is one. */
    public static Given label(Optional<Tensor> label) {
        return new Given(Optional.empty(), label);
    }

    /** What there is, in order. */
    public List<Tensor> parts() {
        return Stream.of(context, label).flatMap(Optional::stream).toList();
    }

    /** The same, told by other tensors. */
    public Given with(List<Tensor> parts) {
        Iterator<Tensor> next = parts.iterator();
        return new Given(context.map(_ -> next.next()), label.map(_ -> next.next()));
    }
}

package io.github.vflow.nn.layer;

import io.github.vflow.nn.Scope;
import io.github.vflow.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a conditional flow is told about an image (Ho et al., 2019): a convolution, then gated ones.
 *
 * @param first to the context's channels
 * @param blocks the gated convolutions
 */
public record ContextNet(Conv first, List<GatedConv> blocks) {
    /** With a copy of the list. */
    public ContextNet {
        blocks = List.copyOf(blocks);
    }

    /** Declares {@code proj} and {@code c.k}. */
    public static ContextNet of(Scope scope, int in, int filters, int blocks, Dropout dropout) {
        return new ContextNet(
                Conv.of(scope.in("proj"), in, filters, 1),
                IntStream.range(0, blocks)
                        .mapToObj(k -> GatedConv.wide(scope.in("c").in(k), filters, dropout))
                        .toList());
    }

    /** The context [b, h, w, filters] of [b, h, w, in]. */
    public Tensor of(Tensor x) {
        Tensor h = first.of(x);
        for (GatedConv block : blocks) {
            h = block.of(h, Given.nothing());
        }
        return h;
    }
}

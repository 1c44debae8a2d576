package io.github.vflow.nn.layer.image;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The network that turns an image into the context of a conditional flow: a convolution, then gated convolutions (Ho et
 * al., 2019). In the published ImageNet models each has layer norm and attention.
 *
 * @param first the convolution to the channels of the context
 * @param positions the position embedding of attention [h, w, F]; empty without attention
 * @param blocks the blocks in order
 */
public record ContextNet(Conv first, Optional<Parameter> positions, List<GatedBlock> blocks) {
    /**
     * The size of a network.
     *
     * @param filters F, the number of channels
     * @param blocks the number of gated convolutions
     * @param normed whether a layer norm follows each convolution
     * @param heads the number of heads of the attention after each norm; zero for no attention
     * @param style the style of the layers
     */
    public record Sizes(int filters, int blocks, boolean normed, int heads, Style style) {}

    public ContextNet {
        blocks = List.copyOf(blocks);
    }

    /** Declares {@code proj} and {@code c.k}, and {@code pos_emb} for attention, for images [h, w, in]. */
    public static ContextNet of(Scope scope, int h, int w, int in, Sizes sizes) {
        Conv first = Conv.of(scope.in("proj"), in, sizes.filters, 1, sizes.style.weightNorm());
        Optional<Parameter> positions = GatedBlock.positions(scope, h, w, sizes.filters, sizes.heads);
        List<GatedBlock> blocks = new ArrayList<>();
        for (int k = 0; k < sizes.blocks; k++) {
            Scope block = scope.in("c").in(k);
            GatedConv conv = GatedConv.wide(block, sizes.filters, sizes.style);
            blocks.add(
                    sizes.normed
                            ? GatedBlock.normed(block, conv, sizes.filters, sizes.heads, sizes.style)
                            : GatedBlock.of(conv));
        }
        return new ContextNet(first, positions, blocks);
    }

    /** The context [b, h, w, F] of an image [b, h, w, in]. */
    public Tensor apply(Tensor x) {
        Tensor h = first.apply(x);
        for (GatedBlock block : blocks) {
            h = block.apply(h, Condition.none(), positions);
        }
        return h;
    }
}

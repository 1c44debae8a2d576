package io.github.vflow.nn.layer;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a conditional flow is told about an image: a convolution, then gated ones (Ho et al., 2019), or, in the published ImageNet
 * models, these with layer norm and attention.
 *
 * @param first to the context's channels
 * @param positions what attention is told about positions; empty without
 * @param blocks in order
 */
public record ContextNet(Conv first, Optional<Parameter> positions, List<GatedBlock> blocks) {
    /**
     * How large a network is.
     *
     * @param filters its channels
     * @param blocks gated convolutions
     * @param normed whether a layer norm follows each
     * @param heads of an attention that follows each norm; zero for none
     * @param style of the layers
     */
    public record Sizes(int filters, int blocks, boolean normed, int heads, Style style) {
        /** Gated convolutions alone. */
        public static Sizes plain(int filters, int blocks, Style style) {
            return new Sizes(filters, blocks, false, 0, style);
        }
    }

    /** With a copy of the list. */
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

    /** The context [b, h, w, filters] of [b, h, w, in]. */
    public Tensor apply(Tensor x) {
        Tensor h = first.apply(x);
        for (GatedBlock block : blocks) {
            h = block.apply(h, Condition.none(), positions);
        }
        return h;
    }
}

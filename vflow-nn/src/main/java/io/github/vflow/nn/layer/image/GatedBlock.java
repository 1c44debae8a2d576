package io.github.vflow.nn.layer.image;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.norm.LayerNorm;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.Optional;

/**
 * A gated convolution and a gated attention, each with a layer norm after it (Ho et al., 2019). Only the convolution is
 * mandatory.
 *
 * @param conv the gated convolution
 * @param first the norm after it; empty without one
 * @param attention the attention; empty without one
 * @param second the norm after the attention; empty without one
 */
public record GatedBlock(
        GatedConv conv, Optional<LayerNorm> first, Optional<GatedAttention> attention, Optional<LayerNorm> second) {
    private static final double POSITION_STD = 0.01;

    /** A block that is a convolution alone. */
    static GatedBlock of(GatedConv conv) {
        return new GatedBlock(conv, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Declares {@code ln1}, and {@code attn} and {@code ln2} if there are heads. */
    static GatedBlock normed(Scope scope, GatedConv conv, int filters, int heads, Style style) {
        Optional<LayerNorm> first = Optional.of(LayerNorm.of(scope.in("ln1"), filters));
        return heads == 0
                ? new GatedBlock(conv, first, Optional.empty(), Optional.empty())
                : new GatedBlock(
                        conv,
                        first,
                        Optional.of(GatedAttention.of(scope.in("attn"), filters, heads, style)),
                        Optional.of(LayerNorm.of(scope.in("ln2"), filters)));
    }

    /** Declares {@code pos_emb}, the position embedding [h, w, F] of attention, if there are heads. */
    static Optional<Parameter> positions(Scope scope, int h, int w, int filters, int heads) {
        return heads == 0
                ? Optional.empty()
                : Optional.of(scope.parameter("pos_emb", Shape.of(h, w, filters), Initializer.normal(POSITION_STD)));
    }

    /** Applies the block to x [b, h, w, F]; the condition goes to the convolution. */
    Tensor apply(Tensor x, Condition condition, Optional<Parameter> positions) {
        Tensor h = norm(first, conv.apply(x, condition));
        return attention.isPresent() ? norm(second, attention.get().apply(h, positions.orElseThrow())) : h;
    }

    private static Tensor norm(Optional<LayerNorm> norm, Tensor x) {
        return norm.isPresent() ? norm.get().apply(x) : x;
    }
}

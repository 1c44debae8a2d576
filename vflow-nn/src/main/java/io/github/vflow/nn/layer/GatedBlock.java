package io.github.vflow.nn.layer;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Shape;
import java.util.Optional;

/**
 * A gated convolution and a gated attention, each with its layer norm (Ho et al., 2019), or a part of that.
 *
 * @param conv comes first
 * @param first norm, if there is one
 * @param attention if there is one
 * @param second norm, behind the attention
 */
public record GatedBlock(
        GatedConv conv, Optional<LayerNorm> first, Optional<GatedAttention> attention, Optional<LayerNorm> second) {
    private static final double POSITION_STD = 0.01;

    /** A convolution alone. */
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

    /** Declares {@code pos_emb}, what attention is told about positions [h, w, F]. */
    static Optional<Parameter> positions(Scope scope, int h, int w, int filters, int heads) {
        return heads == 0
                ? Optional.empty()
                : Optional.of(scope.parameter("pos_emb", Shape.of(h, w, filters), Initializers.normal(POSITION_STD)));
    }

    /** The output [b, h, w, F], given what the convolution takes. */
    Tensor apply(Tensor x, Condition condition, Optional<Parameter> positions) {
        Tensor h = norm(first, conv.apply(x, condition));
        return attention.isPresent() ? norm(second, attention.get().apply(h, positions.orElseThrow())) : h;
    }

    private static Tensor norm(Optional<LayerNorm> norm, Tensor x) {
        return norm.isPresent() ? norm.get().apply(x) : x;
    }
}

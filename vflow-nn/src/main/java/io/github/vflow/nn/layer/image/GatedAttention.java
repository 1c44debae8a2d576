package io.github.vflow.nn.layer.image;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * Gated residual self-attention over all positions (Ho et al., 2019): [Q, K, V] = W₁·(x + position); [a, b] =
 * W₂·attention; x + a·σ(b).
 *
 * @param first W₁, from F to 3F channels
 * @param second W₂, from F to 2F
 * @param heads the number of heads
 * @param dropout the dropout before the second convolution
 */
public record GatedAttention(Conv first, Conv second, int heads, Dropout dropout) {
    private static final double SMALL = 0.1;

    /**
     * Declares {@code proj1} and {@code proj2}.
     *
     * @throws IllegalArgumentException if the filters are not a multiple of the heads
     */
    public static GatedAttention of(Scope scope, int filters, int heads, Style style) {
        if (heads < 1 || filters % heads != 0) {
            throw new IllegalArgumentException("GatedAttention.of: filters must be a multiple of heads but got "
                    + filters + " filters and " + heads + " heads");
        }
        return new GatedAttention(
                Conv.nin(scope.in("proj1"), filters, 3 * filters, 1, style.weightNorm()),
                Conv.nin(scope.in("proj2"), filters, 2 * filters, SMALL, style.weightNorm()),
                heads,
                style.dropout());
    }

    /** Applies the layer to x [b, h, w, F] with a position embedding [h, w, F]. */
    public Tensor apply(Tensor x, Parameter positions) {
        Shape s = x.shape();
        Tensor qkv = first.apply(x.plus(positions.in(x.trace())));
        Tensor attended = qkv.reshape(s.dim(0), s.dim(1) * s.dim(2), 3 * s.dim(3))
                .attention(heads)
                .reshape(s);
        return Gate.residual(
                x, second.apply(dropout.apply(attended, second.weight().name())));
    }
}

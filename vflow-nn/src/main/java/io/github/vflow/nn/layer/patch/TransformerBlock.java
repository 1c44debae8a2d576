package io.github.vflow.nn.layer.patch;

import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Linear;
import io.github.vflow.nn.layer.norm.LayerNorm;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Optional;

/**
 * A transformer block with its norms first (Xiong et al., 2020): h = x + W₂·attention(W₁·norm x), then h + W₄·gelu(W₃·norm h), on sequences
 * [b, t, F].
 *
 * @param first the norm before the attention
 * @param qkv W₁, from F to 3F: queries, keys and values
 * @param joined W₂, from F to F
 * @param second the norm before the perceptron
 * @param up W₃, from F to 4F
 * @param down W₄, from 4F to F
 * @param heads the number of heads
 */
public record TransformerBlock(
        LayerNorm first, Linear qkv, Linear joined, LayerNorm second, Linear up, Linear down, int heads) {
    private static final int WIDER = 4;

    /** The score of a key that a query must not see: its weight is exactly zero. */
    private static final double UNSEEN = -1e9;

    /**
     * The keys and values of the positions before [b, heads, t, d].
     *
     * @param keys of all positions before
     * @param values of all positions before
     */
    record Past(Tensor keys, Tensor values) {}

    /**
     * The result of a block on one position, and the keys and values up to it.
     *
     * @param value [b, 1, F]
     * @param past with this position
     */
    record Next(Tensor value, Past past) {}

    /** Declares {@code ln1}, {@code attn}, {@code ln2} and {@code mlp}. */
    static TransformerBlock of(Scope scope, int width, int heads) {
        Scope attention = scope.in("attn");
        Scope mlp = scope.in("mlp");
        return new TransformerBlock(
                LayerNorm.of(scope.in("ln1"), width),
                linear(attention, "_qkv", width, 3 * width),
                linear(attention, "_out", width, width),
                LayerNorm.of(scope.in("ln2"), width),
                linear(mlp, "_up", width, WIDER * width),
                linear(mlp, "_down", WIDER * width, width),
                heads);
    }

    private static Linear linear(Scope scope, String suffix, int in, int out) {
        return Linear.of(scope, suffix, in, out, Initializer.glorotUniform(), Initializer.zeros());
    }

    /** Applies the block to x [b, t, F]; in a causal one a position sees itself and those before it. */
    Tensor apply(Tensor x, boolean causal) {
        Tensor projected = Patches.each(qkv, first.apply(x));
        if (!causal) {
            return rest(x, projected.attention(heads));
        }
        Tensor parts = parts(projected);
        return rest(x, attended(part(parts, 0), part(parts, 1), part(parts, 2), true));
    }

    /** Applies the block to the position after others, x [b, 1, F]. */
    Next next(Tensor x, Optional<Past> past) {
        Tensor parts = parts(Patches.each(qkv, first.apply(x)));
        Tensor k = part(parts, 1);
        Tensor v = part(parts, 2);
        Past all = past.map(p -> new Past(Tensor.concat(2, p.keys, k), Tensor.concat(2, p.values, v)))
                .orElseGet(() -> new Past(k, v));
        return new Next(rest(x, attended(part(parts, 0), all.keys, all.values, false)), all);
    }

    private Tensor rest(Tensor x, Tensor attended) {
        Tensor h = x.plus(Patches.each(joined, attended));
        return h.plus(Patches.each(down, gelu(Patches.each(up, second.apply(h)))));
    }

    /** x·Φ(x) by its approximation with tanh (Hendrycks and Gimpel, 2016). */
    private static Tensor gelu(Tensor x) {
        Tensor cubic = x.times(x.square().times(0.044715).plus(1));
        return x.times(0.5).times(cubic.times(Math.sqrt(2 / Math.PI)).tanh().plus(1));
    }

    private Tensor parts(Tensor qkv) {
        Shape s = qkv.shape();
        return qkv.reshape(s.dim(0), s.dim(1), 3, heads, s.dim(2) / (3 * heads)).transpose(2, 0, 3, 1, 4);
    }

    private static Tensor part(Tensor parts, int which) {
        Shape s = parts.shape();
        return parts.slice(0, which, which + 1).reshape(s.without(0));
    }

    /** softmax(Q·Kᵀ/√d)·V for queries, keys and values [b, heads, t, d]: [b, t, F]. */
    private static Tensor attended(Tensor q, Tensor k, Tensor v, boolean causal) {
        Shape s = q.shape();
        int d = s.dim(3);
        Tensor scores = q.times(1 / Math.sqrt(d)).matmul(k, false, true);
        Tensor seen = causal ? scores.plus(mask(q.trace(), s.dim(2))) : scores;
        return seen.softmax(3).matmul(v).transpose(0, 2, 1, 3).reshape(s.dim(0), s.dim(2), s.dim(1) * d);
    }

    private static Tensor mask(Trace t, int n) {
        double[] data = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                data[i * n + j] = UNSEEN;
            }
        }
        return t.constant(Shape.of(n, n), data);
    }
}

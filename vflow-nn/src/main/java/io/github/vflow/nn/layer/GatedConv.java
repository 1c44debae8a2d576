package io.github.vflow.nn.layer;

import io.github.vflow.nn.Scope;
import io.github.vflow.tensor.Tensor;
import java.util.Optional;

/**
 * A gated residual convolution (Ho et al., 2019): h = W₁ ∗ celu(x) + V·celu(context); [a, b] = W₂ ∗ celu(h); x + a·σ(b), where
 * celu(x) = elu([x, −x]).
 *
 * @param first W₁, from 2F to F channels
 * @param context V, from twice the channels of the context to F; empty where there is none
 * @param second W₂, from 2F to 2F
 * @param dropout between the two
 */
public record GatedConv(Conv first, Optional<Conv> context, Conv second, Dropout dropout) {
    private static final double SMALL = 0.1;

    /** In a conditioner: the second layer is 1×1. Without a context, its channels are zero. */
    public static GatedConv of(Scope scope, int filters, int context, Dropout dropout) {
        return new GatedConv(
                Conv.of(scope.in("c1"), 2 * filters, filters, 1),
                context == 0 ? Optional.empty() : Optional.of(Conv.nin(scope.in("a_proj"), 2 * context, filters, 1)),
                Conv.nin(scope.in("c2"), 2 * filters, 2 * filters, SMALL),
                dropout);
    }

    /** In a context network: both layers are 3×3. */
    public static GatedConv wide(Scope scope, int filters, Dropout dropout) {
        return new GatedConv(
                Conv.of(scope.in("c1"), 2 * filters, filters, 1),
                Optional.empty(),
                Conv.of(scope.in("c2"), 2 * filters, 2 * filters, SMALL),
                dropout);
    }

    /** The output [b, h, w, F], given the context [b, h, w, c] if the layer takes one. */
    public Tensor of(Tensor x, Optional<Tensor> given) {
        Tensor h = first.of(Gate.concatElu(x));
        if (context.isPresent()) {
            Tensor c = given.orElseThrow(() -> new IllegalArgumentException(
                    "GatedConv.of: the layer \"" + first.weight().name() + "\" was built for a context; pass one"));
            h = h.plus(context.get().of(Gate.concatElu(c)));
        }
        return Gate.residual(x, second.of(dropout.of(Gate.concatElu(h))));
    }
}

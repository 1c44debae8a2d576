package io.github.vflow.nn.layer.image;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.Optional;

/**
 * A gated residual convolution (Ho et al., 2019): h = W₁ ∗ celu(x) + V·celu(context) + T[label]; [a, b] = W₂ ∗ celu(h);
 * x + a·σ(b), where celu(x) = elu([x, −x]).
 *
 * @param first W₁, from 2F to F channels
 * @param context V, from twice the channels of the context to F; empty without context
 * @param labels T [classes, F], which starts at zero; empty without classes
 * @param second W₂, from 2F to 2F
 * @param dropout the dropout before the second convolution
 */
public record GatedConv(Conv first, Optional<Conv> context, Optional<Parameter> labels, Conv second, Dropout dropout) {
    private static final double SMALL = 0.1;

    /**
     * Declares the layer of a conditioner, whose second convolution is 1×1.
     *
     * @param context the number of channels of the context; zero without context
     * @param classes the number of classes; zero without classes
     */
    public static GatedConv of(Scope scope, int filters, int context, int classes, Style style) {
        boolean normed = style.weightNorm();
        return new GatedConv(
                Conv.of(scope.in("c1"), 2 * filters, filters, 1, normed),
                context == 0
                        ? Optional.empty()
                        : Optional.of(Conv.nin(scope.in("a_proj"), 2 * context, filters, 1, normed)),
                classes == 0
                        ? Optional.empty()
                        : Optional.of(scope.parameter("labels", Shape.of(classes, filters), Initializer.zeros())),
                Conv.nin(scope.in("c2"), 2 * filters, 2 * filters, SMALL, normed),
                style.dropout());
    }

    /** Declares the layer of a context network, whose two convolutions are 3×3. */
    public static GatedConv wide(Scope scope, int filters, Style style) {
        return new GatedConv(
                Conv.of(scope.in("c1"), 2 * filters, filters, 1, style.weightNorm()),
                Optional.empty(),
                Optional.empty(),
                Conv.of(scope.in("c2"), 2 * filters, 2 * filters, SMALL, style.weightNorm()),
                style.dropout());
    }

    /**
     * Applies the layer to x [b, h, w, F].
     *
     * @throws IllegalArgumentException if the condition lacks the layer's context or label
     */
    public Tensor apply(Tensor x, Condition condition) {
        Tensor h = first.apply(Gate.concatElu(x));
        if (context.isPresent()) {
            Tensor c = condition.positions().orElseThrow(() -> missing("context"));
            h = h.plus(context.get().apply(Gate.concatElu(c)));
        }
        if (labels.isPresent()) {
            Tensor label = condition.row().orElseThrow(() -> missing("label"));
            Tensor row = label.matmul(labels.get().in(x.trace()));
            h = h.plus(row.expand(1).expand(1).broadcast(h.shape()));
        }
        return Gate.residual(
                x, second.apply(dropout.apply(Gate.concatElu(h), second.weight().name())));
    }

    private IllegalArgumentException missing(String what) {
        return new IllegalArgumentException(
                "GatedConv.apply: the layer \"" + first.weight().name() + "\" was built for a " + what + "; pass one");
    }
}

package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A coupling of images [b, h, w, c] (Dinh et al., 2017): the first half of the channels passes unchanged, and a
 * conditioner computes from it the parameters of an elementwise map of the second half.
 *
 * @param conditioner θ: from the passing half [b, h, w, c/2] to [b, h, w, c/2·P], the P parameters of a channel side by
 *     side
 * @param transformer the elementwise map τ
 */
public record ImageCoupling(UnaryOperator<Tensor> conditioner, Transformer transformer) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        Tensor kept = half(x, 0);
        Tensor moved = half(x, 1);
        return joined(kept, transformer.forward(flat(moved), parameters(kept)));
    }

    @Override
    public Mapped inverse(Tensor y) {
        Tensor kept = half(y, 0);
        Tensor moved = half(y, 1);
        return joined(kept, transformer.inverse(flat(moved), parameters(kept)));
    }

    private static Tensor half(Tensor x, int which) {
        int c = x.shape().dim(3) / 2;
        return x.slice(3, which * c, (which + 1) * c);
    }

    private static Tensor flat(Tensor x) {
        int b = x.shape().dim(0);
        return x.reshape(b, x.shape().size() / b);
    }

    /**
     * θ in the order of {@link Transformer#forward}: the first kind of parameter for all elements, then the second, and
     * so on.
     */
    private Tensor parameters(Tensor kept) {
        Shape s = kept.shape();
        Tensor each = conditioner.apply(kept).reshape(s.dim(0), s.dim(1), s.dim(2), s.dim(3), transformer.parameters());
        List<Tensor> kinds = new ArrayList<>();
        int from = 0;
        for (int width : transformer.widths()) {
            kinds.add(flat(each.slice(4, from, from + width)));
            from += width;
        }
        return Tensor.concat(1, kinds);
    }

    private static Mapped joined(Tensor kept, Mapped changed) {
        return new Mapped(Tensor.concat(3, kept, changed.value().reshape(kept.shape())), changed.logDet());
    }
}

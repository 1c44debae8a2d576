package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.patch.PatchNet;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * y_k = τ(x_k; θ_k(x_0 … x_{k−1})) for the patches x_k of an image [b, h, w, c], which are its positions in the order of rows and then columns
 * (TarFlow, Zhai et al., 2025, for any elementwise τ). Causal attention makes the parameters θ.
 *
 * <p>Forward is one pass. The inverse goes from patch to patch and keeps the keys and values of attention; a trace holds all of them. All
 * patches together cost as much as one pass, so fixed-point sweeps, a pass each, would take longer.
 *
 * @param net the causal network, from [b, h, w, c] to θ [b, h, w, c·P]
 * @param transformer the elementwise map τ
 * @param condition the condition of the network
 */
@SuppressWarnings("exports") // layers for images are for our own modules
public record CausalPatches(PatchNet net, Transformer transformer, Condition condition) implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        return image(transformer.forward(patches(x), patches(net.apply(x, condition))), x.shape());
    }

    @Override
    public Mapped inverse(Tensor y) {
        Shape s = y.shape();
        int number = s.dim(1) * s.dim(2);
        Tensor all = y.reshape(s.dim(0), number, s.dim(3));
        PatchNet.Sequence walk = net.sequence(condition);
        List<Tensor> values = new ArrayList<>();
        List<Tensor> logDets = new ArrayList<>();
        for (int k = 0; k < number; k++) {
            Tensor theta = k == 0 ? walk.first(y) : walk.after(values.getLast());
            Mapped x = transformer.inverse(all.slice(1, k, k + 1).reshape(s.dim(0), s.dim(3)), theta);
            values.add(x.value());
            logDets.add(x.logDet());
        }
        return new Mapped(Tensor.concat(1, values).reshape(s), Tensor.sumOf(logDets.stream()));
    }

    /** One row for each patch. */
    private static Tensor patches(Tensor x) {
        int c = x.shape().dim(3);
        return x.reshape(x.shape().size() / c, c);
    }

    private static Mapped image(Mapped patches, Shape s) {
        Tensor each = patches.logDet().reshape(s.dim(0), s.dim(1) * s.dim(2));
        return new Mapped(patches.value().reshape(s), each.sum(1));
    }
}

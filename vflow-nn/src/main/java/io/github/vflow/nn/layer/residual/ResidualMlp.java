package io.github.vflow.nn.layer.residual;

import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.layer.Linear;
import io.github.vflow.nn.layer.norm.LayerNorm;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of residual blocks, whose activations come before their linear layers (He et al., 2016, Fig. 4e; Durkan et al., 2019, App. B.1):
 *
 * <pre>h = x·W₀ + b₀,   h ← h + L₂(a(L₁(a(h)))) for each block,   y = L(a(h)),   a = activation, after a layer norm if there are norms</pre>
 *
 * @param first [in, width]
 * @param blocks two layers [width, width] for each, one after another
 * @param norms one for each layer of the blocks and for the last layer, or none at all
 * @param last [width, out]
 */
public record ResidualMlp(
        Linear first, List<Linear> blocks, List<LayerNorm> norms, Linear last, Activation activation) {
    /** The second layer of a block starts within ± this, so that a block starts near the identity. */
    public static final double SMALL = 1e-3;

    /** Copies the lists, and checks their lengths. */
    public ResidualMlp {
        blocks = List.copyOf(blocks);
        norms = List.copyOf(norms);
        if (blocks.size() % 2 != 0 || (!norms.isEmpty() && norms.size() != blocks.size() + 1)) {
            throw new IllegalArgumentException(
                    "ResidualMlp: blocks must have two layers each, with one norm more than these or none, but there are "
                            + blocks.size() + " layers and " + norms.size() + " norms");
        }
    }

    /**
     * Declares {@code W.i} and {@code b.i}, with initialisers for the last layer.
     *
     * @param blocks how many
     */
    public static ResidualMlp of(
            Scope scope,
            int in,
            int width,
            int blocks,
            int out,
            Activation activation,
            Initializer lastWeight,
            Initializer lastBias) {
        Initializer usual = Initializer.fanInUniform();
        Linear first = Linear.of(scope, ".0", in, width, usual, Initializer.fanInUniform(in));
        List<Linear> layers = new ArrayList<>();
        for (int i = 1; i <= 2 * blocks; i++) {
            boolean second = i % 2 == 0;
            layers.add(Linear.of(
                    scope,
                    "." + i,
                    width,
                    width,
                    second ? Initializer.uniform(SMALL) : usual,
                    second ? Initializer.uniform(SMALL) : Initializer.fanInUniform(width)));
        }
        Linear last = Linear.of(scope, "." + (2 * blocks + 1), width, out, lastWeight, lastBias);
        return new ResidualMlp(first, layers, List.of(), last, activation);
    }

    /** With a layer norm before each activation: declares {@code norm.i.g} and {@code norm.i.b}. */
    public ResidualMlp normalized(Scope scope) {
        List<LayerNorm> each = new ArrayList<>();
        for (int i = 0; i <= blocks.size(); i++) {
            each.add(LayerNorm.of(scope.in("norm").in(i), first.bias().shape().size()));
        }
        return new ResidualMlp(first, blocks, each, last, activation);
    }

    /** The network's output: [b, in] → [b, out]. */
    public Tensor apply(Tensor x) {
        Tensor h = first.apply(x);
        for (int i = 0; i < blocks.size(); i += 2) {
            Tensor inside = blocks.get(i).apply(active(i, h));
            h = h.plus(blocks.get(i + 1).apply(active(i + 1, inside)));
        }
        return last.apply(active(blocks.size(), h));
    }

    private Tensor active(int i, Tensor h) {
        return activation.apply(norms.isEmpty() ? h : norms.get(i).apply(h));
    }
}

package io.github.vflow.nn.layer;

import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A multilayer perceptron: linear layers with an activation between them.
 *
 * @param layers from the input to the output
 * @param activation after each layer but the last
 */
public record Mlp(List<Linear> layers, Activation activation) {
    /** Copies the list. */
    public Mlp {
        layers = List.copyOf(layers);
    }

    /** Declares {@code W.i} and {@code b.i}, with initialisers for the last layer. */
    public static Mlp of(
            Scope scope,
            int in,
            List<Integer> hidden,
            int out,
            Activation activation,
            Initializer lastWeight,
            Initializer lastBias) {
        List<Linear> layers = new ArrayList<>();
        int width = in;
        for (int h : hidden) {
            layers.add(Linear.of(
                    scope,
                    "." + layers.size(),
                    width,
                    h,
                    Initializers.fanInUniform(),
                    Initializers.fanInUniform(width)));
            width = h;
        }
        layers.add(Linear.of(scope, "." + layers.size(), width, out, lastWeight, lastBias));
        return new Mlp(layers, activation);
    }

    /** The network's output: [b, in] → [b, out]. */
    public Tensor apply(Tensor x) {
        Tensor h = x;
        for (Linear l : layers.subList(0, layers.size() - 1)) {
            h = activation.apply(l.apply(h));
        }
        return layers.getLast().apply(h);
    }
}

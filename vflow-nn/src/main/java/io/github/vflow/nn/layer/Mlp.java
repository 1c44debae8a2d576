package io.github.vflow.nn.layer;

import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.norm.LayerNorm;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A multilayer perceptron: linear layers with an activation between them, and layer norms before the activations if it has them.
 *
 * @param layers from the input to the output
 * @param norms one for each hidden layer, or none at all
 * @param activation after each layer but the last
 */
@SuppressWarnings("exports") // layer norms are for our own modules; others start from of and normalized
public record Mlp(List<Linear> layers, List<LayerNorm> norms, Activation activation) {
    /** Copies the lists, and checks the number of norms. */
    public Mlp {
        layers = List.copyOf(layers);
        norms = List.copyOf(norms);
        if (!norms.isEmpty() && norms.size() != layers.size() - 1) {
            throw new IllegalArgumentException("Mlp: norms must be one for each of the " + (layers.size() - 1)
                    + " hidden layers or none at all but are " + norms.size());
        }
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
                    scope, "." + layers.size(), width, h, Initializer.fanInUniform(), Initializer.fanInUniform(width)));
            width = h;
        }
        layers.add(Linear.of(scope, "." + layers.size(), width, out, lastWeight, lastBias));
        return new Mlp(layers, List.of(), activation);
    }

    /** With a layer norm before each activation: declares {@code norm.i.g} and {@code norm.i.b}. */
    public Mlp normalized(Scope scope) {
        List<LayerNorm> each = new ArrayList<>();
        for (Linear l : layers.subList(0, layers.size() - 1)) {
            each.add(LayerNorm.of(
                    scope.in("norm").in(each.size()), l.bias().shape().size()));
        }
        return new Mlp(layers, each, activation);
    }

    /** The network's output: [b, in] → [b, out]. */
    public Tensor apply(Tensor x) {
        Tensor h = x;
        for (int i = 0; i < layers.size() - 1; i++) {
            Tensor y = layers.get(i).apply(h);
            h = activation.apply(norms.isEmpty() ? y : norms.get(i).apply(y));
        }
        return layers.getLast().apply(h);
    }
}

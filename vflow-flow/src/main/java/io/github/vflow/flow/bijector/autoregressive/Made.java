package io.github.vflow.flow.bijector.autoregressive;

import io.github.vflow.flow.transformer.Transformer;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.layer.Linear;
import io.github.vflow.nn.layer.ResidualMlp;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A masked network whose outputs for dimension j depend on dimensions before j alone (MADE, Germain et al., 2015, Eq. 8 and 9).
 *
 * <p>Dimension j has degree j + 1, a condition has degree 0. A hidden unit of degree m sees units of degrees up to m, and the outputs for
 * dimension j see units of degrees up to j. The degrees of hidden units rise evenly, so that each degree has as many units as another, or one
 * more.
 */
public final class Made {
    private final List<MaskedLinear> layers;
    private final Activation activation;
    private final boolean residual;

    private Made(List<MaskedLinear> layers, Activation activation, boolean residual) {
        this.layers = List.copyOf(layers);
        this.activation = activation;
        this.residual = residual;
    }

    /**
     * Declares {@code W.i} and {@code b.i}. The last weight starts at zero, the last bias as the transformer's parameters start.
     *
     * @param features d
     * @param condition the number of inputs after the d dimensions, which all outputs see; zero for none
     * @param hidden widths of the hidden layers
     * @param activation between the layers
     * @param transformer whose parameters the outputs are
     */
    public static Made of(
            Scope scope,
            int features,
            int condition,
            List<Integer> hidden,
            Activation activation,
            Transformer transformer) {
        Stack stack = new Stack(scope, features, condition);
        hidden.forEach(stack::usual);
        return new Made(stack.last(transformer), activation, false);
    }

    /**
     * A network of residual blocks (Nash and Durkan, 2019, Sec. 3.2): a linear layer, then blocks h + L₂(a(L₁(a(h)))), then a last layer of
     * a(h). A unit adds to itself alone, so its degree stays. Otherwise as {@link #of}.
     *
     * @param width of the hidden layers
     * @param blocks of two layers each
     */
    public static Made residual(
            Scope scope,
            int features,
            int condition,
            int width,
            int blocks,
            Activation activation,
            Transformer transformer) {
        Stack stack = new Stack(scope, features, condition);
        stack.usual(width);
        for (int i = 0; i < blocks; i++) {
            stack.usual(width);
            stack.hidden(width, Initializers.uniform(ResidualMlp.SMALL), Initializers.uniform(ResidualMlp.SMALL));
        }
        return new Made(stack.last(transformer), activation, true);
    }

    /** Masked layers, one after another. */
    private static final class Stack {
        private final Scope scope;
        private final int features;
        private final int condition;
        private final List<MaskedLinear> layers = new ArrayList<>();
        private List<Integer> before;

        Stack(Scope scope, int features, int condition) {
            this.scope = scope;
            this.features = features;
            this.condition = condition;
            this.before = inputs(features, condition);
        }

        void usual(int width) {
            hidden(width, Initializers.fanInUniform(), Initializers.fanInUniform(before.size()));
        }

        void hidden(int width, Initializer weight, Initializer bias) {
            Linear linear = Linear.of(scope, "." + layers.size(), before.size(), width, weight, bias);
            // the parameters must be admitted before anything is made of their size
            List<Integer> units = units(features, condition, width);
            layers.add(MaskedLinear.of(linear, before, units, more -> more >= 0));
            before = units;
        }

        List<MaskedLinear> last(Transformer transformer) {
            Linear last = Linear.of(
                    scope,
                    "." + layers.size(),
                    before.size(),
                    transformer.parameters(features),
                    Initializers.zeros(),
                    transformer.start(features));
            layers.add(MaskedLinear.of(last, before, outputs(features, transformer), more -> more > 0));
            return layers;
        }
    }

    private static List<Integer> inputs(int features, int condition) {
        List<Integer> degrees =
                new ArrayList<>(IntStream.rangeClosed(1, features).boxed().toList());
        degrees.addAll(Collections.nCopies(condition, 0));
        return degrees;
    }

    /** Without a condition, a unit of degree 0 would see nothing; one of degree d would be seen by nothing. */
    private static List<Integer> units(int features, int condition, int width) {
        int least = condition > 0 || features == 1 ? 0 : 1;
        int degrees = features - least;
        return IntStream.range(0, width)
                .mapToObj(i -> least + Math.toIntExact((long) i * degrees / width))
                .toList();
    }

    /** In the order of θ: the first kind of parameter for all dimensions, then the second. */
    private static List<Integer> outputs(int features, Transformer transformer) {
        List<Integer> degrees = new ArrayList<>();
        for (int width : transformer.widths()) {
            for (int j = 1; j <= features; j++) {
                degrees.addAll(Collections.nCopies(width, j));
            }
        }
        return degrees;
    }

    /** θ [b, d·transformer.parameters()] of x [b, d], or of x and a condition c side by side [b, d + condition]. */
    public Tensor apply(Tensor x) {
        return residual ? ofBlocks(x) : ofLayers(x);
    }

    private Tensor ofLayers(Tensor x) {
        Tensor h = x;
        for (MaskedLinear layer : layers.subList(0, layers.size() - 1)) {
            h = activation.apply(layer.apply(h));
        }
        return layers.getLast().apply(h);
    }

    private Tensor ofBlocks(Tensor x) {
        Tensor h = layers.getFirst().apply(x);
        for (int i = 1; i < layers.size() - 1; i += 2) {
            Tensor inside = layers.get(i).apply(activation.apply(h));
            h = h.plus(layers.get(i + 1).apply(activation.apply(inside)));
        }
        return layers.getLast().apply(activation.apply(h));
    }
}

package io.github.vflow.flow.bijector.autoregressive;

import io.github.vflow.flow.part.Transformer;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.layer.Linear;
import io.github.vflow.nn.layer.residual.ResidualMlp;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
    private final Optional<MaskedLinear> direct;

    private Made(List<MaskedLinear> layers, Activation activation, boolean residual, Optional<MaskedLinear> direct) {
        this.layers = List.copyOf(layers);
        this.activation = activation;
        this.residual = residual;
        this.direct = direct;
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
        return new Made(stack.last(transformer), activation, false, Optional.empty());
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
            stack.hidden(width, Initializer.uniform(ResidualMlp.SMALL), Initializer.uniform(ResidualMlp.SMALL));
        }
        return new Made(stack.last(transformer), activation, true, Optional.empty());
    }

    /**
     * A network whose inputs and outputs come in groups: the outputs of group j depend on the inputs of groups before j alone. A linear map of
     * the inputs, {@code W.direct} and {@code b.direct}, which starts at zero, adds to the outputs (MADE, Sec. 4.2). All outputs start at zero.
     * Otherwise as {@link #of}.
     *
     * @param inputs the number of inputs of each group, which come side by side
     * @param outputs the number of outputs of each group
     */
    public static Made ofGroups(
            Scope scope,
            List<Integer> inputs,
            List<Integer> outputs,
            int condition,
            List<Integer> hidden,
            Activation activation) {
        Stack stack = new Stack(scope, inputs.size(), condition, repeated(inputs));
        List<Integer> degrees = repeated(outputs);
        MaskedLinear direct = stack.linear(".direct", degrees.size(), Initializer.zeros(), degrees);
        hidden.forEach(stack::usual);
        return new Made(
                stack.last(degrees.size(), Initializer.zeros(), degrees), activation, false, Optional.of(direct));
    }

    /** The degree of each unit of some groups. */
    private static List<Integer> repeated(List<Integer> widths) {
        List<Integer> degrees = new ArrayList<>();
        for (int j = 0; j < widths.size(); j++) {
            degrees.addAll(Collections.nCopies(widths.get(j), j + 1));
        }
        return degrees;
    }

    /** Masked layers, one after another. */
    private static final class Stack {
        private final Scope scope;
        private final int features;
        private final int condition;
        private final List<MaskedLinear> layers = new ArrayList<>();
        private List<Integer> before;

        Stack(Scope scope, int features, int condition) {
            this(scope, features, condition, repeated(Collections.nCopies(features, 1)));
        }

        /** With inputs of some degrees, before the inputs of a condition. */
        Stack(Scope scope, int features, int condition, List<Integer> inputs) {
            this.scope = scope;
            this.features = features;
            this.condition = condition;
            this.before = new ArrayList<>(inputs);
            this.before.addAll(Collections.nCopies(condition, 0));
        }

        void usual(int width) {
            hidden(width, Initializer.fanInUniform(), Initializer.fanInUniform(before.size()));
        }

        void hidden(int width, Initializer weight, Initializer bias) {
            Linear linear = Linear.of(scope, "." + layers.size(), before.size(), width, weight, bias);
            // the parameters must be admitted before anything is made of their size
            List<Integer> units = units(features, condition, width);
            layers.add(MaskedLinear.of(linear, before, units, more -> more >= 0));
            before = units;
        }

        List<MaskedLinear> last(Transformer transformer) {
            return last(transformer.parameters(features), transformer.start(features), outputs(features, transformer));
        }

        List<MaskedLinear> last(int width, Initializer bias, List<Integer> degrees) {
            layers.add(linear("." + layers.size(), width, bias, degrees));
            return layers;
        }

        /** A map of the last layer to outputs, whose weight starts at zero. */
        MaskedLinear linear(String suffix, int width, Initializer bias, List<Integer> degrees) {
            Linear linear = Linear.of(scope, suffix, before.size(), width, Initializer.zeros(), bias);
            return MaskedLinear.of(linear, before, degrees, more -> more > 0);
        }
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

    /** The outputs [from, to) of a network of groups [b, to − from], with the bits that {@link #apply} gives them. */
    public Tensor outputs(Tensor x, int from, int to) {
        Tensor theta = layers.getLast().apply(residual ? ofBlocks(x) : ofLayers(x), from, to);
        return direct.map(d -> d.apply(x, from, to).plus(theta)).orElse(theta);
    }

    /** The weight of the linear map that adds to the outputs of groups [inputs, outputs]; its mask hides what no output may depend on. */
    public Optional<Parameter> direct() {
        return direct.map(d -> d.linear().weight());
    }

    /** θ [b, d·transformer.parameters()] of x [b, d], or of x and a condition c side by side [b, d + condition]. */
    public Tensor apply(Tensor x) {
        return outputs(x, 0, layers.getLast().outputs());
    }

    private Tensor ofLayers(Tensor x) {
        Tensor h = x;
        for (MaskedLinear layer : layers.subList(0, layers.size() - 1)) {
            h = activation.apply(layer.apply(h));
        }
        return h;
    }

    private Tensor ofBlocks(Tensor x) {
        Tensor h = layers.getFirst().apply(x);
        for (int i = 1; i < layers.size() - 1; i += 2) {
            Tensor inside = layers.get(i).apply(activation.apply(h));
            h = h.plus(layers.get(i + 1).apply(activation.apply(inside)));
        }
        return activation.apply(h);
    }
}

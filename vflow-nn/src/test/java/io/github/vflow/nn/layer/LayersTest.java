package io.github.vflow.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.norm.LayerNorm;
import io.github.vflow.nn.layer.residual.ResidualMlp;
import io.github.vflow.nn.testkit.Approx;
import io.github.vflow.nn.testkit.Eval;
import io.github.vflow.nn.testkit.Seeds;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers against loops. */
final class LayersTest {
    private static final long SEED = Seeds.of("LayersTest");
    private static final int ROWS = 4;
    private static final Parameters NONE = new Parameters();

    private final Parameters parameters = new Parameters();
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** x·W + b. */
    private double[] linear(Linear l, double[] x) {
        float[] w = parameters.get(l.weight());
        float[] b = parameters.get(l.bias());
        int in = l.weight().shape().dim(0);
        int out = b.length;
        double[] y = new double[ROWS * out];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < out; j++) {
                double sum = b[j];
                for (int k = 0; k < in; k++) {
                    sum += x[i * in + k] * w[k * out + j];
                }
                y[i * out + j] = sum;
            }
        }
        return y;
    }

    private static double activation(Activation a, double x) {
        return switch (a) {
            case RELU -> Math.max(x, 0);
            case TANH -> Math.tanh(x);
            case ELU -> x > 0 ? x : Math.expm1(x);
            case SILU -> x / (1 + Math.exp(-x));
        };
    }

    @Test
    void linearIsAMatrixAndABias() {
        Linear l = Linear.of(parameters.scope(), "1", 3, 2, Initializer.normal(1), Initializer.normal(1));
        parameters.initialise(SEED);
        double[] x = Eval.normal(ROWS * 3, 1, random);
        Approx.assertClose(
                "seed " + SEED, linear(l, x), Eval.of(parameters, Shape.of(ROWS, 3), x, l::apply), Approx.DOUBLE);
        assertEquals("W1", l.weight().name());
        assertEquals("b1", l.bias().name());
    }

    @ParameterizedTest
    @EnumSource
    void anMlpIsLinearLayersWithTheActivationBetween(Activation a) {
        Mlp mlp = Mlp.of(parameters.scope(), 3, List.of(7, 5), 2, a, Initializer.normal(0.5), Initializer.normal(0.5));
        parameters.initialise(SEED);
        double[] x = Eval.normal(ROWS * 3, 1, random);
        double[] h = x;
        for (Linear l : mlp.layers().subList(0, 2)) {
            h = Arrays.stream(linear(l, h)).map(v -> activation(a, v)).toArray();
        }
        double[] expected = linear(mlp.layers().get(2), h);
        Approx.assertClose(
                "seed " + SEED, expected, Eval.of(parameters, Shape.of(ROWS, 3), x, mlp::apply), Approx.DOUBLE);
        assertEquals(
                List.of("W.0", "b.0", "W.1", "b.1", "W.2", "b.2"),
                parameters.all().stream().map(p -> p.name()).toList());
    }

    /** g·(x − mean)/√(variance + 1e−5) + b of each row. */
    private double[] norm(LayerNorm n, double[] x) {
        float[] g = parameters.get(n.gain());
        float[] b = parameters.get(n.bias());
        int c = g.length;
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i += c) {
            double mean = Arrays.stream(x, i, i + c).average().orElseThrow();
            double variance =
                    Arrays.stream(x, i, i + c).map(v -> (v - mean) * (v - mean)).sum() / c;
            for (int j = 0; j < c; j++) {
                y[i + j] = g[j] * (x[i + j] - mean) / Math.sqrt(variance + 1e-5) + b[j];
            }
        }
        return y;
    }

    private void drawAll() {
        parameters.all().forEach(p -> {
            float[] v = new float[p.shape().size()];
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) random.nextGaussian();
            }
            parameters.set(p, v);
        });
    }

    @Test
    void layerNormsOfAnMlpComeBeforeTheActivations() {
        Mlp mlp = Mlp.of(
                        parameters.scope(),
                        3,
                        List.of(7, 5),
                        2,
                        Activation.TANH,
                        Initializer.zeros(),
                        Initializer.zeros())
                .normalized(parameters.scope());
        drawAll();
        double[] x = Eval.normal(ROWS * 3, 1, random);
        double[] h = x;
        for (int i = 0; i < 2; i++) {
            h = Arrays.stream(norm(mlp.norms().get(i), linear(mlp.layers().get(i), h)))
                    .map(Math::tanh)
                    .toArray();
        }
        double[] expected = linear(mlp.layers().get(2), h);
        Approx.assertClose(
                "seed " + SEED, expected, Eval.of(parameters, Shape.of(ROWS, 3), x, mlp::apply), Approx.DOUBLE);
        assertEquals(
                List.of("norm.0.g", "norm.0.b", "norm.1.g", "norm.1.b"),
                parameters.all().stream().map(p -> p.name()).skip(6).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void residualBlocksAddToWhatTheyAreGiven(boolean norms) {
        ResidualMlp plain = ResidualMlp.of(
                parameters.scope(), 3, 5, 2, 4, Activation.SILU, Initializer.zeros(), Initializer.zeros());
        ResidualMlp net = norms ? plain.normalized(parameters.scope()) : plain;
        drawAll();
        double[] x = Eval.normal(ROWS * 3, 1, random);
        double[] h = linear(net.first(), x);
        for (int i = 0; i < 4; i += 2) {
            double[] inside = linear(net.blocks().get(i), active(net, i, h));
            double[] added = linear(net.blocks().get(i + 1), active(net, i + 1, inside));
            for (int j = 0; j < h.length; j++) {
                h[j] += added[j];
            }
        }
        double[] expected = linear(net.last(), active(net, 4, h));
        Approx.assertClose(
                "seed " + SEED, expected, Eval.of(parameters, Shape.of(ROWS, 3), x, net::apply), Approx.DOUBLE);
        assertEquals(12 + (norms ? 10 : 0), parameters.all().size());
    }

    private double[] active(ResidualMlp net, int i, double[] h) {
        double[] y = net.norms().isEmpty() ? h : norm(net.norms().get(i), h);
        return Arrays.stream(y).map(v -> activation(Activation.SILU, v)).toArray();
    }

    @Test
    void networksWithAnotherNumberOfNormsAreRefused() {
        Mlp mlp =
                Mlp.of(parameters.scope(), 3, List.of(7), 2, Activation.RELU, Initializer.zeros(), Initializer.zeros());
        LayerNorm norm = LayerNorm.of(parameters.scope(), 7);
        assertEquals(
                "Mlp: norms must be one for each of the 1 hidden layers or none at all but are 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Mlp(mlp.layers(), List.of(norm, norm), Activation.RELU))
                        .getMessage());
        Linear l = mlp.layers().getFirst();
        assertEquals(
                "ResidualMlp: blocks must have two layers each, with one norm more than these or none, but there are 1"
                        + " layers and 0 norms",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ResidualMlp(l, List.of(l), List.of(), l, Activation.RELU))
                        .getMessage());
    }

    @Test
    void anMlpWhoseLastLayerIsZeroStartsAtZero() {
        Mlp mlp =
                Mlp.of(parameters.scope(), 3, List.of(7), 2, Activation.RELU, Initializer.zeros(), Initializer.zeros());
        parameters.initialise(SEED);
        double[] y = Eval.of(parameters, Shape.of(ROWS, 3), Eval.normal(ROWS * 3, 1, random), mlp::apply);
        Approx.assertClose("zeros", new double[ROWS * 2], y, 0);
        Linear hidden = mlp.layers().getFirst();
        assertEquals(7, hidden.bias().shape().dim(0));
        float largest = 0;
        for (float v : parameters.get(hidden.weight())) {
            largest = Math.max(largest, Math.abs(v));
        }
        assertEquals(1 / Math.sqrt(3), largest, 0.15, "but its hidden layer is drawn");
    }

    @Test
    void withoutHiddenLayersAnMlpIsLinear() {
        Mlp mlp = Mlp.of(
                parameters.scope(), 3, List.of(), 2, Activation.RELU, Initializer.normal(1), Initializer.normal(1));
        parameters.initialise(SEED);
        double[] x = Eval.normal(ROWS * 3, 1, random);
        double[] expected = linear(mlp.layers().getFirst(), x);
        Approx.assertClose(
                "seed " + SEED, expected, Eval.of(parameters, Shape.of(ROWS, 3), x, mlp::apply), Approx.DOUBLE);
    }

    @Test
    void anotherNumberOfInputsIsNamed() {
        Linear l = Linear.of(parameters.scope().in("mlp"), ".0", 3, 2, Initializer.zeros(), Initializer.zeros());
        Tensor wide = new Trace().batch("x", Shape.of(8, 4));
        assertEquals(
                "Linear.apply: expected x [batch, 3] but got [8, 4]; the layer \"mlp.W.0\" was built for 3 inputs",
                assertThrows(ShapeException.class, () -> l.apply(wide)).getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void activationsAndTheirSlopes(Activation a) {
        double[] x = {-700, -30, -3, -0.7, -1e-3, 1e-3, 0.4, 2, 30, 700};
        double[] y = Eval.of(NONE, Shape.of(x.length), x, a::apply);
        Approx.assertClose("values", Arrays.stream(x).map(v -> activation(a, v)).toArray(), y, Approx.DOUBLE);
        Trace t = new Trace();
        Tensor in = t.batch("x", Shape.of(x.length));
        t.output("y", Gradient.of(a.apply(in).sum(), in).getFirst());
        double[] slope = Eval.of(NONE, t, Map.of("x", x));
        double[] expected = Arrays.stream(x)
                .map(v -> (activation(a, v + Approx.STEP) - activation(a, v - Approx.STEP)) / (2 * Approx.STEP))
                .toArray();
        Approx.assertClose("slopes", expected, slope, Approx.DIFFERENCES);
    }

    /** A layer of He's or Glorot's start keeps the size of what passes through. */
    @ParameterizedTest
    @EnumSource
    void initializersKeepTheScale(Activation a) {
        int width = 300;
        Linear l = Linear.of(parameters.scope(), "", width, width, a.initializer(), Initializer.zeros());
        parameters.initialise(SEED);
        double[] x = Eval.normal(ROWS * width, 1, random);
        double[] y = Eval.of(parameters, Shape.of(ROWS, width), x, l::apply);
        double square = Arrays.stream(y).map(v -> v * v).average().orElseThrow();
        assertEquals(a == Activation.TANH ? 1 : 2, square, 0.3, "seed " + SEED);
    }
}

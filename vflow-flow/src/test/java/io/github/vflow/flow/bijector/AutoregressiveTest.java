package io.github.vflow.flow.bijector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.bijector.autoregressive.Autoregressive;
import io.github.vflow.flow.bijector.autoregressive.Made;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.RationalQuadraticSpline;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may depend on what in an autoregressive map. */
final class AutoregressiveTest {
    private static final long SEED = Seeds.of("AutoregressiveTest");
    private static final int BATCH = 3;
    private static final int CONDITION = 2;

    record Case(int d, int condition, List<Integer> hidden, Transformer transformer, int blocks) {
        Case(int d, int condition, List<Integer> hidden, Transformer transformer) {
            this(d, condition, hidden, transformer, 0);
        }

        Made made(Scope scope) {
            return blocks == 0
                    ? Made.of(scope, d, condition, hidden, Activation.TANH, transformer)
                    : Made.residual(scope, d, condition, hidden.getFirst(), blocks, Activation.TANH, transformer);
        }
    }

    static Stream<Case> cases() {
        Transformer affine = new Affine(Affine.Scale.EXP);
        return Stream.of(
                new Case(1, 0, List.of(4), affine),
                new Case(1, CONDITION, List.of(4), affine),
                new Case(2, 0, List.of(5, 5), affine),
                new Case(5, 0, List.of(), affine),
                new Case(5, CONDITION, List.of(11, 6), new LogisticMixture(2)),
                new Case(5, CONDITION, List.of(11), new RationalQuadraticSpline(3, 3)),
                new Case(6, 0, List.of(40, 20, 30), new RationalQuadraticSpline(3, 3)),
                new Case(1, CONDITION, List.of(4), affine, 1),
                new Case(5, 0, List.of(9), affine, 1),
                new Case(5, CONDITION, List.of(13), new LogisticMixture(2), 2),
                new Case(6, 0, List.of(20), new RationalQuadraticSpline(3, 3), 3));
    }

    /** ∂y_j/∂(x, c) of random parameters: [d][b · (d + condition)]. */
    private static double[][] jacobian(Case c, UnaryOperator<Bijector> direction) {
        SplittableRandom random = new SplittableRandom(SEED);
        Parameters parameters = new Parameters();
        Made made = c.made(parameters.scope());
        // larger ones saturate the sums of blocks
        Eval.randomise(parameters, c.blocks == 0 ? 0.7 : 0.4, random);
        int width = c.d + c.condition;
        Trace t = new Trace();
        Tensor all = t.batch("x", Shape.of(BATCH, width));
        UnaryOperator<Tensor> net =
                c.condition == 0 ? made::apply : z -> made.apply(Tensor.concat(1, z, all.slice(1, c.d, width)));
        Bijector map = direction.apply(new Autoregressive(c.d, net, c.transformer));
        Tensor y = map.forward(all.slice(1, 0, c.d)).value();
        for (int j = 0; j < c.d; j++) {
            Tensor yj = y.slice(1, j, j + 1).sum();
            t.output("J" + j, Gradient.of(yj, all).getFirst());
        }
        Map<String, double[]> in = new HashMap<>(Map.of("x", Eval.normal(BATCH * width, 0.5, random)));
        in.put(Parameters.INPUT, Eval.values(parameters));
        Map<String, double[]> out = Eval.of(Eval.REFERENCE, t, in);
        double[][] jacobian = new double[c.d][];
        for (int j = 0; j < c.d; j++) {
            jacobian[j] = out.get("J" + j);
        }
        return jacobian;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jacobiansAreTriangularAndFullBelowTheDiagonal(Case c) {
        for (UnaryOperator<Bijector> direction : List.<UnaryOperator<Bijector>>of(b -> b, Inverse::new)) {
            double[][] jacobian = jacobian(c, direction);
            int width = c.d + c.condition;
            for (int j = 0; j < c.d; j++) {
                for (int i = 0; i < BATCH * width; i++) {
                    int k = i % width;
                    String what = c + ", ∂y_" + j + "/∂x_" + k + ", seed " + SEED;
                    if (k > j && k < c.d) {
                        assertEquals(0, jacobian[j][i], what);
                    } else if (k < c.d || !c.hidden.isEmpty()) {
                        assertNotEquals(0, jacobian[j][i], what);
                    }
                }
            }
        }
    }

    /** Fewer hidden units than dimensions: what a dimension sees is less, but never one after it. */
    @Test
    void narrowNetworksStayTriangular() {
        Transformer affine = new Affine(Affine.Scale.EXP);
        for (Case c : List.of(new Case(9, 0, List.of(3, 2), affine), new Case(9, 0, List.of(3), affine, 2))) {
            double[][] jacobian = jacobian(c, b -> b);
            for (int j = 0; j < 9; j++) {
                for (int k = j + 1; k < 9; k++) {
                    assertEquals(0, jacobian[j][k], c + ", ∂y_" + j + "/∂x_" + k);
                }
            }
            assertNotEquals(0, jacobian[8][0], c + ": the last dimension sees the first");
        }
    }

    /** θ of a network whose parameters are set by their names. */
    private static double[] theta(Case c, double[] x, Map<String, float[]> values) {
        Parameters parameters = new Parameters();
        Made made = c.made(parameters.scope());
        parameters
                .all()
                .forEach(p -> parameters.set(
                        p, values.getOrDefault(p.name(), new float[p.shape().size()])));
        Trace t = new Trace();
        parameters.flat(t);
        t.output("theta", made.apply(t.batch("x", Shape.of(x.length / c.d, c.d))));
        return Eval.of(Eval.REFERENCE, t, Map.of("x", x, Parameters.INPUT, Eval.values(parameters)))
                .get("theta");
    }

    /** Blocks whose second layer is zero, or adds the same numbers as the first layer's bias. */
    @Test
    void aBlockAddsToWhatItIsGiven() {
        SplittableRandom random = new SplittableRandom(SEED);
        int d = 3;
        int width = 6;
        Transformer affine = new Affine(Affine.Scale.EXP);
        double[] x = Eval.normal(BATCH * d, 1, random);
        float[] first = Eval.narrow(Eval.normal(d * width, 0.5, random));
        float[] last = Eval.narrow(Eval.normal(width * affine.parameters(d), 0.5, random));
        float[] inside = Eval.narrow(Eval.normal(width * width, 0.5, random));
        float[] bias = Eval.narrow(Eval.normal(width, 0.5, random));
        Case plain = new Case(d, 0, List.of(width), affine);
        Case blocks = new Case(d, 0, List.of(width), affine, 1);
        Map<String, float[]> ofPlain = Map.of("W.0", first, "W.1", last);
        assertArrayEquals(
                theta(plain, x, ofPlain),
                theta(blocks, x, Map.of("W.0", first, "W.1", inside, "b.1", bias, "W.3", last)),
                1e-12);
        assertArrayEquals(
                theta(plain, x, Map.of("W.0", first, "b.0", bias, "W.1", last)),
                theta(blocks, x, Map.of("W.0", first, "b.2", bias, "W.3", last)),
                1e-12);
    }

    @Test
    void rowsOfAnotherWidthAreRefused() {
        Autoregressive map = new Autoregressive(3, x -> x, new Affine(Affine.Scale.EXP));
        Tensor x = new Trace().batch("x", Shape.of(2, 4));
        assertEquals(
                "Autoregressive.forward: expected x [batch, 3] but got [2, 4]; the flow was built for 3 dimensions",
                assertThrows(ShapeException.class, () -> map.forward(x)).getMessage());
        assertEquals(
                "Autoregressive.inverse: expected x [batch, 3] but got [2, 4]; the flow was built for 3 dimensions",
                assertThrows(ShapeException.class, () -> map.inverse(x)).getMessage());
    }
}

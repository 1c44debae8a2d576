package io.github.vflow.flow.bijector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.bijector.elementwise.Asinh;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.bijector.elementwise.Scale;
import io.github.vflow.flow.bijector.elementwise.Sigmoid;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Matrices;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.PaperLogisticMixture;
import io.github.vflow.flow.transformer.RationalQuadraticSpline;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checks by which zuko 1063ae41 tests its transforms (docs/lab/checks.md), in float32 and with its shapes and tolerance: round trips,
 * log-determinants of both directions against Jacobians, and rows that do not depend on each other.
 */
final class PublishedTransformsTest {
    private static final long SEED = Seeds.of("PublishedTransformsTest");
    private static final Engine FLOAT32 = Engines.vector(1);
    private static final int POINTS = 256;
    private static final int DIMENSIONS = 5;
    private static final double PARAMETERS = 0.5;
    private static final Set<String> LINEAR =
            Set.of("ActNorm", "InvertibleLinear", "LuLinear", "Whitening", "Permutation", "Permutation reversed");

    /** A map in both directions. */
    private interface BothWays {
        Mapped map(Trace trace, boolean forward, Tensor points);
    }

    /** A map, the points at which it is checked, and what else its trace takes. */
    record Case(String name, int dimensions, double[] points, BothWays map, Map<String, double[]> inputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The image of some points, and ln |det J| by the map and by the Jacobian. */
    private record Image(double[] value, double[] logDet, double[] byJacobian) {}

    /** Maps of one number at 256 points of an interval, with the same parameters for all points or with parameters of their own. */
    static Stream<Case> univariate() {
        return Stream.concat(
                Stream.of(
                        fixed("Logit", 0.01, 0.99, new Logit(0)),
                        fixed("Sigmoid", -5, 5, new Sigmoid()),
                        fixed("Asinh", -5, 5, new Asinh()),
                        fixed("Scale", -5, 5, new Scale(-0.25))),
                Stream.of(1, POINTS)
                        .flatMap(sets -> Stream.of(
                                of("Affine EXP", new Affine(Affine.Scale.EXP), sets),
                                of("Affine SIGMOID", new Affine(Affine.Scale.SIGMOID), sets),
                                of("Affine TANH", new Affine(Affine.Scale.TANH), sets),
                                of("RationalQuadraticSpline", new RationalQuadraticSpline(8, 5), sets),
                                of("LogisticMixture", new LogisticMixture(8), sets),
                                of("PaperLogisticMixture", new PaperLogisticMixture(8), sets))));
    }

    private static Case fixed(String name, double low, double high, Bijector map) {
        return new Case(
                name, 1, points(low, high), (_, forward, x) -> forward ? map.forward(x) : map.inverse(x), Map.of());
    }

    private static Case of(String name, Transformer map, int sets) {
        int p = map.parameters(1);
        double[] theta = Arrays.stream(Eval.normal(sets * p, 1, new SplittableRandom(SEED)))
                .map(PublishedTransformsTest::clipped)
                .toArray();
        BothWays ways = (trace, forward, x) -> {
            Tensor t = sets == 1
                    ? trace.input("theta", Shape.of(1, p)).broadcast(Shape.of(POINTS, p))
                    : trace.batch("theta", Shape.of(POINTS, p));
            return forward ? map.forward(x, t) : map.inverse(x, t);
        };
        return new Case(name + ", parameters " + sets, 1, points(-5, 5), ways, Map.of("theta", theta));
    }

    /** Clips a parameter softly as zuko does in its splines, since float32 cannot invert slopes of e⁻⁸ to 1e-4. */
    private static double clipped(double parameter) {
        return (float) (parameter / (1 + Math.abs(2 * parameter / Math.log(1e-3))));
    }

    private static double[] points(double low, double high) {
        return IntStream.range(0, POINTS)
                .mapToDouble(i -> (float) (low + (high - low) * i / (POINTS - 1)))
                .toArray();
    }

    /** Linear maps at 256 normal rows of five numbers; by night every bijector of rows. */
    static Stream<Case> multivariate() {
        return BijectorTable.rows()
                .filter(r -> r.dimensions() == 0 && r.domain().isOntoReals())
                .filter(r -> r.domain() != BijectorTable.Domain.UNIT_INTERVAL)
                .filter(r -> Boolean.getBoolean("vflow.nightly") || LINEAR.contains(r.name()))
                .map(PublishedTransformsTest::of);
    }

    private static Case of(BijectorTable.Row row) {
        SplittableRandom random = new SplittableRandom(SEED);
        Parameters parameters = new Parameters();
        Bijector.Conditional bijector = row.builder().build(parameters.scope(), DIMENSIONS, random);
        Eval.randomise(parameters, PARAMETERS, random);
        Map<String, double[]> inputs = new HashMap<>();
        inputs.put("context", Eval.normal(POINTS * BijectorTable.CONTEXT, 1, random));
        inputs.put(Parameters.INPUT, Eval.values(parameters));
        BothWays ways = (trace, forward, x) -> {
            Tensor context = trace.batch("context", Shape.of(POINTS, BijectorTable.CONTEXT));
            Bijector b = bijector.given(Condition.ofRow(context));
            return forward ? b.forward(x) : b.inverse(x);
        };
        return new Case(row.name(), DIMENSIONS, Eval.normal(POINTS * DIMENSIONS, 1, random), ways, inputs);
    }

    @ParameterizedTest
    @MethodSource({"univariate", "multivariate"})
    void thePublishedChecksPass(Case c) {
        Image y = image(c, true, c.points);
        Image back = image(c, false, y.value);
        assertEquals(c.points.length, y.value.length);
        Approx.assertClose(c + ": there and back", c.points, back.value, Approx.ZUKO);
        Approx.assertClose(c + ": logDet", y.byJacobian, y.logDet, Approx.ZUKO);
        Approx.assertClose(c + ": logDet of the inverse", back.byJacobian, back.logDet, Approx.ZUKO);
    }

    /** The sum of each output over all rows has the Jacobian of every row as its gradient; weights per row show whether rows depend on others. */
    private static Image image(Case c, boolean forward, double[] at) {
        int d = c.dimensions;
        Trace t = new Trace();
        Tensor x = t.batch("x", Shape.of(POINTS, d));
        Tensor weights = t.batch("weights", Shape.of(POINTS, 1));
        Mapped m = c.map.map(t, forward, x);
        t.output("value", m.value());
        t.output("logDet", m.logDet());
        for (int j = 0; j < d; j++) {
            Tensor y = m.value().slice(1, j, j + 1);
            t.output("J" + j, Gradient.of(y.sum(), x).getFirst());
            t.output("weighted" + j, Gradient.of(y.times(weights).sum(), x).getFirst());
        }
        double[] w = new SplittableRandom(SEED)
                .doubles(POINTS, 1, 2)
                .map(v -> (float) v)
                .toArray();
        Map<String, double[]> inputs = new HashMap<>(Map.of("x", at, "weights", w));
        c.inputs.forEach((name, values) -> {
            if (t.program().inputs().containsKey(name)) {
                inputs.put(name, values);
            }
        });
        Map<String, double[]> out = Eval.of(FLOAT32, t, inputs);
        double[] byJacobian = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double[][] jacobian = new double[d][];
            for (int j = 0; j < d; j++) {
                jacobian[j] = Arrays.copyOfRange(out.get("J" + j), i * d, (i + 1) * d);
                double[] weighted = Arrays.copyOfRange(out.get("weighted" + j), i * d, (i + 1) * d);
                double weight = w[i];
                double[] expected =
                        Arrays.stream(jacobian[j]).map(v -> v * weight).toArray();
                Approx.assertClose(c + ": row " + i + " depends on no other", expected, weighted, Approx.ZUKO);
            }
            byJacobian[i] = Matrices.logAbsDet(jacobian);
        }
        return new Image(out.get("value"), out.get("logDet"), byJacobian);
    }
}

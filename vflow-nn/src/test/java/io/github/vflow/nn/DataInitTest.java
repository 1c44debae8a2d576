package io.github.vflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.data.DataInit;
import io.github.vflow.nn.testkit.Approx;
import io.github.vflow.nn.testkit.Eval;
import io.github.vflow.nn.testkit.Seeds;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Layers that set themselves from the batch they see; here y = g·tanh(x) + b with moments to order. */
final class DataInitTest {
    private static final long SEED = Seeds.of("DataInitTest");
    private static final int ROWS = 50;
    private static final Shape SHAPE = Shape.of(ROWS, 2);

    /** tanh makes the moments of a layer depend on what the layer before passed on. */
    private record Layer(Parameter g, Parameter b) {
        static Layer of(Scope scope) {
            return new Layer(
                    scope.parameter("g", Shape.of(2), Initializer.constant(1)),
                    scope.parameter("b", Shape.of(2), Initializer.zeros()));
        }

        Tensor of(Tensor x) {
            Tensor h = x.tanh();
            if (DataInit.isOn(x.trace())) {
                Tensor mean = h.mean(0);
                Tensor std = h.minus(mean).square().mean(0).sqrt();
                DataInit.assign(g, x.trace().constant(1).dividedBy(std));
                DataInit.assign(b, mean.negate().dividedBy(std));
            }
            return h.times(g.in(x.trace())).plus(b.in(x.trace()));
        }
    }

    private final Parameters parameters = new Parameters();
    private final List<Layer> layers = List.of(
            Layer.of(parameters.scope().in(0)),
            Layer.of(parameters.scope().in(1)),
            Layer.of(parameters.scope().in(2)));
    private final double[] x = Eval.normal(ROWS * 2, 2, new SplittableRandom(SEED));

    private Tensor chain(Tensor in, int depth) {
        Tensor h = in;
        for (Layer l : layers.subList(0, depth)) {
            h = l.of(h);
        }
        return h;
    }

    @Test
    void onePassGivesEveryLayerItsMoments() {
        parameters.initialise(SEED);
        DataInit.run(
                parameters,
                new ReferenceEngine(),
                t -> t.output("y", chain(t.batch("x", SHAPE), layers.size())),
                e -> e.set("x", x));
        for (int depth = 1; depth <= layers.size(); depth++) {
            int d = depth;
            double[] y = Eval.of(parameters, SHAPE, x, in -> chain(in, d));
            for (int j = 0; j < 2; j++) {
                double mean = 0;
                double square = 0;
                for (int i = 0; i < ROWS; i++) {
                    mean += y[2 * i + j] / ROWS;
                    square += y[2 * i + j] * y[2 * i + j] / ROWS;
                }
                // parameters are stored in float32
                assertEquals(0, mean, 1e-5, "mean after layer " + depth + ", seed " + SEED);
                assertEquals(1, square, 1e-5, "variance after layer " + depth + ", seed " + SEED);
            }
        }
    }

    @Test
    void aSinkGetsDoublesAndLeavesTheParametersAlone() {
        parameters.initialise(SEED);
        float[] before = parameters.values().clone();
        Map<String, double[]> got = new LinkedHashMap<>();
        DataInit.run(
                parameters,
                new ReferenceEngine(),
                t -> t.output("y", chain(t.batch("x", SHAPE), 2)),
                e -> e.set("x", x),
                (p, v) -> got.put(p.name(), v),
                _ -> {});
        assertEquals(List.of("0.g", "0.b", "1.g", "1.b"), new ArrayList<>(got.keySet()), "in order, and only what ran");
        assertArrayEquals(before, parameters.values());
        double[] h = Arrays.stream(x).map(Math::tanh).toArray();
        double mean = 0;
        for (int i = 0; i < ROWS; i++) {
            mean += h[2 * i] / ROWS;
        }
        double square = 0;
        for (int i = 0; i < ROWS; i++) {
            square += (h[2 * i] - mean) * (h[2 * i] - mean) / ROWS;
        }
        assertEquals(1 / Math.sqrt(square), got.get("0.g")[0], Approx.DOUBLE * 10);
        assertEquals(-mean / Math.sqrt(square), got.get("0.b")[0], Approx.DOUBLE * 10);
    }

    @Test
    void otherwiseTracesAreNotInThisMode() {
        Trace t = new Trace();
        assertFalse(DataInit.isOn(t));
        Tensor value = t.constant(Shape.of(2), 1, 2);
        assertEquals(
                "DataInit.assign: the trace is not in data-dependent initialisation; test isOn first",
                assertThrows(
                                IllegalStateException.class,
                                () -> DataInit.assign(layers.getFirst().g(), value))
                        .getMessage());
    }
}

package io.github.vflow.nn.layer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.data.DataInit;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.nn.testkit.Approx;
import io.github.vflow.nn.testkit.Eval;
import io.github.vflow.nn.testkit.Seeds;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Data-dependent initialisation of convolutions: each channel of the batch has mean 0 and variance init_scale². */
final class ImageInitTest {
    private static final long SEED = Seeds.of("ImageInitTest");
    private static final Shape IMAGES = Shape.of(6, 4, 4, 3);
    /** Parameters are kept in float32, and the variance has 1e−8 added. */
    private static final double ROUNDING = 1e-4;

    private final Parameters parameters = new Parameters();
    private final double[] x = Eval.normal(IMAGES.size(), 2, new SplittableRandom(SEED));

    private static void assertMoments(String what, double[] y, int channels, double std) {
        int n = y.length / channels;
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < n; i++) {
                mean += y[i * channels + c] / n;
                square += y[i * channels + c] * y[i * channels + c] / n;
            }
            assertEquals(0, mean, ROUNDING * std, what + ", mean of channel " + c + ", seed " + SEED);
            assertEquals(std * std, square, ROUNDING * std * std, what + ", variance of channel " + c);
        }
    }

    @Test
    void channelsGetMeanZeroAndTheVarianceAskedFor() {
        Conv first = Conv.of(parameters.scope().in("first"), 3, 5, 1, false);
        Conv second = Conv.nin(parameters.scope().in("second"), 5, 4, 0.1, false);
        parameters.initialise(SEED);
        DataInit.run(
                parameters,
                new ReferenceEngine(),
                t -> t.output(
                        "y", second.apply(first.apply(t.batch("x", IMAGES)).elu())),
                e -> e.set("x", x));
        assertMoments("first", Eval.of(parameters, IMAGES, x, first::apply), 5, 1);
        assertMoments(
                "second",
                Eval.of(parameters, IMAGES, x, v -> second.apply(first.apply(v).elu())),
                4,
                0.1);
    }

    /** Of normalised weights, gain and bias are what changes. */
    @Test
    void normalisedWeightsGetMeanZeroAndTheVarianceAskedFor() {
        Conv first = Conv.of(parameters.scope().in("first"), 3, 5, 1, true);
        Conv second = Conv.nin(parameters.scope().in("second"), 5, 4, 0.1, true);
        parameters.initialise(SEED);
        float[] before = parameters.get(first.weight());
        DataInit.run(
                parameters,
                new ReferenceEngine(),
                t -> t.output(
                        "y", second.apply(first.apply(t.batch("x", IMAGES)).elu())),
                e -> e.set("x", x));
        assertMoments("first", Eval.of(parameters, IMAGES, x, first::apply), 5, 1);
        assertMoments(
                "second",
                Eval.of(parameters, IMAGES, x, v -> second.apply(first.apply(v).elu())),
                4,
                0.1);
        assertArrayEquals(before, parameters.get(first.weight()));
    }

    /** In the run itself layers pass on what they will pass on afterwards, and outputs can be seen. */
    @Test
    void theRunHasTheOutputsOfTheInitialisedNetwork() {
        GatedConvNet net = GatedConvNet.of(
                parameters.scope(),
                4,
                4,
                3,
                2,
                new GatedConvNet.Sizes(4, 1, 2, 0, 0, new Style(new Dropout(0), false, false)));
        parameters.initialise(SEED);
        double[] during = new double[6 * 4 * 4 * 2];
        double[] flat = new double[parameters.size()];
        float[] start = parameters.values();
        for (int i = 0; i < flat.length; i++) {
            flat[i] = start[i];
        }
        List<String> assigned = new ArrayList<>();
        DataInit.run(
                parameters,
                new ReferenceEngine(),
                t -> t.output("y", net.apply(t.batch("x", IMAGES), Condition.none())),
                e -> e.set("x", x),
                (p, v) -> {
                    assigned.add(p.name());
                    System.arraycopy(v, 0, flat, p.offset(), v.length);
                },
                e -> e.get("y", during));
        assertEquals(
                parameters.all().stream()
                        .map(p -> p.name())
                        .filter(n -> !n.contains("ln") && !n.equals("pos_emb"))
                        .toList(),
                assigned,
                "every convolution, in order");
        assertMoments("parameters of the coupling", during, 2, 0.1);
        Approx.assertClose("afterwards", during, after(net, flat), Approx.DEEP);
    }

    private double[] after(GatedConvNet net, double[] flat) {
        Trace t = new Trace();
        parameters.flat(t);
        t.output("y", net.apply(t.batch("x", IMAGES), Condition.none()));
        try (Executable e = new ReferenceEngine().compile(t.program())) {
            e.set(Parameters.INPUT, flat);
            e.set("x", x);
            e.run();
            double[] y = new double[6 * 4 * 4 * 2];
            e.get("y", y);
            return y;
        }
    }

    /** A channel that is the same everywhere has no variance: nothing becomes infinite. */
    @Test
    void aConstantChannelStaysFinite() {
        Conv nin = Conv.nin(parameters.scope(), 3, 2, 1, false);
        parameters.initialise(SEED);
        Map<String, double[]> got = new LinkedHashMap<>();
        DataInit.run(
                parameters,
                new ReferenceEngine(),
                t -> t.output("y", nin.apply(constant(t))),
                _ -> {},
                (p, v) -> got.put(p.name(), v),
                _ -> {});
        got.forEach((name, v) -> {
            for (double d : v) {
                assertTrue(Double.isFinite(d), name + " is " + d);
            }
        });
        assertEquals(2, got.size());
    }

    private static Tensor constant(Trace t) {
        return t.constant(1).broadcast(IMAGES);
    }
}

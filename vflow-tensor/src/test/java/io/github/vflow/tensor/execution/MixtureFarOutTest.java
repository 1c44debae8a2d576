package io.github.vflow.tensor.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.BigMixture;
import io.github.vflow.tensor.testkit.Runs;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where sums of float32 exponentials vanish, mixtures are as good as elsewhere: far out, and between narrow components far apart. */
final class MixtureFarOutTest {
    private static final double[] X = {
        -1e6, -1e4, -300, -101, -99, -50, -1, 0, 0.25, 1, 3, 40, 90, 101, 104, 1e3, 1e4, 1e6, 7, -7
    };
    private static final int N = X.length;
    private static final double[] LOGITS = {1, -2, 0.5};
    private static final double[] MEANS = {-100, 0.3, 103};
    private static final double[] LOG_SCALES = {-7, -1, 0.5};

    /** How parameters lie: three components in a column or in a row, or each of them many times in a row of whole vectors. */
    enum Layout {
        COLUMNS(3),
        ROWS(3),
        LONG_ROWS(48);

        private final int components;

        Layout(int components) {
            this.components = components;
        }

        int axis() {
            return this == COLUMNS ? 0 : 1;
        }

        Shape shape() {
            return this == COLUMNS ? Shape.of(components, N) : Shape.of(N, components);
        }

        /** Every mixture has the same components. */
        double[] repeated(double[] values) {
            double[] all = new double[components * N];
            Arrays.setAll(all, i -> values[this == COLUMNS ? i / N : i % 3]);
            return all;
        }
    }

    private static Map<String, double[]> inputs(Layout layout, double[] x) {
        return Map.of(
                "x", x,
                "logits", layout.repeated(LOGITS),
                "means", layout.repeated(MEANS),
                "logScales", layout.repeated(LOG_SCALES));
    }

    private interface Build {
        Mixture of(Tensor x, Tensor logits, Tensor means, Tensor logScales, int axis);
    }

    private static Program program(Layout layout, Build build) {
        Trace t = new Trace();
        int axis = layout.axis();
        Shape wide = layout.shape();
        Tensor x = t.input("x", wide.with(axis, 1));
        Tensor[] p = Stream.of("logits", "means", "logScales")
                .map(name -> t.input(name, wide))
                .toArray(Tensor[]::new);
        t.output("y", t.append(build.of(x, p[0], p[1], p[2], axis)));
        return t.program();
    }

    private static void assertAgrees(Program p, Map<String, double[]> inputs) {
        float[] y = Runs.floats((VectorEngine) Engines.vector(1), p, inputs).get("y");
        double[] wide = new double[y.length];
        Arrays.setAll(wide, i -> y[i]);
        double[] expected = Runs.reference(p, inputs).get("y");
        for (int i = 0; i < y.length; i++) {
            Approx.assertClose(
                    "result " + i, new double[] {expected[i]}, new double[] {wide[i]}, Approx.MIXTURE_FAR_OUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void logOddsAndTheirSlope(Layout layout) {
        assertAgrees(
                program(
                        layout,
                        (x, l, m, s, axis) -> new Mixture.LogOdds(
                                x.value(), l.value(), m.value(), s.value(), axis, Mixture.NO_FLOOR)),
                inputs(layout, X));
    }

    @ParameterizedTest
    @EnumSource
    void theirGradient(Layout layout) {
        assertAgrees(
                program(layout, (x, l, m, s, axis) -> {
                    Tensor one = x.trace().constant(1).broadcast(x.shape().with(axis, 2));
                    return new Mixture.LogOddsGradient(
                            x.value(), l.value(), m.value(), s.value(), one.value(), axis, Mixture.NO_FLOOR);
                }),
                inputs(layout, X));
    }

    /** On a plateau x is not to be had from g, so it is g that counts; on a cliff a digit of x is worth much of g. */
    @ParameterizedTest
    @EnumSource
    void theInverse(Layout layout) {
        Program p = program(
                layout,
                (x, l, m, s, axis) ->
                        new Mixture.Inverse(x.value(), l.value(), m.value(), s.value(), axis, Mixture.NO_FLOOR));
        double[] odds = {-1e6, -1e3, -60, -20, -3, -1, -0.5, -0.1, 0, 0.1, 0.3, 0.5, 1, 2, 3, 10, 60, 100, 1e3, 1e6};
        float[] x = Runs.floats((VectorEngine) Engines.vector(1), p, inputs(layout, odds))
                .get("y");
        BigMixture exact = new BigMixture(LOGITS, MEANS, LOG_SCALES);
        assertEquals(N, x.length);
        for (int i = 0; i < N; i++) {
            BigMixture.LogOdds at = exact.at(x[i]);
            double g = at.value();
            double allowed =
                    Approx.MIXTURE_FAR_OUT_RESIDUAL * Math.max(1, Math.abs(odds[i])) + at.slope() * Math.ulp(x[i]);
            assertTrue(Math.abs(g - odds[i]) <= allowed, "log-odds " + odds[i] + " at " + x[i] + ", where it is " + g);
        }
    }
}

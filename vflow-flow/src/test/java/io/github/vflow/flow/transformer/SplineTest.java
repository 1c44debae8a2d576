package io.github.vflow.flow.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rational-quadratic splines against the formulas of the paper, written for one number. */
final class SplineTest {
    private static final long SEED = Seeds.of("SplineTest");
    private static final double BOUND = 3;
    private static final double[] HARD = {-1e6, -30, -3, -2.5, -1e-6, 0, 1e-6, 0.75, 3, 30, 1e6};

    private record Image(double[] value, double[] logDet, double[] slope, double[] thetaGradient) {}

    private static Image map(Engine engine, int bins, boolean forward, double[] at, double[] theta) {
        Trace trace = new Trace();
        Tensor in = trace.batch("x", Shape.of(at.length, 1));
        Tensor p = trace.input("theta", Shape.of(1, theta.length));
        Tensor each = p.broadcast(Shape.of(at.length, theta.length));
        Transformer spline = new RationalQuadraticSpline(bins, BOUND);
        Mapped m = forward ? spline.forward(in, each) : spline.inverse(in, each);
        trace.output("value", m.value());
        trace.output("logDet", m.logDet());
        trace.output("slope", Gradient.of(m.value().sum(), in).getFirst());
        Tensor both = m.value().sum().plus(m.logDet().sum());
        trace.output("gradient", Gradient.of(both, p).getFirst());
        Map<String, double[]> out = Eval.of(engine, trace, Map.of("x", at, "theta", theta));
        return new Image(out.get("value"), out.get("logDet"), out.get("slope"), out.get("gradient"));
    }

    private static Image map(int bins, boolean forward, double[] at, double[] theta) {
        return map(Eval.REFERENCE, bins, forward, at, theta);
    }

    private static PlainSpline plain(int bins, double[] theta) {
        return new PlainSpline(
                BOUND,
                Arrays.copyOfRange(theta, 0, bins),
                Arrays.copyOfRange(theta, bins, 2 * bins),
                Arrays.copyOfRange(theta, 2 * bins, theta.length));
    }

    @Property
    void valuesSlopesAndInverseAreThoseOfThePaper(
            @ForAll @IntRange(min = 2, max = 40) int bins,
            @ForAll @IntRange(min = 0, max = 3) int scale,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] theta = Eval.normal(3 * bins - 1, scale, random);
        double[] x = DoubleStream.concat(Arrays.stream(HARD), random.doubles(20, -1.1 * BOUND, 1.1 * BOUND))
                .toArray();
        PlainSpline plain = plain(bins, theta);
        String what = bins + " bins, seed " + seed + ": ";
        Image y = map(bins, true, x, theta);
        Approx.assertClose(what + "y", Arrays.stream(x).map(plain::forward).toArray(), y.value, Approx.SPLINE);
        double[] logSlope = Arrays.stream(x).map(plain::logSlope).toArray();
        Approx.assertClose(what + "logDet", logSlope, y.logDet, Approx.SPLINE);
        Approx.assertClose(what + "y′", Arrays.stream(logSlope).map(Math::exp).toArray(), y.slope, Approx.SPLINE);
        Image back = map(bins, false, x, theta);
        Approx.assertClose(what + "x", Arrays.stream(x).map(plain::inverse).toArray(), back.value, Approx.SPLINE);
        Approx.assertFinite(what + "gradient", y.thetaGradient);
        Approx.assertFinite(what + "gradient of the inverse", back.thetaGradient);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 8, 32, 1000})
    void zeroParametersAreTheIdentity(int bins) {
        double[] theta = new double[3 * bins - 1];
        for (boolean forward : new boolean[] {true, false}) {
            Image same = map(bins, forward, HARD, theta);
            Approx.assertClose("value", HARD, same.value, Approx.CLOSED_FORM);
            Approx.assertClose("logDet", new double[HARD.length], same.logDet, Approx.CLOSED_FORM);
            double[] ones = new double[HARD.length];
            Arrays.fill(ones, 1);
            Approx.assertClose("slope", ones, same.slope, Approx.CLOSED_FORM);
        }
    }

    /** Outside, y is x to the bit, whatever the parameters are. */
    @Test
    void tailsAreTheIdentity() {
        double[] theta = Eval.normal(23, 5, new SplittableRandom(SEED));
        double[] x = {-0x1p100, -1e6, -3, 3, Math.nextUp(3f), 1e6, 0x1p100};
        for (Engine engine : List.of(Eval.REFERENCE, Engines.vector(1))) {
            for (boolean forward : new boolean[] {true, false}) {
                Image y = map(engine, 8, forward, x, theta);
                assertEquals(Arrays.toString(x), Arrays.toString(y.value), engine.name());
                assertEquals(Arrays.toString(new double[x.length]), Arrays.toString(y.logDet), engine.name());
            }
        }
    }

    /** Logits far apart leave bins of the least width and height, and slopes at their floor or huge. */
    @Property
    void extremeParametersStayFiniteAndMonotonic(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] theta = Eval.normal(23, 40, random);
        double[] x =
                random.doubles(64, -BOUND, BOUND).map(v -> (float) v).sorted().toArray();
        for (Engine engine : List.of(Eval.REFERENCE, Engines.vector(1))) {
            for (boolean forward : new boolean[] {true, false}) {
                String what = engine.name() + (forward ? " forward" : " inverse") + ", seed " + seed + ": ";
                Image y = map(engine, 8, forward, x, theta);
                Approx.assertFinite(what + "value", y.value);
                Approx.assertFinite(what + "logDet", y.logDet);
                Approx.assertFinite(what + "gradient", y.thetaGradient);
                for (int i = 1; i < x.length; i++) {
                    assertTrue(y.value[i] >= y.value[i - 1] - 1e-5, what + y.value[i - 1] + " then " + y.value[i]);
                }
            }
        }
    }

    @Test
    void oneBinOrNoBoundIsRefused() {
        assertEquals(
                "RationalQuadraticSpline: needs at least 2 bins and a positive, finite bound but got 1 and 3.0;"
                        + " 8 bins within 3 are usual for standardised columns",
                assertThrows(IllegalArgumentException.class, () -> new RationalQuadraticSpline(1, BOUND))
                        .getMessage());
        for (double bound : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new RationalQuadraticSpline(8, bound))
                    .getMessage();
            assertTrue(message.contains("but got 8 and " + bound), message);
        }
    }
}

package io.github.vflow.flow.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The elementwise maps by themselves, one dimension each row. */
final class TransformerTest {
    private static final long SEED = Seeds.of("TransformerTest");
    /** Half of the paper's image before its affine map: logit(0.95). */
    private static final double PAPER_BOUND = Math.log(0.95 / 0.05);

    private record Image(double[] value, double[] logDet) {}

    /** Maps each x with the same parameters. */
    private static Image map(Engine engine, Transformer t, boolean forward, double[] x, double... theta) {
        Trace trace = new Trace();
        var in = trace.batch("x", Shape.of(x.length, 1));
        var p = trace.input("theta", Shape.of(1, theta.length)).broadcast(Shape.of(x.length, theta.length));
        Mapped m = forward ? t.forward(in, p) : t.inverse(in, p);
        trace.output("value", m.value());
        trace.output("logDet", m.logDet());
        Map<String, double[]> out = Eval.of(engine, trace, Map.of("x", x, "theta", theta));
        return new Image(out.get("value"), out.get("logDet"));
    }

    private static Image forward(Transformer t, double[] x, double... theta) {
        return map(Eval.REFERENCE, t, true, x, theta);
    }

    private static Image inverse(Transformer t, double[] y, double... theta) {
        return map(Eval.REFERENCE, t, false, y, theta);
    }

    @ParameterizedTest
    @EnumSource
    void affineIsTheIdentityAtZeroAndShiftsByItsFirstParameter(Affine.Scale scale) {
        double[] x = {-1e6, -3, 0, 1e-6, 2, 1e6};
        Affine affine = new Affine(scale);
        Image same = forward(affine, x, 0, 0);
        Approx.assertClose("value at zero parameters", x, same.value, Approx.CLOSED_FORM);
        Approx.assertClose("logDet at zero parameters", new double[x.length], same.logDet, Approx.CLOSED_FORM);
        double[] shifted = Arrays.stream(x).map(v -> v + 1.5).toArray();
        Approx.assertClose("shifted", shifted, forward(affine, x, 1.5, 0).value, Approx.CLOSED_FORM);
        assertEquals(List.of(1, 1), affine.widths());
        assertEquals(2, affine.parameters());
    }

    @Test
    void affineScalesAreWhatTheirNamesSay() {
        for (double r : new double[] {-30, -1, 0.5, 3, 30}) {
            double sigmoid = -Math.log1p(Math.exp(-(r + 2))) + Math.log1p(Math.exp(-2));
            assertScale(Affine.Scale.EXP, r, r);
            assertScale(Affine.Scale.SIGMOID, r, sigmoid);
            assertScale(Affine.Scale.TANH, r, 2 * Math.tanh(r / 2));
        }
    }

    private static void assertScale(Affine.Scale scale, double r, double expected) {
        Image image = forward(new Affine(scale), new double[] {2}, 0.25, r);
        Approx.assertClose(scale + " of " + r, expected, image.logDet[0], Approx.CLOSED_FORM);
        Approx.assertClose(scale + " of " + r, 0.25 + 2 * Math.exp(expected), image.value[0], Approx.CLOSED_FORM);
    }

    @Test
    void aMixtureOfOneIsAffine() {
        double a = 0.3;
        double shift = -0.7;
        double mean = 1.2;
        double logScale = -0.4;
        double[] x = {-1e6, -30, -1, 0, 1.2, 7, 1e6};
        double[] expected = Arrays.stream(x)
                .map(v -> Math.exp(Math.tanh(a)) * (v - mean) * Math.exp(-logScale) + shift)
                .toArray();
        Image image = forward(new LogisticMixture(1), x, a, shift, 5, mean, logScale);
        Approx.assertClose("value", expected, image.value, Approx.CLOSED_FORM);
        double[] slope = new double[x.length];
        Arrays.fill(slope, Math.tanh(a) - logScale);
        Approx.assertClose("logDet", slope, image.logDet, Approx.TAIL_LOG_DET);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 32})
    void mixturesAreTheIdentityAtZeroParameters(int components) {
        double[] x = {-1e6, -3, 0, 1e-6, 2, 1e6};
        Image image = forward(new LogisticMixture(components), x, new double[2 + 3 * components]);
        Approx.assertClose("value", x, image.value, Approx.CLOSED_FORM);
        Approx.assertClose("logDet", new double[x.length], image.logDet, Approx.TAIL_LOG_DET);
    }

    /** Far out only the widest component is left: the slope is its 1/scale, times the affine map's. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 32})
    void farTailsHaveTheSlopeOfTheWidestComponent(int components) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] theta = Eval.normal(2 + 3 * components, 1, random);
        double widest =
                Arrays.stream(theta, 2 + 2 * components, theta.length).max().orElseThrow();
        double[] x = {-1e6, -1e4, 1e4, 1e6};
        double[] expected = new double[x.length];
        Arrays.fill(expected, Math.tanh(theta[0]) - widest);
        Image y = forward(new LogisticMixture(components), x, theta);
        Approx.assertClose("seed " + SEED + ": logDet", expected, y.logDet, Approx.TAIL_LOG_DET);
        Image back = inverse(new LogisticMixture(components), y.value, theta);
        Approx.assertClose("seed " + SEED + ": back", x, back.value, Approx.ROUND_TRIP);
        for (Engine engine : new Engine[] {Eval.REFERENCE, Engines.vector(1)}) {
            Image finite = map(engine, new LogisticMixture(components), true, x, theta);
            Approx.assertFinite(engine.name() + " value", finite.value);
            Approx.assertFinite(engine.name() + " logDet", finite.logDet);
        }
    }

    /** exp(log cdf) → logit is infinite at 20 in float32; log-odds are not. */
    @Test
    void float32TailsAreAsGoodAsDouble() {
        double[] theta = {0, 0, 0.5, -0.5, -1, 1, 0, 0.25};
        double[] x = {-1e6, -100, -20, -15, 15, 20, 100, 1e6};
        Image exact = forward(new LogisticMixture(2), x, theta);
        Image single = map(Engines.vector(1), new LogisticMixture(2), true, x, theta);
        Approx.assertClose("value", exact.value, single.value, Approx.FLOAT32_LOG_ODDS);
    }

    @Test
    void logScalesHaveAFloor() {
        double[] x = {-2, 0, 3};
        Image atFloor = forward(new LogisticMixture(1), x, 0, 0, 0, 0, -7);
        Image below = forward(new LogisticMixture(1), x, 0, 0, 0, 0, -50);
        Approx.assertClose("value", atFloor.value, below.value, Approx.CLOSED_FORM);
        Approx.assertClose("logDet", new double[] {7, 7, 7}, below.logDet, Approx.CLOSED_FORM);
    }

    @Test
    void thePapersImageIsBounded() {
        double[] theta = {0.4, 2, 0, 0, 0};
        double[] extremes = {-1e6, -1e3, 0, 1e3, 1e6};
        double scale = Math.exp(Math.tanh(0.4));
        Image y = forward(new PaperLogisticMixture(1), extremes, theta);
        double[] expected = {
            2 - scale * PAPER_BOUND, 2 - scale * PAPER_BOUND, 2, 2 + scale * PAPER_BOUND, 2 + scale * PAPER_BOUND
        };
        Approx.assertClose("value", expected, y.value, Approx.CLOSED_FORM);
        Approx.assertFinite("logDet", y.logDet);
        assertTrue(y.logDet[0] < -1e5, "nothing is left of the slope far out: " + y.logDet[0]);
    }

    /** Far out, logits would be lost beside z in float32, and F would come out above one. */
    @Test
    void thePapersImageIsBoundedInFloat32() {
        double[] theta = {0, 0, 0.3, 0.45, 0.1, -0.2, -7, -7};
        double[] x = {-1e6, -1e4, -700, 700, 1e4, 1e6};
        Image exact = forward(new PaperLogisticMixture(2), x, theta);
        Image single = map(Engines.vector(1), new PaperLogisticMixture(2), true, x, theta);
        Approx.assertClose("value", exact.value, single.value, Approx.FLOAT32);
        Approx.assertClose("logDet", exact.logDet, single.logDet, Approx.FLOAT32_ULPS);
    }

    /** What cannot be reached comes back clipped, u = 1e−6 or 1 − 1e−6: a finite x, not an error. */
    @Test
    void thePapersInverseClips() {
        double[] theta = {0, 0, 0, 0, 0};
        double[] y = {-1e6, -PAPER_BOUND - 0.1, PAPER_BOUND + 0.1, 1e6};
        double clipped = Math.log(1e-6 / (1 - 1e-6));
        Image x = inverse(new PaperLogisticMixture(1), y, theta);
        Approx.assertClose("x", new double[] {clipped, clipped, -clipped, -clipped}, x.value, Approx.ROUND_TRIP);
        Approx.assertFinite("logDet", x.logDet);
        double[] again = forward(new PaperLogisticMixture(1), x.value, theta).value;
        assertTrue(Math.abs(again[3]) < PAPER_BOUND, "so forward(inverse(y)) is not y: " + again[3]);
    }

    @Test
    void componentsStartApart() {
        float[] v = new float[2 * (2 + 3 * 3)];
        new LogisticMixture(3).start(2).fill(v, Shape.of(v.length), new SplittableRandom(1));
        float[] means = Arrays.copyOfRange(v, 4 + 6, 4 + 12);
        assertEquals("[-2.0, 0.0, 2.0, -2.0, 0.0, 2.0]", Arrays.toString(means));
        Arrays.fill(v, 4 + 6, 4 + 12, 0);
        assertEquals(0, Eval.widen(v)[0], "and all else at zero");
        assertTrue(Arrays.stream(Eval.widen(v)).allMatch(p -> p == 0), Arrays.toString(v));
        assertEquals(new LogisticMixture(3).widths(), new PaperLogisticMixture(3).widths());
    }
}

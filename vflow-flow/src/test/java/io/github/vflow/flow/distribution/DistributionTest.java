package io.github.vflow.flow.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.Coupling;
import io.github.vflow.flow.bijector.Elementwise;
import io.github.vflow.flow.bijector.InvertibleLinear;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Matrices;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Log-densities against closed forms. */
final class DistributionTest {
    private static final long SEED = Seeds.of("DistributionTest");
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final int BATCH = 6;

    private static double logNormal(double x, double mean, double logStd) {
        double u = (x - mean) * Math.exp(-logStd);
        return -0.5 * u * u - logStd - 0.5 * LOG_TWO_PI;
    }

    @Test
    void standardNormalIsItsClosedForm() {
        double[] x = {0, 0, 0, 1, -2, 3, 1e3, -1e3, 1e-8};
        double[] log = Eval.of(Shape.of(3, 3), x, StandardNormal.INSTANCE::logProb);
        double[] expected = new double[3];
        for (int i = 0; i < x.length; i++) {
            expected[i / 3] += logNormal(x[i], 0, 0);
        }
        Approx.assertClose("ln N(x; 0, I)", expected, log, Approx.CLOSED_FORM);
        assertEquals(-1.5 * LOG_TWO_PI, log[0], 1e-14);
    }

    @Test
    void trailingAxesAreSummedToo() {
        double[] x = Eval.normal(12, 1, new SplittableRandom(SEED));
        double[] image = Eval.of(Shape.of(2, 3, 2), x, StandardNormal.INSTANCE::logProb);
        Approx.assertClose(
                "images", Eval.of(Shape.of(2, 6), x, StandardNormal.INSTANCE::logProb), image, Approx.CLOSED_FORM);
    }

    private record Drawn(double[] noise, double[] x, double[] z, double[] logProb) {}

    private static Drawn draw(Posterior q, int dz, int dx, double[] parameters) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] noise = Eval.normal(BATCH * dz, 1, random);
        double[] x = Eval.normal(BATCH * dx, 1, random);
        Trace t = new Trace();
        Tensor eps = t.batch("noise", Shape.of(BATCH, dz));
        Draw draw = q.draw(eps, Condition.ofRow(t.batch("x", Shape.of(BATCH, dx))));
        t.output("z", draw.value());
        t.output("logProb", draw.logProb());
        Map<String, double[]> in = new java.util.HashMap<>(Map.of("noise", noise, "x", x));
        if (parameters.length > 0) {
            in.put(Parameters.INPUT, parameters);
        }
        Map<String, double[]> out = Eval.of(Eval.REFERENCE, t, in);
        return new Drawn(noise, x, out.get("z"), out.get("logProb"));
    }

    @Test
    void thePriorIsTheNoise() {
        Drawn d = draw(Posterior.prior(), 2, 3, new double[0]);
        Approx.assertClose("z", d.noise, d.z, Approx.CLOSED_FORM);
        for (int i = 0; i < BATCH; i++) {
            double expected = logNormal(d.z[2 * i], 0, 0) + logNormal(d.z[2 * i + 1], 0, 0);
            Approx.assertClose("ln q", expected, d.logProb[i], Approx.CLOSED_FORM);
        }
    }

    /** θ(x) = [2·x | x/2]: z ~ N(2·x, e^{x/2}). */
    @Test
    void anAffineLayerIsAGaussianWithMomentsMadeFromX() {
        Posterior q = new Posterior(
                Elementwise.conditional(new Affine(Affine.Scale.EXP), x -> Tensor.concat(1, x.times(2), x.times(0.5))));
        Drawn d = draw(q, 2, 2, new double[0]);
        for (int i = 0; i < BATCH; i++) {
            double expected = 0;
            for (int j = 2 * i; j < 2 * i + 2; j++) {
                expected += logNormal(d.z[j], 2 * d.x[j], 0.5 * d.x[j]);
            }
            Approx.assertClose("ln q, row " + i, expected, d.logProb[i], Approx.CLOSED_FORM);
        }
    }

    /** z = ε·W + x: N(x, WᵀW). */
    @Test
    void aLinearFlowIsAGaussianWithFullCovariance() {
        Parameters parameters = new Parameters();
        InvertibleLinear linear = InvertibleLinear.of(parameters.scope(), 2);
        Coupling shift = new Coupling(1, 2, z -> Tensor.concat(1, z, z.times(0)), new Affine(Affine.Scale.EXP));
        Posterior q = new Posterior(
                Chain.conditional(List.of(Bijector.Conditional.always(linear), Bijector.Conditional.always(shift))));
        double[] w = {1.5, 0.5, -0.3, 0.8};
        Drawn d = draw(q, 2, 1, w);
        // shift adds z₁ to z₂: z = ε·V
        double[][] v = {{w[0], w[1] + w[0]}, {w[2], w[3] + w[2]}};
        double a = v[0][0] * v[0][0] + v[1][0] * v[1][0];
        double b = v[0][0] * v[0][1] + v[1][0] * v[1][1];
        double c = v[0][1] * v[0][1] + v[1][1] * v[1][1];
        double det = a * c - b * b;
        assertEquals(Math.log(det), 2 * Matrices.logAbsDet(v), 1e-12);
        for (int i = 0; i < BATCH; i++) {
            double z1 = d.z[2 * i];
            double z2 = d.z[2 * i + 1];
            double quadratic = (c * z1 * z1 - 2 * b * z1 * z2 + a * z2 * z2) / det;
            double expected = -0.5 * quadratic - 0.5 * Math.log(det) - LOG_TWO_PI;
            Approx.assertClose("ln q, row " + i, expected, d.logProb[i], Approx.CLOSED_FORM);
        }
    }

    /** ∫ q dz over the noise: with z(ε) increasing, the trapezoids of q over z. */
    @Test
    void anyElementwisePosteriorHasMassOne() {
        double[] theta = Eval.normal(2 + 3 * 4, 1, new SplittableRandom(SEED));
        Posterior q = new Posterior(Elementwise.conditional(
                new LogisticMixture(4),
                x -> x.trace()
                        .constant(Shape.of(1, theta.length), theta)
                        .broadcast(Shape.of(x.shape().dim(0), theta.length))));
        int n = 20_001;
        Trace t = new Trace();
        Draw draw = q.draw(t.batch("noise", Shape.of(n, 1)), Condition.ofRow(t.batch("x", Shape.of(n, 1))));
        t.output("z", draw.value());
        t.output("logProb", draw.logProb());
        double[] noise = new double[n];
        Arrays.setAll(noise, i -> -8 + 16.0 * i / (n - 1));
        Map<String, double[]> out = Eval.of(Eval.REFERENCE, t, Map.of("noise", noise));
        double mass = 0;
        for (int i = 1; i < n; i++) {
            double[] log = out.get("logProb");
            double[] z = out.get("z");
            mass += (z[i] - z[i - 1]) * (Math.exp(log[i]) + Math.exp(log[i - 1])) / 2;
        }
        assertEquals(1, mass, Approx.MASS, "seed " + SEED);
    }

    @Test
    void aFlowIsTheBaseTimesTheVolume() {
        Parameters parameters = new Parameters();
        Flow p = new Flow(InvertibleLinear.of(parameters.scope(), 2), StandardNormal.INSTANCE);
        Trace t = new Trace();
        Tensor x = t.batch("x", Shape.of(1, 2));
        t.output("logProb", p.logProb(x));
        t.output("sample", p.sample(x));
        Map<String, double[]> out = Eval.of(
                Eval.REFERENCE, t, Map.of("x", new double[] {3, 4}, Parameters.INPUT, new double[] {2, 0, 0, 0.25}));
        double expected = logNormal(6, 0, 0) + logNormal(1, 0, 0) + Math.log(0.5);
        Approx.assertClose("logProb", expected, out.get("logProb")[0], Approx.CLOSED_FORM);
        Approx.assertClose("sample", new double[] {1.5, 16}, out.get("sample"), Approx.CLOSED_FORM);
    }
}

package io.github.vflow.flow.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bases beside N(0, I): densities against closed forms, draws against their probabilities, gradients against differences. */
final class BaseTest {
    private static final long SEED = Seeds.of("BaseTest");
    private static final int D = 2;
    private static final int DRAWN = 100_000;
    private static final double STEP = 1e-5;
    private static final double[] POINTS = {0, 0, 1e-8, 0.3, -2, 17, -1e4, 1, 0.7, -0.4};

    /** Of differences in double. */
    private static final Approx.Tolerance DIFFERENCES = new Approx.Tolerance(1e-6, 1e-7);

    /** The series of ln Γ has an error of 1e-11. */
    private static final Approx.Tolerance SERIES = new Approx.Tolerance(1e-10, 1e-10);

    /** A base with parameters of its own. */
    private record Subject(Base base, Parameters parameters) {
        static Subject of(BaseSpec spec) {
            Parameters p = new Parameters();
            Base base = switch (spec) {
                case BaseSpec.Normal _ -> StandardNormal.INSTANCE;
                case BaseSpec.Student s -> StudentT.of(p.scope(), D, s.freedom(), s.trained());
                case BaseSpec.Mixture m -> GaussianMixture.of(p.scope(), D, m.components());
            };
            p.initialise(SEED);
            return new Subject(base, p);
        }

        double[] eval(Engine engine, double[] in, int width, BiFunction<Base, Tensor, Tensor> f) {
            Trace t = new Trace();
            parameters.flat(t);
            t.output("y", f.apply(base, t.batch("x", Shape.of(in.length / width, width))));
            return Eval.of(engine, t, Map.of("x", in, Parameters.INPUT, Eval.values(parameters)))
                    .get("y");
        }

        double[] logProb(Engine engine, double[] eps) {
            return eval(engine, eps, D, Base::logProb);
        }

        /** Draws [n · D] from normals times a temperature. */
        double[] draws(Engine engine, int n, double temperature) {
            int width = base.noise(D);
            return eval(engine, Eval.normal(n * width, temperature, new SplittableRandom(SEED)), width, Base::sample);
        }
    }

    /** Three components of different weights, places and scales. */
    private static Subject mixture() {
        Subject m = Subject.of(new BaseSpec.Mixture(3));
        GaussianMixture base = (GaussianMixture) m.base;
        m.parameters.set(base.logits(), new float[] {0, 1, -0.5F});
        m.parameters.set(base.means(), new float[] {-6, 1, 0, 0, 5, -2});
        m.parameters.set(base.logScales(), new float[] {-1, 0.5F, 0, 0.25F, -2, -0.5F});
        return m;
    }

    private static double[] weights() {
        double all = 1 + Math.E + Math.exp(-0.5);
        return new double[] {1 / all, Math.E / all, Math.exp(-0.5) / all};
    }

    /** ln Γ by Lanczos, with g = 7 and nine terms. */
    private static double logGamma(double x) {
        double[] c = {
            0.99999999999980993,
            676.5203681218851,
            -1259.1392167224028,
            771.32342877765313,
            -176.61502916214059,
            12.507343278686905,
            -0.13857109526572012,
            9.9843695780195716e-6,
            1.5056327351493116e-7
        };
        double sum = c[0];
        for (int i = 1; i < c.length; i++) {
            sum += c[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }

    private static double logStudent(double x, double nu) {
        return logGamma((nu + 1) / 2)
                - logGamma(nu / 2)
                - 0.5 * Math.log(nu * Math.PI)
                - (nu + 1) / 2 * Math.log1p(x * x / nu);
    }

    /** ν, rounded as the parameter is. */
    private static double rounded(double nu) {
        return 1 + Math.exp((float) Math.log(nu - 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.01, 1.5, 2, 3, 8, 40, 1_000})
    void theDensityOfTIsItsClosedForm(double nu) {
        double[] expected = new double[POINTS.length / D];
        for (int i = 0; i < POINTS.length; i++) {
            expected[i / D] += logStudent(POINTS[i], rounded(nu));
        }
        Subject t = Subject.of(new BaseSpec.Student(nu, true));
        Approx.assertClose("ν = " + nu, expected, t.logProb(Eval.REFERENCE, POINTS), SERIES);
        Approx.assertClose(
                "float32, ν = " + nu, expected, t.logProb(Engines.vector(1), POINTS), Approx.FLOAT32_ULPS.of(3));
    }

    /** p(x) = (2 + x²)^{−3/2}, and at a million degrees of freedom N(0, 1) up to 1/ν. */
    @Test
    void tOfTwoAndOfManyDegreesOfFreedom() {
        double[] x = {0, 1.5, -3, 0.25};
        double[] two = Subject.of(new BaseSpec.Student(2, false)).logProb(Eval.REFERENCE, x);
        double[] many = Subject.of(new BaseSpec.Student(1e6, false)).logProb(Eval.REFERENCE, x);
        double[] manyFast = Subject.of(new BaseSpec.Student(1e6, false)).logProb(Engines.vector(1), x);
        for (int i = 0; i < 2; i++) {
            double a = x[2 * i] * x[2 * i];
            double b = x[2 * i + 1] * x[2 * i + 1];
            Approx.assertClose("2", -1.5 * (Math.log(2 + a) + Math.log(2 + b)), two[i], SERIES);
            double normal = -0.5 * (a + b) - Math.log(2 * Math.PI);
            assertEquals(normal, many[i], 3e-5);
            assertEquals(normal, manyFast[i], 1e-4);
        }
    }

    /** Twice the integral from 0 to c, by Simpson's rule. */
    private static double within(DoubleUnaryOperator density, double c) {
        int n = 2_000;
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            int weight = i == 0 || i == n ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * density.applyAsDouble(c * i / n);
        }
        return 2 * sum * c / n / 3;
    }

    private static void assertShare(String what, double expected, IntPredicate seen) {
        double share = IntStream.range(0, DRAWN).filter(seen).count() / (double) DRAWN;
        double error = Math.sqrt(Math.max(0, expected * (1 - expected)) / DRAWN) + 1.0 / DRAWN;
        assertEquals(expected, share, Approx.STANDARD_ERRORS * error, what + ", seed " + SEED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.2, 2, 3.7, 1e5})
    void drawsOfTFollowItsDensity(double nu) {
        double[] x = Subject.of(new BaseSpec.Student(nu, true)).draws(Engines.vector(1), DRAWN, 1);
        Approx.assertFinite("ν = " + nu, x);
        for (double c : new double[] {0.1, 0.5, 1, 2, 4, 12}) {
            double p = within(e -> Math.exp(logStudent(e, rounded(nu))), c);
            for (int j = 0; j < D; j++) {
                int column = j;
                assertShare("P(|ε| < " + c + "), ν = " + nu, p, i -> Math.abs(x[D * i + column]) < c);
                assertShare("P(0 < ε < " + c + ")", p / 2, i -> x[D * i + column] > 0 && x[D * i + column] < c);
            }
            assertShare("both within " + c, p * p, i -> Math.abs(x[D * i]) < c && Math.abs(x[D * i + 1]) < c);
        }
    }

    @Test
    void theDensityOfAMixtureIsASum() {
        Subject m = mixture();
        GaussianMixture base = (GaussianMixture) m.base;
        float[] mu = m.parameters.get(base.means());
        float[] s = m.parameters.get(base.logScales());
        double[] x = {0, 0, -6, 1, 5.1, -2.5, 3, 3};
        double[] expected = new double[x.length / D];
        for (int i = 0; i < expected.length; i++) {
            double p = 0;
            for (int k = 0; k < 3; k++) {
                double each = weights()[k];
                for (int j = 0; j < D; j++) {
                    double u = (x[D * i + j] - mu[D * k + j]) / Math.exp(s[D * k + j]);
                    each *= Math.exp(-0.5 * u * u - s[D * k + j]) / Math.sqrt(2 * Math.PI);
                }
                p += each;
            }
            expected[i] = Math.log(p);
        }
        Approx.assertClose("ln p", expected, m.logProb(Eval.REFERENCE, x), SERIES);
        Approx.assertClose("float32", expected, m.logProb(Engines.vector(1), x), Approx.FLOAT32);
    }

    /** Moments tell whether one component makes all dimensions of a row. */
    @Test
    void drawsOfAMixtureHaveItsMoments() {
        Subject m = mixture();
        GaussianMixture base = (GaussianMixture) m.base;
        float[] mu = m.parameters.get(base.means());
        float[] s = m.parameters.get(base.logScales());
        double[] x = m.draws(Engines.vector(1), DRAWN, 1);
        double[] mean = new double[D];
        double[][] second = new double[D][D];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < D; i++) {
                mean[i] += weights()[k] * mu[D * k + i];
                for (int j = 0; j < D; j++) {
                    double variance = i == j ? Math.exp(2 * s[D * k + i]) : 0;
                    second[i][j] += weights()[k] * (mu[D * k + i] * mu[D * k + j] + variance);
                }
            }
        }
        for (int i = 0; i < D; i++) {
            int a = i;
            assertMean("E[ε]", mean[i], r -> x[D * (int) r + a]);
            for (int j = 0; j < D; j++) {
                int b = j;
                assertMean("E[εε]", second[i][j], r -> x[D * (int) r + a] * x[D * (int) r + b]);
            }
        }
    }

    private static void assertMean(String what, double expected, DoubleUnaryOperator ofRow) {
        double[] v = IntStream.range(0, DRAWN).asDoubleStream().map(ofRow).toArray();
        double mean = IntStream.range(0, DRAWN).mapToDouble(i -> v[i]).average().orElseThrow();
        double square = IntStream.range(0, DRAWN)
                .mapToDouble(i -> (v[i] - mean) * (v[i] - mean))
                .sum();
        assertEquals(expected, mean, Approx.STANDARD_ERRORS * Math.sqrt(square) / DRAWN, what + ", seed " + SEED);
    }

    /** A temperature scales what is drawn of a component, not how often it is chosen. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 2})
    void componentsKeepTheirSharesAtAnyTemperature(double temperature) {
        Subject m = mixture();
        m.parameters.set(((GaussianMixture) m.base).logScales(), new float[] {-3, -3, -3, -3, -3, -3});
        double[] x = m.draws(Engines.vector(1), DRAWN, temperature);
        assertShare("first", weights()[0], i -> Math.abs(x[D * i] + 6) < 1);
        assertShare("second", weights()[1], i -> Math.abs(x[D * i]) < 1);
        assertShare("third", weights()[2], i -> Math.abs(x[D * i] - 5) < 1);
    }

    /** Where float32 has no square, a density has a logarithm all the same, and no draw of a large temperature is NaN. */
    @ParameterizedTest
    @MethodSource("specs")
    void farOutNothingIsNotANumber(BaseSpec spec) {
        Subject s = Subject.of(spec);
        float most = Float.MAX_VALUE;
        double[] far = {1e18, 0, -1e25, 3, most, -most, Double.POSITIVE_INFINITY, 1};
        for (double log : s.logProb(Engines.vector(1), far)) {
            assertTrue(log < -100, spec + ": " + log);
        }
        Approx.assertFinite(spec.toString(), s.draws(Engines.vector(1), 1_000, 5));
        Approx.assertFinite(spec.toString(), s.draws(Engines.vector(1), 1_000, 1e-6));
    }

    static Stream<BaseSpec> specs() {
        return Stream.of(
                new BaseSpec.Student(2.5, true),
                new BaseSpec.Student(40, true),
                new BaseSpec.Mixture(1),
                new BaseSpec.Mixture(4));
    }

    /** Of ln p and of draws, in their inputs and in the parameters. */
    @ParameterizedTest
    @MethodSource("specs")
    void gradientsAreDifferences(BaseSpec spec) {
        Subject s = Subject.of(spec);
        int width = s.base.noise(D);
        SplittableRandom random = new SplittableRandom(SEED);
        assertGradient(spec + " ln p", s, Eval.normal(5 * D, 1, random), D, Base::logProb);
        assertGradient(
                spec + " draws",
                s,
                Eval.normal(5 * width, 1, random),
                width,
                (b, e) -> b.sample(e).square());
    }

    private static void assertGradient(
            String what, Subject s, double[] x, int width, BiFunction<Base, Tensor, Tensor> f) {
        double[] p = Eval.values(s.parameters);
        Map<String, double[]> exact = gradient(s, x, p, width, f);
        for (int which = 0; which < 2; which++) {
            double[] moved = which == 0 ? x : p;
            double[] g = exact.get(which == 0 ? "dx" : "dp");
            for (int i = 0; i < moved.length; i++) {
                double at = moved[i];
                moved[i] = at + STEP;
                double up = gradient(s, x, p, width, f).get("sum")[0];
                moved[i] = at - STEP;
                double down = gradient(s, x, p, width, f).get("sum")[0];
                moved[i] = at;
                Approx.assertClose(what + " [" + i + "]", (up - down) / (2 * STEP), g[i], DIFFERENCES);
            }
        }
    }

    private static Map<String, double[]> gradient(
            Subject s, double[] x, double[] p, int width, BiFunction<Base, Tensor, Tensor> f) {
        Trace t = new Trace();
        Tensor flat = s.parameters.flat(t);
        Tensor in = t.batch("x", Shape.of(x.length / width, width));
        Tensor sum = f.apply(s.base, in).sum();
        t.output("sum", sum);
        t.output("dx", Gradient.of(sum, in).getFirst());
        t.output("dp", Gradient.of(sum, flat).getFirst());
        return Eval.of(Eval.REFERENCE, t, Map.of("x", x, Parameters.INPUT, p));
    }

    @Test
    void tWithFixedDegreesOfFreedomHasNothingToTrain() {
        assertEquals(
                true,
                Subject.of(new BaseSpec.Student(3, false)).parameters.named("s").isFrozen());
        assertEquals(
                false,
                Subject.of(new BaseSpec.Student(3, true)).parameters.named("s").isFrozen());
    }

    @Test
    void messages() {
        assertEquals(
                "BaseSpec.Student: degrees of freedom must be greater than 1 and at most 1e6 but are 1.0",
                assertThrows(IllegalArgumentException.class, () -> new BaseSpec.Student(1, true))
                        .getMessage());
        assertEquals(
                "BaseSpec.Mixture: components must be at least 1 but are 0",
                assertThrows(IllegalArgumentException.class, () -> new BaseSpec.Mixture(0))
                        .getMessage());
    }
}

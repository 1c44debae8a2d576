package io.github.vflow.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.nn.optim.step.Clip;
import io.github.vflow.nn.optim.step.Ema;
import io.github.vflow.nn.testkit.Approx;
import io.github.vflow.nn.testkit.Eval;
import io.github.vflow.nn.testkit.Seeds;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimizers against loops that follow the papers line by line. */
final class OptimTest {
    private static final long SEED = Seeds.of("OptimTest");
    private static final int N = 6;
    private static final int STEPS = 20;
    private static final Parameters NONE = new Parameters();

    /** One gradient after another, some of them tiny, so that ε matters. */
    private static double[] gradient(int step) {
        double[] g = Eval.normal(N, 1, new SplittableRandom(SEED + step));
        g[0] *= 1e-7;
        g[1] = step % 2;
        return g;
    }

    @ParameterizedTest
    @EnumSource
    void adamIsThePapersAlgorithm(Adam.Form form) {
        Adam adam = new Adam(0.8, 0.95, 1e-6, form);
        Trace t = new Trace();
        Tensor p = t.input("p", Shape.of(N));
        t.update(p, adam.step(p, t.input("g", Shape.of(N))));
        double[] expected = Eval.normal(N, 1, new SplittableRandom(SEED));
        double[] m = new double[N];
        double[] v = new double[N];
        try (Executable e = new ReferenceEngine().compile(t.program())) {
            e.set("p", expected);
            for (int step = 0; step < STEPS; step++) {
                double rate = 0.1 / (1 + step);
                adam.prepare(e, step, rate);
                e.set("g", gradient(step));
                e.run();
                adamStep(form, expected, m, v, gradient(step), step, rate);
                assertState(e, step, expected, m, v);
            }
        }
    }

    private static void adamStep(
            Adam.Form form, double[] p, double[] m, double[] v, double[] g, int step, double rate) {
        double c1 = 1 - Math.pow(0.8, step + 1);
        double c2 = 1 - Math.pow(0.95, step + 1);
        for (int i = 0; i < N; i++) {
            m[i] = 0.8 * m[i] + (1 - 0.8) * g[i];
            v[i] = 0.95 * v[i] + (1 - 0.95) * g[i] * g[i];
            p[i] -= switch (form) {
                case KINGMA_BA -> rate * (m[i] / c1) / (Math.sqrt(v[i] / c2) + 1e-6);
                case EPSILON_HAT -> rate * Math.sqrt(c2) / c1 * m[i] / (Math.sqrt(v[i]) + 1e-6);
            };
        }
    }

    private static void assertState(Executable e, int step, double[] p, double[] m, double[] v) {
        double[] actual = new double[N];
        e.get("p", actual);
        Approx.assertClose("seed " + SEED + ", parameters after step " + step, p, actual, Approx.DOUBLE);
        e.get(Adam.M, actual);
        Approx.assertClose("first moments after step " + step, m, actual, Approx.DOUBLE);
        e.get(Adam.V, actual);
        Approx.assertClose("second moments after step " + step, v, actual, Approx.DOUBLE);
    }

    @Test
    void adamStartsWithThePapersNumbers() {
        assertEquals(new Adam(0.9, 0.999, 1e-8, Adam.Form.KINGMA_BA), Adam.standard());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1, 100})
    void clippingKeepsTheDirectionAndLimitsTheNorm(double limit) {
        double[] g = Eval.normal(40, 1, new SplittableRandom(SEED));
        double norm = Math.sqrt(Arrays.stream(g).map(v -> v * v).sum());
        double[] clipped = Eval.of(NONE, Shape.of(40), g, x -> Clip.byNorm(x, limit));
        double[] expected =
                Arrays.stream(g).map(v -> v * Math.min(1, limit / norm)).toArray();
        Approx.assertClose("seed " + SEED, expected, clipped, Approx.DOUBLE);
        double after = Math.sqrt(Arrays.stream(clipped).map(v -> v * v).sum());
        assertTrue(after <= limit * (1 + Approx.DOUBLE), after + " over " + limit);
        assertEquals(norm, Eval.of(NONE, Shape.of(40), g, Clip::norm)[0], Approx.DOUBLE * norm);
    }

    @Test
    void aZeroGradientStaysZero() {
        Approx.assertClose(
                "zeros", new double[3], Eval.of(NONE, Shape.of(3), new double[3], x -> Clip.byNorm(x, 1)), 0);
    }

    /** The decay is 1/10 at first, and its own from the 27th step on. */
    @ParameterizedTest
    @ValueSource(longs = {0, 25, 1_000_000})
    void theAverageFollowsTheParameters(long first) {
        Trace t = new Trace();
        Tensor p = t.input("p", Shape.of(N));
        Ema ema = new Ema(0.75);
        ema.step(p);
        double[] average = Eval.normal(N, 1, new SplittableRandom(SEED));
        try (Executable e = new ReferenceEngine().compile(t.program())) {
            e.set(Ema.INPUT, average);
            for (int step = 0; step < STEPS; step++) {
                double[] now = gradient(step);
                e.set("p", now);
                ema.prepare(e, first + step);
                e.run();
                double d = first + step < 26 ? (first + step + 1.0) / (first + step + 10.0) : 0.75;
                Arrays.setAll(average, i -> d * average[i] + (1 - d) * now[i]);
            }
            double[] actual = new double[N];
            e.get(Ema.INPUT, actual);
            Approx.assertClose("seed " + SEED, average, actual, Approx.DOUBLE);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void decaysAreChecked(double decay) {
        assertEquals(
                "Ema: the decay must be in [0, 1) but is " + decay,
                assertThrows(IllegalArgumentException.class, () -> new Ema(decay))
                        .getMessage());
    }

    @Test
    void schedules() {
        assertSchedule(new Schedule.Constant(0.5), 0.5, 0.5, 0.5, 0.5);
        assertSchedule(new Schedule.Linear(0.5, 100), 0.5, 0.375, 0.25, 0);
        assertSchedule(new Schedule.Cosine(0.5, 100), 0.5, 0.25 * (1 + Math.sqrt(0.5)), 0.25, 0);
        assertSchedule(new Schedule.Exponential(0.5, 25, 0.99, 0.1), 0.5, 0.5, 0.5 * Math.pow(0.99, 25), 0.1);
        assertSchedule(new Schedule.WarmUp(50, new Schedule.Constant(0.5)), 0, 0.25, 0.5, 0.5);
        assertSchedule(new Schedule.WarmUp(50, new Schedule.Linear(0.5, 100)), 0, 0.1875, 0.25, 0);
    }

    @Test
    void schedulesAreChecked() {
        assertMessage(
                "Schedule: the learning rate must be positive and finite but is -1.0; try 1e-3",
                () -> new Schedule.Constant(-1));
        assertMessage("Schedule: steps must be at least 1 but are 0", () -> new Schedule.Linear(1, 0));
        assertMessage(
                "Schedule: the factor must be positive and finite and the floor between 0 and the rate 1.0 but they are 0.9"
                        + " and 2.0",
                () -> new Schedule.Exponential(1, 0, 0.9, 2));
        assertEquals(
                new Schedule.WarmUp(3, new Schedule.Exponential(0.1, 2, 0.9, 0.1)),
                new Schedule.WarmUp(3, new Schedule.Exponential(1, 2, 0.9, 0.5)).withRate(0.1));
    }

    @Test
    void decaysAreSchedules() {
        assertEquals(new Schedule.Constant(0.5), Schedule.Decay.CONSTANT.schedule(0.5, 100, 0));
        assertEquals(new Schedule.Linear(0.5, 100), Schedule.Decay.LINEAR.schedule(0.5, 100, 0));
        assertEquals(new Schedule.Cosine(0.5, 100), Schedule.Decay.COSINE.schedule(0.5, 100, 0));
        Schedule warm = Schedule.Decay.COSINE.schedule(0.5, 100, 20);
        assertEquals(new Schedule.WarmUp(20, new Schedule.Cosine(0.5, 100)), warm);
        assertEquals(0.5, warm.rate());
    }

    @Test
    void schedulesKeepTheirFormAtAnotherRate() {
        assertEquals(new Schedule.Constant(0.1), new Schedule.Constant(1).withRate(0.1));
        assertEquals(new Schedule.Linear(0.1, 7), new Schedule.Linear(1, 7).withRate(0.1));
        assertEquals(new Schedule.Cosine(0.1, 7), new Schedule.Cosine(1, 7).withRate(0.1));
        assertEquals(new Schedule.Exponential(2, 3, 0.9, 0.5), new Schedule.Exponential(1, 3, 0.9, 0.5).withRate(2));
    }

    /** The limits themselves are allowed, numbers beyond them are not. */
    @Test
    void limitsOfSchedulesAreInside() {
        assertEquals(0, new Schedule.Constant(0).at(5));
        assertEquals(0.5, new Schedule.Linear(0.5, 1).at(0));
        assertEquals(0, new Schedule.Linear(0.5, 1).at(1));
        assertEquals(0.25, new Schedule.Exponential(0.5, 0, 0.5, 0).at(1));
        assertEquals(0.5, new Schedule.Exponential(0.5, 0, 0.5, 0.5).at(9));
        assertEquals(8, new Schedule.Exponential(0.5, 1, 2, 0).at(5));
        assertEquals(0, new Schedule.WarmUp(1, new Schedule.Constant(1)).at(0));
        assertEquals(0.0, new Ema(0).decay());
        String rate = "Schedule: the learning rate must be positive and finite but is ";
        assertMessage(rate + "Infinity; try 1e-3", () -> new Schedule.Cosine(Double.POSITIVE_INFINITY, 1));
        assertMessage(rate + "NaN; try 1e-3", () -> new Schedule.Linear(Double.NaN, 1));
        assertMessage(rate + "-1.0; try 1e-3", () -> new Schedule.Exponential(-1, 1, 0.9, 0));
        assertMessage("Schedule: steps must be at least 1 but are 0", () -> new Schedule.Cosine(1, 0));
        assertMessage("Schedule: steps must be at least 0 but are -1", () -> new Schedule.Exponential(1, -1, 0.9, 0));
        assertMessage(
                "Schedule: steps must be at least 1 but are 0", () -> new Schedule.WarmUp(0, new Schedule.Constant(1)));
        String factor =
                "Schedule: the factor must be positive and finite and the floor between 0 and the rate 1.0 but they are ";
        assertMessage(factor + "0.0 and 0.0", () -> new Schedule.Exponential(1, 0, 0, 0));
        assertMessage(factor + "Infinity and 0.0", () -> new Schedule.Exponential(1, 0, Double.POSITIVE_INFINITY, 0));
        assertMessage(factor + "0.9 and -0.1", () -> new Schedule.Exponential(1, 0, 0.9, -0.1));
    }

    private static void assertMessage(String message, org.junit.jupiter.api.function.Executable what) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, what).getMessage());
    }

    /** At steps 0, 25, 50 and 1000. */
    private static void assertSchedule(Schedule s, double... rates) {
        Approx.assertClose("rates", rates, new double[] {s.at(0), s.at(25), s.at(50), s.at(1000)}, Approx.DOUBLE);
    }
}

package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eq. 3, Eq. 5 and Section 4 of the paper on a model whose exact likelihood is known. */
final class LinearGaussianTest {
    private static final long SEED = Seeds.of("LinearGaussianTest");
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int SAMPLES = NIGHTLY ? 400_000 : 10_000;
    private static final float[][] POINTS = {{0, 0}, {0.25f, 1}, {1.5f, -1}, {-1, 2}, {3, -1}};
    /** Off in its mean, and too wide, so that no weight is far larger than the others. */
    private static final LinearGaussian COARSE = new LinearGaussian(0.6, 1.4);

    private static ImportanceEstimate[] importanceWeighted(LinearGaussian m, Rows rows, int samples) {
        try (Evaluator evaluator = Evaluator.ofMeans(m.model(), Eval.REFERENCE, samples, SEED)) {
            return evaluator.estimates(rows);
        }
    }

    /** Log importance weights of independent draws of one point, many at a time. */
    private static double[] draws(LinearGaussian m, float[] x, int n) {
        return SmallModels.bounds(
                m.model(), repeated(x, n).toArray(), Eval.normal(n, 1, new SplittableRandom(SEED + n)));
    }

    /** One point many times, so that one call gives many draws. */
    private static Rows repeated(float[] x, int n) {
        float[][] rows = new float[n][];
        Arrays.fill(rows, x);
        return Rows.of(rows);
    }

    private record Moments(double mean, double error) {
        static Moments of(double[] values) {
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance =
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
            return new Moments(mean, Math.sqrt(variance / values.length));
        }
    }

    /** A VAE is a VFlow: the ELBO of every draw is decoder plus prior minus encoder. */
    @Test
    void elboOfEachDrawIsThatOfAVae() {
        Model model = COARSE.model();
        double[] noise = Eval.normal(POINTS.length, 1, new SplittableRandom(SEED));
        Trace t = new Trace();
        t.output("elbo", model.bound(t.batch("x", Shape.of(POINTS.length, 2))));
        double[] elbo = Eval.of(
                        Eval.REFERENCE,
                        t,
                        Map.of(
                                "x",
                                Rows.of(POINTS).toArray(),
                                "noise",
                                noise,
                                "parameters",
                                Eval.values(model.parameters())))
                .get("elbo");
        for (int i = 0; i < POINTS.length; i++) {
            Approx.assertClose("row " + i, COARSE.elbo(noise[i], POINTS[i]), elbo[i], Approx.CLOSED_FORM);
        }
    }

    /** With the exact posterior every draw gives ln p(x): the bound is tight. */
    @Test
    void withTheExactPosteriorEveryDrawIsTheLikelihood() {
        LinearGaussian exact = new LinearGaussian(1, 1);
        double[] elbo = SmallModels.elbo(exact.model(), Eval.REFERENCE, Rows.of(POINTS), SEED);
        for (int i = 0; i < POINTS.length; i++) {
            Approx.assertClose("row " + i, exact.logProb(POINTS[i]), elbo[i], Approx.CLOSED_FORM);
        }
        for (ImportanceEstimate e : importanceWeighted(exact, Rows.of(POINTS), 10)) {
            assertEquals(10, e.effectiveSampleSize(), 1e-9);
            assertEquals(0, e.standardError(), 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void meanElboIsTheLikelihoodLessTheDivergence(int point) {
        float[] x = POINTS[point];
        Moments m = Moments.of(draws(COARSE, x, SAMPLES));
        double expected = COARSE.elbo(x);
        assertTrue(
                Math.abs(m.mean - expected) < Approx.STANDARD_ERRORS * m.error,
                "seed " + SEED + ": mean ELBO " + m + ", ln p − KL = " + expected);
        assertTrue(m.mean < COARSE.logProb(x), "a lower bound: " + m.mean + " < " + COARSE.logProb(x));
    }

    @Test
    void importanceEstimateIsWithinItsOwnErrorOfTheLikelihood() {
        ImportanceEstimate[] estimates = importanceWeighted(COARSE, Rows.of(POINTS), SAMPLES);
        for (int i = 0; i < POINTS.length; i++) {
            double exact = COARSE.logProb(POINTS[i]);
            double error = estimates[i].standardError();
            String where = "seed " + SEED + ", row " + i + ": " + estimates[i] + ", exact " + exact;
            assertTrue(Math.abs(estimates[i].logProb() - exact) < Approx.STANDARD_ERRORS * error, where);
            assertTrue(error > 0 && error < 0.05, where);
            assertTrue(COARSE.elbo(POINTS[i]) < estimates[i].logProb() + Approx.STANDARD_ERRORS * error, where);
        }
    }

    /** From S = 1, which is the ELBO, to 4, 16 and 64 its mean rises by more than chance, and never beyond ln p(x). */
    @Test
    void importanceWeightedBoundRisesWithSamples() {
        LinearGaussian poor = new LinearGaussian(0, 1.6);
        float[] x = POINTS[2];
        double before = Double.NEGATIVE_INFINITY;
        double beforeError = 0;
        for (int samples : new int[] {1, 4, 16, 64}) {
            int repeats = SAMPLES / samples + 200;
            double[] weights = draws(poor, x, repeats * samples);
            Moments m = Moments.of(IntStream.range(0, repeats)
                    .mapToDouble(i ->
                            ImportanceEstimate.of(weights, i * samples, samples).logProb())
                    .toArray());
            String where = "seed " + SEED + ", S = " + samples + ": " + m + " after " + before;
            assertTrue(m.mean - before > m.error + beforeError, where);
            assertTrue(m.mean < poor.logProb(x) + Approx.STANDARD_ERRORS * m.error, where);
            assertTrue(m.mean > poor.elbo(x) - Approx.STANDARD_ERRORS * m.error, where);
            before = m.mean;
            beforeError = m.error;
        }
    }

    @Test
    void samplesHaveTheModelsMoments() {
        Model model = COARSE.model();
        Rows rows = Sampler.draw(model, Eval.REFERENCE, 20_000, 1, SEED);
        double[] mean = rows.columnMeans();
        double[] std = rows.columnStds();
        assertEquals(0.25, mean[0], 0.03, "seed " + SEED);
        assertEquals(1, mean[1], 0.03, "seed " + SEED);
        assertEquals(Math.sqrt(0.75 * 0.75 + 0.25), std[0], 0.03, "seed " + SEED);
        assertEquals(Math.sqrt(0.5 * 0.5 + 0.25), std[1], 0.03, "seed " + SEED);
    }
}

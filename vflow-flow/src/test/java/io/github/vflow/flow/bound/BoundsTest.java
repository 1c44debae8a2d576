package io.github.vflow.flow.bound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.Flow;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.ModelSpec;
import io.github.vflow.flow.VFlow;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.ToyDensity;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scoring many rows, and one at a time. */
final class BoundsTest {
    private static final long SEED = Seeds.of("BoundsTest");
    /** Two chunks and a part of one. */
    private static final Rows ROWS = ToyDensity.MOONS.sample(600, SEED);

    private static final Engine VECTOR = Engines.vector(1);

    private static Model random(Model model) {
        Eval.randomise(model.parameters(), 0.3, new SplittableRandom(SEED));
        return model;
    }

    private static Model vflow() {
        return random(VFlow.of(ModelSpec.glow(2, 2, 2), SEED));
    }

    private static Model flow() {
        return random(Flow.of(ModelSpec.glow(2, 0, 2), SEED));
    }

    @Test
    void numbersDoNotDependOnThreads() {
        Model model = vflow();
        double[] one = new Bounds(model, VECTOR, 1).elbo(ROWS, SEED);
        assertArrayEquals(one, new Bounds(model, VECTOR, 3).elbo(ROWS, SEED));
        assertArrayEquals(one, new Bounds(model, Engines.vector(2), 2).elbo(ROWS, SEED));
        assertArrayEquals(
                new Bounds(model, VECTOR, 1).importanceWeighted(ROWS, 5, SEED),
                new Bounds(model, VECTOR, 4).importanceWeighted(ROWS, 5, SEED));
    }

    @Test
    void numbersDependOnTheSeed() {
        Bounds bounds = new Bounds(vflow(), VECTOR, 1);
        assertFalse(Arrays.equals(bounds.elbo(ROWS, SEED), bounds.elbo(ROWS, SEED + 1)));
        Bounds exact = new Bounds(flow(), VECTOR, 1);
        assertArrayEquals(exact.elbo(ROWS, SEED), exact.elbo(ROWS, SEED + 1), "a flow has no noise");
    }

    /** A row's number depends on its position, not on how many rows follow. */
    @Test
    void rowsAfterARowDoNotMatter() {
        Bounds bounds = new Bounds(vflow(), VECTOR, 1);
        double[] all = bounds.elbo(ROWS, SEED);
        double[] some = bounds.elbo(ROWS.slice(0, 300), SEED);
        assertArrayEquals(Arrays.copyOf(all, 300), some);
    }

    /** Rows that come in two parts have the noise that they would have together. */
    @Test
    void noiseCanGoOnWhereItEnded() {
        Model model = vflow();
        Bounds bounds = new Bounds(model, VECTOR, 1);
        int first = 2 * model.chunk();
        double[] all = bounds.elbo(ROWS, SEED);
        Rows rest = ROWS.slice(first, ROWS.size());
        assertArrayEquals(Arrays.copyOfRange(all, first, all.length), bounds.elbo(rest, SEED, 2));
        assertArrayEquals(
                Arrays.copyOfRange(bounds.importanceWeighted(ROWS, 3, SEED), first, ROWS.size()),
                bounds.importanceWeighted(rest, 3, SEED, 6));
    }

    @Test
    void aFlowNeedsOneSampleAndHasNoError() {
        Bounds bounds = new Bounds(flow(), VECTOR, 1);
        double[] exact = bounds.elbo(ROWS, SEED);
        ImportanceEstimate[] estimates = bounds.importanceWeighted(ROWS, 100, SEED);
        for (int i = 0; i < exact.length; i++) {
            assertEquals(new ImportanceEstimate(exact[i], 0, 1), estimates[i]);
        }
    }

    @Test
    void float32IsNearDouble() {
        Model model = vflow();
        Approx.assertClose(
                "ELBO",
                new Bounds(model, Eval.REFERENCE, 1).elbo(ROWS, SEED),
                new Bounds(model, VECTOR, 1).elbo(ROWS, SEED),
                Approx.FLOAT32);
    }

    @Test
    void aScorerOfAFlowAgreesWithTheBounds() {
        Model model = flow();
        double[] expected = new Bounds(model, Eval.REFERENCE, 1).elbo(ROWS, SEED);
        double[] single = new Bounds(model, VECTOR, 1).elbo(ROWS, SEED);
        try (Scorer exact = new Scorer(model, Eval.REFERENCE, 7, SEED);
                Scorer fast = new Scorer(model, VECTOR, 1, SEED)) {
            for (int i = 0; i < 20; i++) {
                Approx.assertClose("row " + i, expected[i], exact.score(ROWS.copyRow(i)), Approx.FLOAT32_ULPS);
                Approx.assertClose("row " + i, single[i], fast.score(ROWS.copyRow(i)), Approx.FLOAT32);
                assertEquals(0, fast.estimate(ROWS.copyRow(i)).standardError());
            }
        }
    }

    @Test
    void aScorersSamplesAreAnImportanceEstimate() {
        LinearGaussian known = new LinearGaussian(0.8, 1.3);
        double[] x = {1, -0.5};
        try (Scorer many = new Scorer(known.model(), VECTOR, 4096, SEED);
                Scorer again = new Scorer(known.model(), VECTOR, 4096, SEED)) {
            ImportanceEstimate e = many.estimate(x);
            assertEquals(
                    known.logProb(1, -0.5f), e.logProb(), Approx.STANDARD_ERRORS * e.standardError(), "seed " + SEED);
            assertEquals(e.logProb(), again.score(x), "a scorer with the same seed");
        }
    }

    /** Whatever was scored before: the same row has the same score, so a verdict can be repeated. */
    @Test
    void aScoreDependsOnTheRowAlone() {
        try (Scorer scorer = new Scorer(vflow(), VECTOR, 8, SEED);
                Scorer other = new Scorer(vflow(), VECTOR, 8, SEED);
                Scorer seeded = new Scorer(vflow(), VECTOR, 8, SEED + 1)) {
            double first = scorer.score(1, 2);
            for (int i = 0; i < 20; i++) {
                scorer.score(ROWS.copyRow(i));
            }
            scorer.warmUp();
            assertEquals(first, scorer.score(1, 2));
            other.score(0, 0);
            assertEquals(first, other.score(1, 2));
            assertFalse(first == seeded.score(1, 2), "another seed, other noise");
        }
    }

    /** Among many rows, in any order, on any number of threads: the number of a scorer, but for float32's rounding. */
    @Test
    void scoresOfManyRowsAreThoseOfAScorer() {
        Model model = vflow();
        int[] reversed =
                IntStream.range(0, ROWS.size()).map(i -> ROWS.size() - 1 - i).toArray();
        ImportanceEstimate[] all = new Bounds(model, VECTOR, 1).scores(ROWS, 7, SEED);
        ImportanceEstimate[] turned = new Bounds(model, VECTOR, 3).scores(ROWS.select(reversed), 7, SEED);
        try (Scorer scorer = new Scorer(model, VECTOR, 7, SEED)) {
            for (int i = 0; i < all.length; i++) {
                assertEquals(all[i], turned[reversed[i]], "row " + i);
                Approx.assertClose("row " + i, all[i].logProb(), scorer.score(ROWS.copyRow(i)), Approx.FLOAT32_ULPS);
            }
        }
        assertEquals(
                "Bounds.scores: samples must be at least 1 but is 0",
                message(() -> new Bounds(model, VECTOR, 1).scores(ROWS, 0, SEED)));
    }

    /** The scorer copied the parameters: training on does not disturb it. */
    @Test
    void aScorerKeepsItsParameters() {
        Model model = flow();
        try (Scorer scorer = new Scorer(model, VECTOR, 1, SEED)) {
            double before = scorer.score(1, 2);
            Arrays.fill(model.parameters().values(), 9);
            assertEquals(before, scorer.score(1, 2));
        }
    }

    private static String message(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }

    @Test
    void messages() {
        Model model = flow();
        assertEquals(
                "Scorer: samples must be at least 1 but is 0",
                message(() -> new Scorer(model, VECTOR, 0, SEED).close()));
        assertEquals(
                "Bounds.importanceWeighted: samples must be at least 1 but is 0",
                message(() -> new Bounds(model, VECTOR, 1).importanceWeighted(ROWS, 0, SEED)));
        try (Scorer scorer = new Scorer(model, VECTOR, 1, SEED)) {
            assertEquals(
                    "Scorer.score: expected 2 features but got 3; the model was built for rows of 2",
                    message(() -> scorer.score(1, 2, 3)));
            assertEquals(
                    "Scorer.score: features must be finite but are [1.0, NaN]; impute or drop the row",
                    message(() -> scorer.score(1, Double.NaN)));
        }
    }

    @Test
    void rowsOfAnotherWidthAreRefused() {
        Bounds bounds = new Bounds(flow(), VECTOR, 1);
        Rows wide = Rows.of(new float[][] {{1, 2, 3}});
        String message = message(() -> bounds.elbo(wide, SEED));
        assertEquals("Bounds: expected rows of 2 features but got 3; the model was built for rows of 2", message);
    }

    @Test
    void theMeanIsTheMean() {
        assertEquals(2, Bounds.mean(new double[] {1, 2, 3}));
        assertEquals(Double.NaN, Bounds.mean(new double[0]));
    }
}

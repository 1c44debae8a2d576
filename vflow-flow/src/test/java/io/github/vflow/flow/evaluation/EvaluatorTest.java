package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many rows, and one at a time. */
final class EvaluatorTest {
    private static final long SEED = Seeds.of("EvaluatorTest");
    /** Two chunks and a part of one. */
    private static final Rows ROWS = ToyDensity.MOONS.sample(600, SEED);

    private static final Engine VECTOR = Engines.vector(1);

    private static FlowModel random(FlowModel model) {
        Eval.randomise(model.parameters(), 0.3, new SplittableRandom(SEED));
        return model;
    }

    private static FlowModel vflow() {
        return random(Models.of(RowSpec.of(2, 2, 2), SEED));
    }

    private static FlowModel flow() {
        return random(Models.of(RowSpec.of(2, 0, 2), SEED));
    }

    private static ImportanceEstimate[] means(FlowModel model, Engine engine, int samples, int threads) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, samples, SEED)) {
            return evaluator.threads(threads).estimates(ROWS);
        }
    }

    @Test
    void numbersDoNotDependOnThreads() {
        FlowModel model = vflow();
        for (int samples : new int[] {1, 5, 300}) {
            ImportanceEstimate[] one = means(model, VECTOR, samples, 1);
            assertArrayEquals(one, means(model, VECTOR, samples, 3));
            assertArrayEquals(one, means(model, Engines.vector(2), samples, 2));
        }
    }

    @Test
    void numbersDependOnTheSeed() {
        assertFalse(Arrays.equals(
                SmallModels.elbo(vflow(), VECTOR, ROWS, SEED), SmallModels.elbo(vflow(), VECTOR, ROWS, SEED + 1)));
        assertArrayEquals(
                SmallModels.elbo(flow(), VECTOR, ROWS, SEED),
                SmallModels.elbo(flow(), VECTOR, ROWS, SEED + 1),
                "a flow has no noise");
    }

    /** Rows that are equal have the same noise, all others have noise of their own. */
    @Test
    void noiseOfMeansIsKeyedByTheRow() {
        Rows rows = Rows.of(new double[][] {{1, 0}, {0, 1}, {1, 0}, {1, -0.0}});
        float[][] noise = new float[4][64];
        Noise byRow = new Noise.ByRow(Purpose.EVALUATION_NOISE, SEED, 64);
        for (int i = 0; i < noise.length; i++) {
            byRow.fill(rows.copyRow(i), 0, 2, 0, 1, noise[i], 0);
        }
        assertArrayEquals(noise[0], noise[2]);
        assertArrayEquals(noise[0], noise[3], "−0 is 0");
        assertFalse(Arrays.equals(noise[0], noise[1]));
    }

    /** Samples of a row are the same however many there are of them in one go. */
    @Test
    void noiseOfMeansDoesNotDependOnWhereItIsCut() {
        double[] row = {1, 2};
        Noise byRow = new Noise.ByRow(Purpose.EVALUATION_NOISE, SEED, 3);
        float[] whole = new float[12];
        byRow.fill(row, 0, 2, 0, 4, whole, 0);
        float[] parts = new float[12];
        byRow.fill(row, 0, 2, 0, 1, parts, 0);
        byRow.fill(row, 0, 2, 1, 3, parts, 3);
        assertArrayEquals(whole, parts);
    }

    @Test
    void noiseOfScoresDoesNotDependOnWhereItIsCut() {
        double[] row = {1, 2};
        Noise shared = Noise.Shared.of(Purpose.SCORE_NOISE, SEED, 4, 3);
        float[] whole = new float[12];
        shared.fill(row, 0, 2, 0, 4, whole, 0);
        float[] parts = new float[12];
        shared.fill(row, 0, 2, 0, 1, parts, 0);
        shared.fill(row, 0, 2, 1, 3, parts, 3);
        assertArrayEquals(whole, parts);
    }

    @Test
    void aFlowNeedsOneSampleAndHasNoError() {
        double[] exact = SmallModels.elbo(flow(), VECTOR, ROWS, SEED);
        ImportanceEstimate[] estimates = means(flow(), VECTOR, 100, 1);
        for (int i = 0; i < exact.length; i++) {
            assertEquals(new ImportanceEstimate(exact[i], 0, 1), estimates[i]);
        }
    }

    @Test
    void float32IsNearDouble() {
        FlowModel model = Models.of(RowSpec.of(2, 2, 2), SEED);
        Eval.randomise(model.parameters(), 0.1, new SplittableRandom(SEED));
        Approx.assertClose(
                "ELBO",
                SmallModels.elbo(model, Eval.REFERENCE, ROWS, SEED),
                SmallModels.elbo(model, VECTOR, ROWS, SEED),
                Approx.FLOAT32);
    }

    @Test
    void aScoreIsAnImportanceEstimate() {
        LinearGaussian known = new LinearGaussian(0.8, 1.3);
        double[] x = {1, -0.5};
        try (Evaluator many = Evaluator.ofScores(known.model(), VECTOR, 4096, SEED);
                Evaluator again = Evaluator.ofScores(known.model(), VECTOR, 4096, SEED)) {
            ImportanceEstimate e = many.estimate(x);
            assertEquals(
                    known.logProb(1, -0.5f), e.logProb(), Approx.STANDARD_ERRORS * e.standardError(), "seed " + SEED);
            assertEquals(e.logProb(), again.score(x), "an evaluator with the same seed");
        }
    }

    /** 300 samples of a row take two runs of a program of 256. */
    @Test
    void samplesMayTakeSeveralRuns() {
        try (Evaluator e = Evaluator.ofScores(vflow(), VECTOR, 300, SEED)) {
            Rows some = ROWS.select(0, 1, 2);
            double[] all = e.threads(2).scores(some);
            for (int i = 0; i < all.length; i++) {
                assertEquals(all[i], e.score(some.copyRow(i)), "row " + i);
            }
        }
    }

    /** Whatever was scored before: the same row has the same score, so a verdict can be repeated. */
    @Test
    void aScoreDependsOnTheRowAlone() {
        try (Evaluator evaluator = Evaluator.ofScores(vflow(), VECTOR, 8, SEED);
                Evaluator other = Evaluator.ofScores(vflow(), VECTOR, 8, SEED);
                Evaluator seeded = Evaluator.ofScores(vflow(), VECTOR, 8, SEED + 1)) {
            double first = evaluator.score(1, 2);
            for (int i = 0; i < 20; i++) {
                evaluator.score(ROWS.copyRow(i));
            }
            evaluator.warmUp();
            assertEquals(first, evaluator.score(1, 2));
            other.score(0, 0);
            assertEquals(first, other.score(1, 2));
            assertFalse(first == seeded.score(1, 2), "another seed, other noise");
        }
    }

    /** The evaluator copied the parameters: training on does not disturb it, and new ones can be given. */
    @Test
    void anEvaluatorKeepsItsParameters() {
        FlowModel model = flow();
        float[] others = model.parameters().values().clone();
        others[0] += 1;
        try (Evaluator evaluator = Evaluator.ofScores(model, VECTOR, 1, SEED)) {
            double before = evaluator.score(1, 2);
            double beforeOfMany = evaluator.mean(ROWS);
            Arrays.fill(model.parameters().values(), 9);
            assertEquals(before, evaluator.score(1, 2));
            assertEquals(beforeOfMany, evaluator.mean(ROWS));
            evaluator.parameters(others);
            assertFalse(before == evaluator.score(1, 2));
            assertFalse(beforeOfMany == evaluator.mean(ROWS));
        }
    }

    /**
     * Parameters that are given later count for every row, whichever cells are known, and whichever rows were scored before: an evaluator has
     * several programs, some of which it makes when a row needs them.
     */
    @Test
    void newParametersCountForAllRows() {
        RowSpec spec = RowSpec.of(3, 0, 1)
                .withKinds(List.of(new ColumnSpec.Real(), new ColumnSpec.Real(), ColumnSpec.Category.of(3)))
                .withFill(RowSpec.Fill.standard());
        double gap = Double.NaN;
        Rows rows = Rows.withGaps(
                new double[][] {{1, 2, 1}, {1, gap, 2}, {gap, gap, 1}, {0.5, -1, gap}, {gap, 0.3, gap}, {gap, gap, gap}
                });
        FlowModel model = random(Models.of(spec, SEED));
        float[] others = model.parameters().values().clone();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < others.length; i++) {
            others[i] += (float) (0.1 * random.nextGaussian());
        }
        double[] expected = each(Evaluator.ofScores(Models.of(spec, others), VECTOR, 4, SEED), rows);
        double[] first = each(Evaluator.ofScores(model, VECTOR, 4, SEED), rows);
        for (int i = 0; i < rows.size() - 1; i++) {
            assertNotEquals(first[i], expected[i], "row " + i + " must depend on the parameters");
        }
        assertArrayEquals(
                expected,
                each(Evaluator.ofScores(model, VECTOR, 4, SEED).parameters(others), rows),
                "given before the first row");
        for (int i = 0; i < rows.size(); i++) {
            try (Evaluator later = Evaluator.ofScores(model, VECTOR, 4, SEED)) {
                later.score(rows.copyRow(i));
                later.parameters(others);
                assertArrayEquals(expected, each(later, rows), "given after row " + i);
            }
        }
    }

    /** The score of each row, alone and among all. */
    private static double[] each(Evaluator by, Rows rows) {
        try (by) {
            double[] scores = by.scores(rows);
            for (int i = 0; i < scores.length; i++) {
                assertEquals(scores[i], by.score(rows.copyRow(i)), "row " + i);
            }
            return scores;
        }
    }

    @Test
    void progressCountsPairs() {
        AtomicInteger pairs = new AtomicInteger();
        try (Evaluator evaluator = Evaluator.ofScores(vflow(), VECTOR, 7, SEED)) {
            evaluator.onProgress(pairs::addAndGet).threads(2).scores(ROWS);
        }
        assertEquals(7 * ROWS.size(), pairs.get());
    }

    private static String message(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }

    @Test
    void messages() {
        FlowModel model = flow();
        assertEquals(
                "Evaluator: samples must be at least 1 but is 0",
                message(() -> Evaluator.ofScores(model, VECTOR, 0, SEED).close()));
        assertEquals(
                "Evaluator: samples must be at least 1 but is 0",
                message(() -> Evaluator.ofMeans(model, VECTOR, 0, SEED).close()));
        try (Evaluator evaluator = Evaluator.ofScores(model, VECTOR, 1, SEED)) {
            assertEquals("Evaluator: threads must be at least 1 but is 0", message(() -> evaluator.threads(0)));
            assertEquals(
                    "Evaluator: expected a row of 2 numbers but got 3; the model was built for rows of 2",
                    message(() -> evaluator.score(1, 2, 3)));
            assertEquals(
                    "Evaluator: the numbers of a row must be finite but are [1.0, NaN]; impute or drop the row",
                    message(() -> evaluator.score(1, Double.NaN)));
            Rows wide = Rows.of(new float[][] {{1, 2, 3}});
            assertEquals(
                    "Evaluator: expected rows of 2 numbers but got 3; the model was built for rows of 2",
                    message(() -> evaluator.scores(wide)));
        }
    }
}

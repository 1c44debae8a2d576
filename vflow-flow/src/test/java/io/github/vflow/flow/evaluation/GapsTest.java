package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Rows with missing cells: sums over labels, estimates of numbers, and rows of both kinds among one another. */
final class GapsTest {
    private static final long SEED = Seeds.of("GapsTest");
    private static final double NONE = Double.NaN;
    private static final double ROUNDING = 1e-6;
    private static final int SAMPLES = 30;

    /** Two numbers and some categories. */
    private static FlowModel model(int... labels) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[100][];
        Arrays.setAll(
                rows,
                _ -> DoubleStream.concat(
                                random.doubles(2), Arrays.stream(labels).mapToDouble(random::nextInt))
                        .toArray());
        List<ColumnSpec> kinds = new ArrayList<>(List.of(new ColumnSpec.Real(), new ColumnSpec.Real()));
        Arrays.stream(labels).forEach(n -> kinds.add(ColumnSpec.Category.of(n)));
        FlowModel model = Models.of(
                RowSpec.of(kinds.size(), 0, 1)
                        .withKinds(kinds)
                        .withFill(RowSpec.Fill.standard())
                        .standardized(Rows.of(rows)),
                SEED);
        Eval.randomise(model.parameters(), 0.2, new SplittableRandom(SEED));
        return model;
    }

    private static Evaluator evaluator(FlowModel model) {
        return Evaluator.ofScores(model, SmallModels.VECTOR, SAMPLES, SEED);
    }

    /** Rows without gaps, with missing labels, with missing numbers, with both, and with nothing known. */
    private static Rows mixed(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i -> {
            double[] row = {random.nextDouble(), random.nextDouble(), random.nextInt(3), random.nextInt(4)};
            for (int j = 0; j < 4; j++) {
                row[j] = i % 3 == 0 || random.nextInt(3) > 0 ? row[j] : NONE;
            }
            return i == 7 ? new double[] {NONE, NONE, NONE, NONE} : row;
        });
        return Rows.withGaps(rows);
    }

    @Test
    void rowsHaveTheBitsThatTheyHaveAlone() {
        Rows rows = mixed(60);
        try (Evaluator e = evaluator(model(3, 4))) {
            AtomicInteger pairs = new AtomicInteger();
            double[] all = e.onProgress(pairs::addAndGet).scores(rows);
            assertEquals(rows.size(), pairs.get(), "an exact model has one sample for each row");
            assertArrayEquals(all, e.threads(3).scores(rows));
            ImportanceEstimate[] estimates = e.estimates(rows);
            for (int i = 0; i < all.length; i++) {
                assertEquals(all[i], e.score(rows.copyRow(i)), "row " + i);
                assertEquals(estimates[i], e.estimate(rows.copyRow(i)), "row " + i);
                assertEquals(all[i], estimates[i].logProb(), 1e-12);
            }
            assertEquals(0.0, all[7], "nothing is known");
            assertEquals(new ImportanceEstimate(0, 0, 1), estimates[7]);
            assertEquals(Arrays.stream(all).average().orElseThrow(), e.mean(rows));
        }
    }

    /** One missing number takes a third of the samples, two take all. */
    @Test
    void missingNumbersAreEstimated() {
        try (Evaluator e = evaluator(model(3, 4))) {
            ImportanceEstimate one = e.estimate(0.3, NONE, 1, 2);
            assertTrue(one.standardError() > 0 && one.effectiveSampleSize() <= SAMPLES / 3 + 1e-9, one::toString);
            ImportanceEstimate labels = e.estimate(0.3, 0.4, NONE, NONE);
            assertEquals(0, labels.standardError());
            ImportanceEstimate none = e.estimate(NONE, NONE, 1, 2);
            assertEquals(0, none.standardError(), "without a known number the labels are exact");
        }
    }

    @Test
    void missingLabelsAreSums() {
        try (Evaluator e = evaluator(model(3, 4))) {
            double sum = 0;
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 4; b++) {
                    sum += Math.exp(e.score(0.3, 0.4, a, b));
                }
            }
            double[] row = {0.3, 0.4, NONE, NONE};
            assertEquals(Math.log(sum), e.score(row), ROUNDING);
            Evaluator.Completed all = e.completions(row).orElseThrow();
            assertEquals(12, all.rows().length);
            assertTrue(all.areWhole());
            for (int k = 0; k < 12; k++) {
                assertEquals(e.score(all.rows()[k]), all.logProbs()[k], ROUNDING);
            }
            assertTrue(e.completions(0.3, 0.4, 1, 2).isEmpty());
            Evaluator.Completed open = e.completions(0.3, NONE, NONE, 2).orElseThrow();
            assertEquals(3, open.rows().length);
            assertTrue(!open.areWhole() && Double.isNaN(open.rows()[0][1]));
            for (int k = 0; k < 3; k++) {
                assertEquals(e.score(open.rows()[k]), open.logProbs()[k], ROUNDING, "label " + k);
            }
            // the second label depends on the first one only
            double first = 0;
            for (int a = 0; a < 3; a++) {
                first += Math.exp(e.score(NONE, NONE, a, 2));
            }
            assertEquals(Math.log(first), e.score(NONE, NONE, NONE, 2), ROUNDING);
        }
    }

    /** What is below or above the whole numbers of the training stands for many, so it is no completion of its own. */
    @Test
    void numbersOutsideOfTheTrainingAreNoCompletions() {
        RowSpec spec = RowSpec.of(3, 0, 1)
                .withKinds(List.of(new ColumnSpec.Real(), new ColumnSpec.Real(), new ColumnSpec.Few(1, 4)))
                .withFill(RowSpec.Fill.standard())
                .standardized(Rows.of(new double[][] {{0, 1, 1}, {1, 0, 4}, {0.5, 0.2, 2}}));
        try (Evaluator e = evaluator(Models.of(spec, SEED))) {
            Evaluator.Completed all = e.completions(0.3, 0.4, NONE).orElseThrow();
            assertArrayEquals(
                    new double[] {1, 2, 3, 4},
                    Arrays.stream(all.rows()).mapToDouble(row -> row[2]).toArray());
            double inside = Arrays.stream(all.logProbs()).map(Math::exp).sum();
            assertTrue(inside < Math.exp(e.score(0.3, 0.4, NONE)), "others have a probability, too");
        }
    }

    /** One missing number of an exact model takes a third of the samples; one sample has no error. */
    @Test
    void aThirdOfTheSamplesIsEnoughForOneNumber() {
        FlowModel exact = Models.of(RowSpec.of(3, 0, 1).withFill(RowSpec.Fill.standard()), SEED);
        FlowModel augmented = Models.of(RowSpec.of(3, 2, 1).withFill(RowSpec.Fill.standard()), SEED);
        for (FlowModel model : List.of(exact, augmented)) {
            Eval.randomise(model.parameters(), 0.2, new SplittableRandom(SEED));
        }
        try (Evaluator three = Evaluator.ofScores(exact, SmallModels.VECTOR, 3, SEED);
                Evaluator four = Evaluator.ofScores(exact, SmallModels.VECTOR, 4, SEED);
                Evaluator noisy = Evaluator.ofScores(augmented, SmallModels.VECTOR, 3, SEED)) {
            assertEquals(0, three.estimate(0.3, 0.1, NONE).standardError(), "one sample");
            assertTrue(four.estimate(0.3, 0.1, NONE).standardError() > 0, "two samples");
            assertTrue(three.estimate(0.3, NONE, NONE).standardError() > 0, "two numbers take all");
            assertTrue(noisy.estimate(0.3, 0.1, NONE).standardError() > 0, "a model with noise takes all");
        }
    }

    /** More terms than one run takes: 400 rows of twelve completions each. */
    @Test
    void manyRowsRunInParts() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[400][];
        Arrays.setAll(rows, _ -> new double[] {random.nextDouble(), random.nextDouble(), NONE, NONE});
        try (Evaluator e = evaluator(model(3, 4))) {
            AtomicInteger pairs = new AtomicInteger();
            double[] all = e.onProgress(pairs::addAndGet).scores(Rows.withGaps(rows));
            assertEquals(400, pairs.get());
            for (int i = 0; i < 400; i += 57) {
                assertEquals(e.score(rows[i]), all[i], "row " + i);
            }
        }
    }

    /** 8·8·8 = 512 completions of a row whose numbers are known are summed; 8·8·9 are drawn, with an error that is stated. */
    @Test
    void tooManyCompletionsAreDrawn() {
        try (Evaluator exact = evaluator(model(8, 8, 8));
                Evaluator drawn = evaluator(model(8, 8, 9))) {
            double[] row = {0.3, 0.4, NONE, NONE, NONE};
            assertEquals(0, exact.estimate(row).standardError());
            assertEquals(512, exact.completions(row).orElseThrow().rows().length);
            ImportanceEstimate e = drawn.estimate(row);
            assertTrue(e.standardError() > 0, e::toString);
            assertTrue(drawn.completions(row).isEmpty());
            assertTrue(drawn.completions(0.3, NONE, NONE, NONE, NONE).isEmpty(), "5,760 terms");
            assertEquals(
                    8, drawn.completions(0.3, NONE, NONE, 1, 1).orElseThrow().rows().length);
            assertEquals(e.logProb(), drawn.score(row), 1e-12);
            assertEquals(0, drawn.estimate(0.3, 0.4, NONE, NONE, 3).standardError());
        }
    }

    /** New parameters reach the programs of all kinds of rows. */
    @Test
    void parametersReachRowsWithGaps() {
        FlowModel model = model(3, 4);
        FlowModel other = model(3, 4);
        Eval.randomise(other.parameters(), 0.3, new SplittableRandom(SEED + 1));
        Rows rows = mixed(20);
        Evaluator e = evaluator(model);
        try (Evaluator fresh = evaluator(other)) {
            double[] before = e.scores(rows);
            double[] after = e.parameters(other.parameters().values()).scores(rows);
            assertArrayEquals(fresh.scores(rows), after);
            assertArrayEquals(before, e.parameters(model.parameters().values()).scores(rows));
        }
        e.close();
        List<Executable> calls = List.of(
                () -> e.score(0, 0, 0, 0),
                () -> e.estimate(0, 0, 0, 0),
                () -> e.completions(0, 0, 0, NONE),
                () -> e.scores(rows),
                () -> e.parameters(model.parameters().values()));
        for (Executable call : calls) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, call);
            assertEquals("Evaluator: it was closed; make a new one", refused.getMessage());
        }
    }

    /** A model all of whose noise is of atoms: rows without an atom are exact, and the four points of the others are no random numbers. */
    @Test
    void rowsWithAnAtomTakeFourFixedPoints() {
        double[][] rows = new double[60][];
        SplittableRandom random = new SplittableRandom(SEED);
        Arrays.setAll(rows, i -> new double[] {i % 3 == 0 ? 2 : random.nextGaussian(), random.nextGaussian()});
        RowSpec spec = RowSpec.of(2, 0, 2)
                .withKinds(List.of(new ColumnSpec.Atom(2, new ColumnSpec.Real()), new ColumnSpec.Real()))
                .standardized(Rows.of(rows));
        FlowModel model = Models.of(spec, SEED);
        FlowModel other = Models.of(spec, SEED + 1);
        for (FlowModel each : List.of(model, other)) {
            Eval.randomise(each.parameters(), 0.3, new SplittableRandom(each == model ? SEED : SEED + 1));
        }
        try (Evaluator e = evaluator(model);
                Evaluator seeded = Evaluator.ofScores(model, SmallModels.VECTOR, 7, SEED + 5);
                Evaluator two = Evaluator.ofScores(model, SmallModels.VECTOR, 2, SEED);
                Evaluator fresh = evaluator(other)) {
            ImportanceEstimate exact = e.estimate(0.5, 0.1);
            assertEquals(0, exact.standardError());
            ImportanceEstimate atom = e.estimate(2, 0.1);
            assertTrue(atom.standardError() > 0, atom::toString);
            assertTrue(atom.effectiveSampleSize() > 4 && atom.effectiveSampleSize() <= 16, atom::toString);
            double[] all = e.scores(Rows.of(rows));
            assertArrayEquals(all, seeded.scores(Rows.of(rows)), "the same points for any seed");
            for (int i = 0; i < rows.length; i++) {
                assertEquals(all[i], e.score(rows[i]), "row " + i);
                assertEquals(all[i], e.estimate(rows[i]).logProb(), 1e-12);
            }
            assertTrue(two.estimate(2, 0.1).effectiveSampleSize() <= 2 + 1e-9, "two points are random ones");
            assertArrayEquals(
                    fresh.scores(Rows.of(rows)),
                    e.parameters(other.parameters().values()).scores(Rows.of(rows)));
        }
    }

    @Test
    void rowsAreChecked() {
        try (Evaluator e = evaluator(model(3, 4))) {
            for (double[] bad :
                    List.of(new double[3], new double[5], new double[] {Double.POSITIVE_INFINITY, 0, 0, 0})) {
                assertThrows(IllegalArgumentException.class, () -> e.score(bad));
            }
            assertThrows(IllegalArgumentException.class, () -> e.scores(Rows.of(new double[1][3])));
            assertThrows(IllegalArgumentException.class, () -> e.threads(0));
            float[] nan = new float[model(3, 4).parameters().size()];
            nan[3] = Float.NaN;
            assertThrows(ArithmeticException.class, () -> e.parameters(nan));
            assertThrows(IllegalArgumentException.class, () -> Evaluator.ofScores(model(2), SmallModels.VECTOR, 0, 1));
        }
    }
}

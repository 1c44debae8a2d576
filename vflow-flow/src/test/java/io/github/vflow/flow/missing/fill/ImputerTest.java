package io.github.vflow.flow.missing.fill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Draws for missing cells under models of random parameters, whose probabilities an evaluator knows. */
final class ImputerTest {
    private static final long SEED = Seeds.of("ImputerTest");
    private static final double NONE = Double.NaN;
    private static final int LABELS = 3;

    private static RowSpec spec() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[200][];
        Arrays.setAll(rows, i -> new double[] {10 + random.nextGaussian(), i % LABELS, random.nextGaussian(), i % 2});
        return RowSpec.of(4, 0, 1)
                .withKinds(List.of(
                        new ColumnSpec.Real(),
                        ColumnSpec.Category.of(LABELS),
                        new ColumnSpec.Real(),
                        ColumnSpec.Category.of(2)))
                .withFill(RowSpec.Fill.standard())
                .standardized(Rows.of(rows));
    }

    private static List<Model> models() {
        FlowModel one = Models.of(spec(), SEED);
        Model mixture = Models.of(new Spec.Mixture(List.of(spec(), spec()), List.of(0.3, 0.7)), SEED);
        for (Model model : List.of(one, mixture)) {
            Eval.randomise(model.parameters(), 0.1, new SplittableRandom(SEED));
        }
        return List.of(one, mixture);
    }

    private static double p(Evaluator e, double... row) {
        return Math.exp(e.score(row));
    }

    /** The label of a row whose other cells are known: draws of equal weights, in proportion to p(row with label). */
    @Test
    void labelsAreDrawnByTheirProbability() {
        for (Model model : models()) {
            try (Imputer imputer = new Imputer(model, SmallModels.VECTOR);
                    Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 100, SEED)) {
                double[] row = {10.5, NONE, -0.5, 1};
                Imputation drawn = imputer.impute(row, 1_000, SEED);
                assertEquals(1_000, drawn.weights().length);
                for (int label = 0; label < LABELS; label++) {
                    double expected = p(e, 10.5, label, -0.5, 1) / p(e, row);
                    assertEquals(expected, drawn.probability(1, label), 1.5e-3, "label " + label);
                }
                for (double[] each : drawn.values()) {
                    assertArrayEquals(new double[] {10.5, each[1], -0.5, 1}, each);
                }
                assertEquals(1_000, drawn.effectiveSampleSize(), 1e-6);
            }
        }
    }

    /** A missing number beside a missing label: the weights of the draws give each label the share that the evaluator gives it. */
    @Test
    void numbersAndLabelsAreDrawnTogether() {
        for (Model model : models()) {
            try (Imputer imputer = new Imputer(model, SmallModels.VECTOR);
                    Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 1_000, SEED)) {
                double[] row = {NONE, NONE, -0.5, 1};
                Imputation drawn = imputer.impute(row, 3_000, SEED);
                assertTrue(drawn.isKnown(), () -> "" + drawn.effectiveSampleSize());
                for (int label = 0; label < LABELS; label++) {
                    double expected = p(e, NONE, label, -0.5, 1) / p(e, row);
                    assertEquals(expected, drawn.probability(1, label), 0.06, "label " + label);
                }
            }
        }
    }

    /** E[x] of a missing number by a grid over its density. */
    @Test
    void numbersFollowTheirDensity() {
        for (Model model : models()) {
            try (Imputer imputer = new Imputer(model, SmallModels.VECTOR);
                    Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
                double sum = 0;
                double mean = 0;
                double squares = 0;
                for (double x = 0; x < 20; x += 0.02) {
                    double p = p(e, x, 2, -0.5, 1);
                    sum += p;
                    mean += p * x;
                    squares += p * x * x;
                }
                double std = Math.sqrt(squares / sum - mean / sum * mean / sum);
                Imputation drawn = imputer.impute(new double[] {NONE, 2, -0.5, 1}, 2_000, SEED);
                assertEquals(mean / sum, drawn.mean()[0], 0.2 * std);
                assertTrue(drawn.effectiveSampleSize() > 100, () -> "" + drawn.effectiveSampleSize());
                long different = Arrays.stream(drawn.column(0).values())
                        .mapToDouble(row -> row[0])
                        .distinct()
                        .count();
                assertTrue(different > 1_900, different + " numbers of 2,000 draws differ");
                assertArrayEquals(
                        drawn.weights(),
                        imputer.impute(new double[] {NONE, 2, -0.5, 1}, 2_000, SEED)
                                .weights());
            }
        }
    }

    /** Rows drawn together have the bits of each alone, whatever is missing, and however many draws fill a run of a program. */
    @Test
    void rowsDrawnTogetherHaveTheDrawsOfEach() {
        double[][] rows = {
            {NONE, 2, -0.5, 1},
            {10.5, NONE, -0.5, 1},
            {NONE, NONE, 0.5, 0},
            {9, 1, NONE, NONE},
            {10, 0, 1, 1},
            {NONE, NONE, NONE, NONE}
        };
        long[] seeds = {3, 1, 3, 7, 2, 0};
        for (Model model : models()) {
            try (Imputer imputer = new Imputer(model, SmallModels.VECTOR)) {
                for (int samples : new int[] {1, 4, 70}) {
                    List<Imputation> all = imputer.imputeRoughly(rows, samples, seeds);
                    assertEquals(rows.length, all.size());
                    for (int i = 0; i < rows.length; i++) {
                        Imputation alone = imputer.imputeRoughly(new double[][] {rows[i]}, samples, seeds[i])
                                .getFirst();
                        assertArrayEquals(alone.weights(), all.get(i).weights());
                        assertEquals(samples, all.get(i).values().length);
                        for (int k = 0; k < samples; k++) {
                            assertArrayEquals(alone.values()[k], all.get(i).values()[k]);
                        }
                    }
                }
                assertEquals(List.of(), imputer.imputeRoughly(new double[0][], 3));
                assertEquals(
                        "Imputer: needs a seed for each of 6 rows but got 1",
                        assertThrows(IllegalArgumentException.class, () -> imputer.imputeRoughly(rows, 3, SEED))
                                .getMessage());
                assertThrows(
                        IllegalArgumentException.class,
                        () -> imputer.imputeRoughly(new double[][] {{1, 2, 3}}, 3, SEED));
            }
        }
    }

    /** Where hardly a draw is effective there are sixteen times as many, but for a rough look. */
    @Test
    void aRoughLookNeverTakesMoreDraws() {
        double[] far = {NONE, 2, 4_000, 1};
        try (Imputer imputer = new Imputer(models().getLast(), SmallModels.VECTOR)) {
            Imputation rough =
                    imputer.imputeRoughly(new double[][] {far}, 40, SEED).getFirst();
            assertTrue(!rough.isKnown(), () -> "" + rough.effectiveSampleSize());
            assertEquals(40, rough.values().length);
            assertEquals(16 * 40, imputer.impute(far, 40, SEED).values().length);
        }
    }

    /** A row without gaps is its own draws. */
    @Test
    void knownRowsStay() {
        try (Imputer imputer = new Imputer(models().getFirst(), SmallModels.VECTOR)) {
            Imputation drawn = imputer.impute(new double[] {10, 1, 0, 0}, 40, SEED);
            assertEquals(40, drawn.values().length);
            assertEquals(40, drawn.effectiveSampleSize(), 1e-6);
            for (double[] each : drawn.values()) {
                assertArrayEquals(new double[] {10, 1, 0, 0}, each);
            }
            for (int bad : new int[] {0, -1}) {
                assertThrows(IllegalArgumentException.class, () -> imputer.impute(new double[4], bad, SEED));
            }
            assertThrows(IllegalArgumentException.class, () -> imputer.impute(new double[3], 1, SEED));
        }
    }

    /** Known cells so far out that no draw has a density: no draw is effective, and four times as many are tried, twice. */
    @Test
    void drawsThatMeanNothingAreTriedAgain() {
        try (Imputer imputer = new Imputer(models().getFirst(), SmallModels.VECTOR)) {
            double[] row = {1e30, NONE, NONE, 1};
            Imputation drawn = imputer.impute(row, 5, SEED);
            assertEquals(0, drawn.effectiveSampleSize());
            assertEquals(80, drawn.values().length);
            assertEquals(4, imputer.impute(row, 4, SEED).values().length, "too few to ask for five effective ones");
            Imputation label = imputer.impute(new double[] {1e30, NONE, -0.5, 1}, 40, SEED);
            assertEquals(0, label.effectiveSampleSize(), "no label has a probability");
            assertEquals(
                    1, imputer.impute(new double[] {10, NONE, -0.5, 1}, 1, SEED).values().length);
            assertEquals(16_000, imputer.impute(row, 1_001, SEED).values().length);
            for (double[] each : drawn.values()) {
                assertTrue(Arrays.stream(each).allMatch(Double::isFinite), () -> Arrays.toString(each));
            }
        }
    }
}

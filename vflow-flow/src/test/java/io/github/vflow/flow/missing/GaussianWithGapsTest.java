package io.github.vflow.flow.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.missing.fill.Imputer;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.nn.Parameter;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Rows with missing cells under a Gaussian model, whose marginals and conditionals are known. */
final class GaussianWithGapsTest {
    private static final long SEED = Seeds.of("GaussianWithGapsTest");
    private static final Engine ENGINE = Engines.vector(1);
    private static final int SAMPLES = 400;
    /** Standard errors by which one of 1,000 estimates may be off. */
    private static final double ERRORS = 5;
    /** The rounding of float32, in nats. */
    private static final double ROUNDING = 1e-3;

    private static final double[] MEAN = {0, 10, -3, 100, 0.5};
    private static final double[] STD = {1, 2, 0.5, 30, 0.01};
    private static final Model MODEL = model();
    private static final Gaussian EXACT =
            Gaussian.of(MEAN, STD, MODEL.parameters().get(w(MODEL)));
    private static final Rows ROWS = drawn();
    private static final Evaluator EVALUATOR = Evaluator.ofScores(MODEL, ENGINE, SAMPLES, SEED);

    /** ε = (x − mean)/std · W: the coupling starts as the identity. */
    private static FlowModel model() {
        RowSpec spec = RowSpec.of(MEAN.length, 0, 1)
                .withMoments(new Columns.Moments(list(MEAN), list(STD)))
                .withFill(RowSpec.Fill.standard());
        FlowModel model = Models.of(spec, SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        float[] w = model.parameters().get(w(model));
        for (int i = 0; i < w.length; i++) {
            w[i] += (float) (0.6 * random.nextGaussian());
        }
        model.parameters().set(w(model), w);
        float[] before = model.parameters().values().clone();
        FillTraining.run(model, ENGINE, 1_500, 256, 5e-3, SEED);
        int p = model.parameters().named("fill.0.W.0").offset();
        assertArrayEquals(
                Arrays.copyOf(before, p),
                Arrays.copyOf(model.parameters().values(), p),
                "training r leaves p as it is");
        return model;
    }

    private static Parameter w(Model model) {
        return model.parameters().named("p.0.W");
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static Rows drawn() {
        try (Sampler sampler = new Sampler(MODEL, ENGINE)) {
            return sampler.draw(1_000, 1, SEED);
        }
    }

    private static double[] masked(int row, SplittableRandom random) {
        double[] x = ROWS.copyRow(row);
        for (int j = 0; j < x.length; j++) {
            x[j] = random.nextBoolean() ? Double.NaN : x[j];
        }
        return x;
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void marginalsAreThoseInClosedForm(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] row = masked(random.nextInt(ROWS.size()), random);
        ImportanceEstimate e = EVALUATOR.estimate(row);
        double exact = EXACT.logProb(row);
        assertEquals(exact, e.logProb(), ERRORS * e.standardError() + ROUNDING, Arrays.toString(row) + ": " + e);
        assertEquals(e.logProb(), EVALUATOR.score(row));
    }

    /** A third of the samples, and less than half of the error that as many independent samples have. */
    @Test
    void strataLessenTheErrorOfARowWithOneMissingCell() {
        int samples = 90;
        int used = 30;
        double stratified = 0;
        double independent = 0;
        for (int k = 0; k < 20; k++) {
            try (Evaluator scores = Evaluator.ofScores(MODEL, ENGINE, samples, SEED + k);
                    Evaluator means = Evaluator.ofMeans(MODEL, ENGINE, used, SEED + k)) {
                for (int i = 0; i < 20; i++) {
                    double[] row = ROWS.copyRow(i);
                    row[i % row.length] = Double.NaN;
                    ImportanceEstimate e = scores.estimate(row);
                    double exact = EXACT.logProb(row);
                    stratified += square(e.logProb() - exact);
                    independent += square(means.score(row) - exact);
                    assertTrue(e.effectiveSampleSize() <= used * (1 + 1e-9), e.toString());
                }
            }
        }
        assertTrue(stratified < independent / 4, "squared errors " + stratified + " and " + independent);
    }

    private static double square(double x) {
        return x * x;
    }

    @Test
    void nothingKnownHasProbabilityOne() {
        double[] row = new double[MEAN.length];
        Arrays.fill(row, Double.NaN);
        ImportanceEstimate e = EVALUATOR.estimate(row);
        assertEquals(0, e.logProb(), ERRORS * e.standardError());
        assertTrue(e.standardError() < 0.05, e.toString());
    }

    @Test
    void rowsOfEitherKindHaveTheBitsThatTheyHaveAlone() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] flat = new double[50 * MEAN.length];
        for (int i = 0; i < 50; i++) {
            double[] row = i % 3 == 0 ? ROWS.copyRow(i) : masked(i, random);
            System.arraycopy(row, 0, flat, i * row.length, row.length);
        }
        Rows rows = Rows.withGaps(flat, MEAN.length);
        double[] all = EVALUATOR.scores(rows);
        for (int i = 0; i < all.length; i++) {
            assertEquals(EVALUATOR.score(rows.copyRow(i)), all[i], "row " + i);
        }
    }

    @Test
    void meansOfMissingCellsAreTheConditionalOnes() {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Imputer imputer = new Imputer(MODEL, ENGINE)) {
            for (int i = 0; i < 100; i++) {
                double[] row = masked(i, random);
                Imputation imputed = imputer.impute(row, 1_000, SEED);
                double[] exact = EXACT.conditionalMean(row);
                double[] mean = imputed.mean();
                double[] median = imputed.quantile(0.5);
                for (int j = 0; j < row.length; j++) {
                    String where =
                            "seed " + SEED + ", row " + i + ", column " + j + ": ESS " + imputed.effectiveSampleSize();
                    double std = Math.sqrt(EXACT.covariance().get(j, j));
                    assertEquals(exact[j], mean[j], Double.isNaN(row[j]) ? 0.2 * std : 1e-9 * std, where);
                    assertEquals(exact[j], median[j], Double.isNaN(row[j]) ? 0.25 * std : 1e-9 * std, where);
                }
            }
        }
    }

    @Test
    void drawsHaveTheSpreadOfTheConditional() {
        double[] row = ROWS.copyRow(0);
        row[1] = Double.NaN;
        row[3] = Double.NaN;
        double[] reduced = {row[0], Double.NaN, row[2], Double.NaN, row[4]};
        try (Imputer imputer = new Imputer(MODEL, ENGINE)) {
            double[][] draws = imputer.impute(reduced, 4_000, SEED).draws(2_000, SEED);
            double[] mean = EXACT.conditionalMean(reduced);
            for (int j : new int[] {1, 3}) {
                double[] column = Arrays.stream(draws).mapToDouble(d -> d[j]).toArray();
                double variance = Arrays.stream(column)
                        .map(x -> (x - mean[j]) * (x - mean[j]))
                        .average()
                        .orElseThrow();
                double exact = EXACT.conditionalVariance(reduced, j);
                assertEquals(1, variance / exact, 0.15, "seed " + SEED + ", column " + j);
            }
        }
    }

    @Test
    void messages() {
        FlowModel complete = Models.of(RowSpec.of(2, 0, 1), 1);
        assertEquals(
                "Imputer: the model needs complete rows; train one with RowSpec.withFill",
                assertThrows(IllegalArgumentException.class, () -> new Imputer(complete, ENGINE))
                        .getMessage());
        assertEquals(
                "FillTraining: the model needs complete rows; build it of a RowSpec.withFill",
                assertThrows(IllegalArgumentException.class, () -> FillTraining.run(complete, ENGINE, 1, 2, 1e-3, 1))
                        .getMessage());
        try (Evaluator e = Evaluator.ofScores(complete, ENGINE, 1, 1)) {
            assertEquals(
                    "Evaluator: cells are missing but the model needs complete rows; impute or drop rows, or train a model with"
                            + " RowSpec.withFill",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> e.scores(Rows.withGaps(new double[] {1, Double.NaN}, 2)))
                            .getMessage());
        }
    }
}

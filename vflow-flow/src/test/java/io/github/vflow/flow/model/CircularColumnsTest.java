package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.missing.fill.Imputer;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Circular columns: a density on the circle, which has no end and mass one. */
final class CircularColumnsTest {
    private static final long SEED = Seeds.of("CircularColumnsTest");

    /** In nats, by float32. */
    private static final double SAME = 2e-4;

    /** The tails beyond a period, and the sum over a grid. */
    private static final double OF_MASS = 2e-3;

    private static final ColumnSpec DEGREES = new ColumnSpec.Circular(0, 360, 200, 40);
    private static final ColumnSpec HOURS = new ColumnSpec.Circular(0, 24, 4, 2.7);

    private static FlowModel model(ColumnSpec... columns) {
        RowSpec spec =
                SmallModels.spec(columns.length, CouplingSpec.Kind.MIXTURE).withKinds(List.of(columns));
        return SmallModels.random(spec.withFill(RowSpec.Fill.standard()), SEED);
    }

    private static Evaluator scores(FlowModel model) {
        return Evaluator.ofScores(model, SmallModels.VECTOR, 2_000, SEED);
    }

    @Test
    void aNumberHasTheDensityOfItsPlaceOnTheCircle() {
        try (Evaluator e = scores(model(DEGREES, HOURS, new ColumnSpec.Real()))) {
            for (double x : new double[] {0, 17, 199.9, 200.1, 359}) {
                double expected = e.score(x, 3, 0.5);
                assertEquals(expected, e.score(x + 360, 3, 0.5), SAME, "at " + x);
                assertEquals(expected, e.score(x - 720, 27, 0.5), SAME, "at " + x);
            }
        }
    }

    @Test
    void theDensityIsEqualOnBothSidesOfTheCut() {
        try (Evaluator e = scores(model(DEGREES, HOURS, new ColumnSpec.Real()))) {
            for (double y : new double[] {-1, 0, 2}) {
                assertEquals(e.score(200 - 1e-6, 12, y), e.score(200 + 1e-6, 12, y), SAME, "y = " + y);
                assertEquals(e.score(80, 4 - 1e-7, y), e.score(80, 4 + 1e-7, y), SAME, "y = " + y);
                assertEquals(e.score(200 - 1e-6, 4 - 1e-7, y), e.score(200 + 1e-6, 4 + 1e-7, y), SAME, "y = " + y);
            }
        }
    }

    @Test
    void theMassOfOnePeriodIsOne() {
        int n = 3_600;
        try (Evaluator e = scores(model(DEGREES))) {
            double sum = IntStream.range(0, n)
                    .mapToDouble(i -> Math.exp(e.score((i + 0.5) * 360 / n)))
                    .sum();
            assertEquals(1, sum * 360 / n, OF_MASS, "seed " + SEED);
        }
    }

    @Test
    void theMassBesideALabelAndADependentColumnIsOne() {
        int n = 180;
        int m = 300;
        double width = 24;
        double[] cells = new double[2 * n * m * 3];
        int at = 0;
        for (int label = 0; label < 2; label++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    cells[at++] = (i + 0.5) * 360 / n;
                    cells[at++] = width * ((j + 0.5) / m - 0.5);
                    cells[at++] = label;
                }
            }
        }
        FlowModel model = model(DEGREES, new ColumnSpec.Real(), ColumnSpec.Category.of(2));
        try (Evaluator e = scores(model)) {
            double sum =
                    Arrays.stream(e.scores(Rows.of(cells, 3))).map(Math::exp).sum();
            assertEquals(1, sum * 360 / n * width / m, 5 * OF_MASS, "seed " + SEED);
        }
    }

    /** Directions all around, and y that depends on them: any place of the cut has rows on both sides. */
    private static Rows around(int n) {
        Random random = new Random(SEED);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, _ -> {
            double x = 360 * random.nextDouble();
            return new double[] {x, Math.sin(Math.toRadians(x)) + 0.2 * random.nextGaussian()};
        });
        return Rows.of(rows);
    }

    private static final FlowModel TRAINED = trained();

    private static FlowModel trained() {
        Rows rows = around(2_000);
        RowSpec spec = RowSpec.of(2, 0, 4)
                .withCoupling(new CouplingSpec(CouplingSpec.Kind.MIXTURE, 8))
                .withKinds(List.of(new ColumnSpec.Circular(0, 360, 200, 104), new ColumnSpec.Real()))
                .withFill(RowSpec.Fill.standard())
                .standardized(rows);
        FlowModel model = Models.of(spec, SEED);
        BatchSource batches = BatchSource.of(rows, SEED);
        Trainer.initialise(model, SmallModels.VECTOR, batches, 2_000, SEED);
        new Trainer(model.forTraining(), TrainingPlan.of(600, 128, 5e-3, SEED).withClipNorm(5), SmallModels.VECTOR)
                .fit(batches);
        FillTraining.run(model, SmallModels.VECTOR, 300, SEED);
        return model;
    }

    /** The density of y at a place, by steps of 0.01. */
    private static double[] densities(Evaluator e, double x) {
        return IntStream.range(-300, 300)
                .mapToDouble(i -> Math.exp(e.score(x, 0.01 * (i + 0.5))))
                .toArray();
    }

    /** Directions are uniform, so the density at the cut must be that of other places. */
    @Test
    void aFlowLearnsWhereTheCircleIsCut() {
        try (Evaluator e = scores(TRAINED)) {
            double whole = 0;
            for (double x = 5; x < 360; x += 10) {
                double marginal = 0.01 * Arrays.stream(densities(e, x)).sum();
                whole += 10 * marginal;
                assertEquals(1 / 360.0, marginal, 0.35 / 360, "at " + x + ", seed " + SEED);
            }
            assertEquals(1, whole, 5 * OF_MASS, "seed " + SEED);
        }
    }

    @Test
    void aMissingCellIsIntegratedOutOverAllTurns() {
        try (Evaluator e = scores(TRAINED)) {
            assertEquals(0, e.score(Double.NaN, Double.NaN));
            for (double x : new double[] {10, 199, 201, 300}) {
                double expected = Math.log(0.01 * Arrays.stream(densities(e, x)).sum());
                ImportanceEstimate marginal = e.estimate(x, Double.NaN);
                double error = 4 * marginal.standardError() + OF_MASS;
                assertEquals(expected, marginal.logProb(), error, "at " + x + ", seed " + SEED);
            }
            for (double y : new double[] {-0.9, 0, 0.8}) {
                double sum = IntStream.range(0, 720)
                        .mapToDouble(i -> Math.exp(e.score((i + 0.5) / 2, y)))
                        .sum();
                ImportanceEstimate marginal = e.estimate(Double.NaN, y);
                double error = 4 * marginal.standardError() + 5 * OF_MASS;
                assertEquals(Math.log(sum / 2), marginal.logProb(), error, "y = " + y + ", seed " + SEED);
            }
        }
    }

    /** Draws of y given x near the cut follow p°(y | x), which has a part from each turn of x. */
    @Test
    void drawsOfAMissingCellComeFromAllTurns() {
        try (Evaluator e = scores(TRAINED);
                Imputer imputer = new Imputer(TRAINED, SmallModels.VECTOR)) {
            for (double x : new double[] {198, 201, 20}) {
                double[] density = densities(e, x);
                double total = Arrays.stream(density).sum();
                double mean = IntStream.range(0, 600)
                        .mapToDouble(i -> density[i] / total * 0.01 * (i - 299.5))
                        .sum();
                Imputation drawn = imputer.impute(new double[] {x, Double.NaN}, 4_000, SEED);
                double error = 4 * 0.3 / Math.sqrt(drawn.effectiveSampleSize());
                assertEquals(mean, drawn.mean()[1], error, "at " + x + ", seed " + SEED);
                assertTrue(drawn.effectiveSampleSize() > 400, drawn.effectiveSampleSize() + " at " + x);
                assertTrue(Arrays.stream(drawn.values()).allMatch(row -> row[0] == x), "known cells stay");
            }
        }
    }

    @Test
    void theCircleIsCutInTheWidestGap() {
        Random random = new Random(SEED);
        double[][] night = new double[1_000][];
        Arrays.setAll(night, _ -> new double[] {Math.floorMod((int) (360 + 20 * random.nextGaussian()), 360)});
        ColumnSpec.Circular c = ColumnSpec.Circular.of(Rows.of(night), 0, 0, 360);
        assertEquals(180, c.cut(), 40, "seed " + SEED);
        assertEquals(20, c.scale(), 2, "seed " + SEED);
        RowSpec spec = SmallModels.spec(1, CouplingSpec.Kind.MIXTURE)
                .withKinds(List.of(c))
                .standardized(Rows.of(night));
        FlowModel model = Models.of(spec, SEED);
        assertEquals(
                model.standardization().forward(0, 359) + 2 / c.scale(),
                model.standardization().forward(0, 1),
                1e-5,
                "neighbours across the end of the range");
    }

    @Test
    void noMoreThanThreeCirclesHaveAllProductsOfTurns() {
        ColumnSpec wide = new ColumnSpec.Circular(0, 360, 200, 90);
        assertEquals(8, model(wide, wide, wide).circles().turns());
        FlowModel four = Models.of(
                SmallModels.spec(4, CouplingSpec.Kind.MIXTURE).withKinds(List.of(wide, wide, wide, wide)), SEED);
        Eval.randomise(four.parameters(), 0.05, new SplittableRandom(SEED));
        assertEquals(5, four.circles().turns());
        try (Evaluator e = scores(four)) {
            double below = e.score(200 - 1e-6, 20, 20, 20);
            assertEquals(below, e.score(200 + 1e-6, 20, 20, 20), 0.02, "two columns never turn at once");
        }
    }

    /** A flow that is not trained has another y for each turn of x. */
    @Test
    void eachTurnHasItsShareOfTheDraws() {
        FlowModel model = model(new ColumnSpec.Circular(0, 360, 200, 90), new ColumnSpec.Real());
        int n = 3_000;
        double step = 0.01;
        try (Evaluator e = scores(model);
                Imputer imputer = new Imputer(model, SmallModels.VECTOR)) {
            for (double x : new double[] {197, 203}) {
                double[] p = IntStream.range(-n, n)
                        .mapToDouble(i -> Math.exp(e.score(x, step * (i + 0.5))))
                        .toArray();
                double total = Arrays.stream(p).sum();
                double mean = IntStream.range(0, 2 * n)
                        .mapToDouble(i -> p[i] / total * step * (i - n + 0.5))
                        .sum();
                double square = IntStream.range(0, 2 * n)
                        .mapToDouble(i -> p[i] / total * Math.pow(step * (i - n + 0.5) - mean, 2))
                        .sum();
                Imputation drawn = imputer.impute(new double[] {x, Double.NaN}, 16_000, SEED);
                double error = 4 * Math.sqrt(square / drawn.effectiveSampleSize());
                assertEquals(mean, drawn.mean()[1], error, "at " + x + ", seed " + SEED);
            }
        }
    }

    /** The mean of 350, 10 and 30 degrees is 10, not 130. */
    @Test
    void drawsHaveAMeanAcrossTheEnds() {
        Imputation drawn = Imputation.equal(new double[][] {{350, 1}, {10, 2}, {30, 3}});
        Imputation line = drawn.around(0, 360);
        assertEquals(10, line.mean()[0], 1e-9);
        assertEquals(-10, line.quantile(0.1)[0], 1e-9);
        assertEquals(30, line.quantile(0.9)[0], 1e-9);
        assertEquals(2, line.mean()[1], 1e-9, "the other cell stays");
    }

    @Test
    void numbersOfACircleAreChecked() {
        assertEquals(
                "ColumnSpec.Circular: low must be less than high, scale positive, and all finite, but low, high, cut and"
                        + " scale are 360.0, 0.0, 10.0 and 1.0",
                assertThrows(IllegalArgumentException.class, () -> new ColumnSpec.Circular(360, 0, 10, 1))
                        .getMessage());
    }
}

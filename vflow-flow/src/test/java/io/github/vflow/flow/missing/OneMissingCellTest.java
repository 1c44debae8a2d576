package io.github.vflow.flow.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The score of a row with one missing cell is the integral of the density over this cell, for every kind of model that runs r once for a row. */
final class OneMissingCellTest {
    private static final long SEED = Seeds.of("OneMissingCellTest");
    private static final int SAMPLES = 6_000;
    private static final int GRID = 4_000;
    private static final double FAR = 60;
    /** The largest standard error of an estimate, in nats, so that the test says something. */
    private static final double NATS = 0.05;

    private static final RowSpec PLAIN = SmallModels.spec(3, CouplingSpec.Kind.MIXTURE)
            .withFill(RowSpec.Fill.standard().withBlocks(2));

    private static final RowSpec BROAD = PLAIN.withDefensive(new DefensiveSpec(0.3, 0, 2));

    /** A kind of model. */
    record Case(String name, Spec spec) {
        /** Trained a little on correlated rows, so that rows are typical and r covers what is missing. */
        Model model() {
            Model model = Models.of(spec, SEED);
            Rows rows = correlated();
            if (model instanceof FlowModel flow) {
                new Trainer(flow, TrainingPlan.of(60, 64, 5e-3, SEED), SmallModels.VECTOR)
                        .fit(BatchSource.of(rows, SEED));
                FillTraining.run(flow, SmallModels.VECTOR, 300, SEED);
            } else {
                Eval.randomise(model.parameters(), 0.2, new SplittableRandom(SEED));
            }
            return model;
        }

        private static Rows correlated() {
            SplittableRandom random = new SplittableRandom(SEED);
            double[] flat = new double[3 * 500];
            for (int i = 0; i < flat.length; i += 3) {
                flat[i] = random.nextGaussian();
                flat[i + 1] = 0.9 * flat[i] + 0.3 * random.nextGaussian();
                flat[i + 2] = flat[i + 1] - 0.5 * flat[i] + 0.4 * random.nextGaussian();
            }
            return Rows.of(flat, 3);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("flow", PLAIN),
                new Case("broad components, whose regression r starts from", BROAD),
                new Case("mixture", new Spec.Mixture(List.of(PLAIN, PLAIN.withNoise(0.15)), List.of(0.4, 0.6))),
                new Case(
                        "bounded and heavy-tailed columns",
                        PLAIN.withKinds(List.of(
                                new ColumnSpec.Real(),
                                new ColumnSpec.Bounded(-8, 9),
                                new ColumnSpec.HeavyTailed(0, 1)))),
                new Case(
                        "columns with maps of their law",
                        PLAIN.withKinds(List.of(
                                new ColumnSpec.Marginal(map(0.3, 2), new ColumnSpec.Real()),
                                new ColumnSpec.Marginal(map(2, 0.4), new ColumnSpec.Real()),
                                new ColumnSpec.Real()))));
    }

    private static MarginalMap map(double low, double high) {
        return new MarginalMap(List.of(-1.0, 0.0, 0.5), List.of(low, 1.0, high), -0.5);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theScoreIsTheIntegralOverTheCell(Case c) {
        Model model = c.model();
        assertTrue(model.forOneMissing(5).isPresent(), "r runs once for a row");
        try (Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, SAMPLES, SEED)) {
            Rows drawn = Sampler.draw(model, SmallModels.VECTOR, 3, 1, SEED);
            for (int i = 0; i < drawn.size(); i++) {
                double[] row = drawn.copyRow(i);
                for (int j = 0; j < row.length; j++) {
                    double[] gap = row.clone();
                    gap[j] = Double.NaN;
                    ImportanceEstimate estimate = e.estimate(gap);
                    double errors = estimate.standardError();
                    assertEquals(
                            integral(e, row, j),
                            estimate.logProb(),
                            Approx.STANDARD_ERRORS * errors,
                            c + ", " + Arrays.toString(gap) + ": " + estimate);
                    assertTrue(errors < NATS, estimate.toString());
                    assertTrue(estimate.effectiveSampleSize() <= SAMPLES / 3.0 * (1 + 1e-9), "a third of the samples");
                }
            }
        }
    }

    /** ln of the sum over a grid that is fine near zero: x = sinh(u). */
    private static double integral(Evaluator e, double[] row, int j) {
        double most = Math.log(2 * FAR);
        double step = 2 * most / GRID;
        double[] flat = new double[GRID * row.length];
        double[] logStep = new double[GRID];
        for (int i = 0; i < GRID; i++) {
            double u = -most + step * (i + 0.5);
            System.arraycopy(row, 0, flat, i * row.length, row.length);
            flat[i * row.length + j] = Math.sinh(u);
            logStep[i] = Math.log(step * Math.cosh(u));
        }
        double[] logs = e.scores(Rows.of(flat, row.length));
        double sum = 0;
        for (int i = 0; i < GRID; i++) {
            sum += Math.exp(logs[i] + logStep[i]);
        }
        return Math.log(sum);
    }

    /** Rows with no, one and two missing cells, of which programs for one row, few rows and many rows have the same bits. */
    @ParameterizedTest
    @MethodSource("cases")
    void aRowHasTheSameBitsAloneAndAmongOthers(Case c) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] flat = new double[3 * 50];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = i % 5 == 0 || i % 7 == 0 ? Double.NaN : 3 * random.nextDouble() - 1;
        }
        Rows rows = Rows.withGaps(flat, 3);
        assertEquals(
                Set.of(1, 2, 3),
                IntStream.range(0, rows.size())
                        .mapToObj(i -> (int) Arrays.stream(rows.copyRow(i))
                                .filter(Double::isFinite)
                                .count())
                        .collect(Collectors.toSet()),
                "known cells");
        try (Evaluator e = Evaluator.ofScores(c.model(), SmallModels.VECTOR, 100, SEED)) {
            double[] alone = new double[rows.size()];
            Arrays.setAll(alone, i -> e.score(rows.copyRow(i)));
            assertArrayEquals(alone, e.scores(rows));
            assertArrayEquals(alone, e.threads(2).scores(rows));
        }
    }

    /** A row takes more samples than a program has pairs. */
    @Test
    void manySamplesTakeSeveralRuns() {
        Model model = cases().findFirst().orElseThrow().model();
        double[] gap = {0.3, Double.NaN, 0.8};
        assertTrue(SAMPLES / 3 > model.chunk());
        try (Evaluator many = Evaluator.ofScores(model, SmallModels.VECTOR, SAMPLES, SEED);
                Evaluator few = Evaluator.ofScores(model, SmallModels.VECTOR, 300, SEED)) {
            assertEquals(many.score(gap), few.score(gap), 0.05);
        }
    }

    @Test
    void modelsWithOtherNoiseHaveNoSuchWay() {
        assertTrue(Models.of(SmallModels.spec(3, CouplingSpec.Kind.AFFINE), SEED)
                .forOneMissing(5)
                .isEmpty());
        RowSpec whole =
                PLAIN.withKinds(List.of(new ColumnSpec.Real(), new ColumnSpec.Whole(0, 1), new ColumnSpec.Real()));
        assertTrue(Models.of(whole, SEED).forOneMissing(5).isEmpty());
        RowSpec augmented = PLAIN.withAugment(2, List.of(0, 1, 2, 3, 4));
        assertTrue(Models.of(augmented, SEED).forOneMissing(5).isEmpty());
    }
}

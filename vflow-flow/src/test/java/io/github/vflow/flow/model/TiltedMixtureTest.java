package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.audit.model.Mass;
import io.github.vflow.flow.audit.model.ModelAudit;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.missing.fill.Imputer;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** p′(x) = p(x)·e^{t(x)} of a mixture p of random parameters, of all kinds of columns. */
final class TiltedMixtureTest {
    private static final long SEED = Seeds.of("TiltedMixtureTest");
    private static final Engine ENGINE = Engines.vector(1);
    private static final double NONE = Double.NaN;
    private static final double ROUNDING = 2e-4;
    private static final int DRAWS = 100_000;
    private static final int AMOUNT = 0;
    private static final int LABEL = 1;
    private static final int LABELS = 3;

    /** An amount with an atom at 3, a label, a number, a count, a whole number that is listed, one of few, and a count with an atom at 0. */
    private static double[] row(SplittableRandom random) {
        return new double[] {
            random.nextInt(3) == 0 ? 3 : 10 + random.nextGaussian(),
            random.nextInt(LABELS),
            random.nextGaussian(),
            random.nextInt(10),
            List.of(1.0, 2.5, 7.0).get(random.nextInt(3)),
            random.nextInt(3),
            random.nextInt(2) * random.nextInt(1, 9)
        };
    }

    private static double[][] rows(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i -> row(random));
        return rows;
    }

    private static final TiltSpec TILT = new TiltSpec(
            List.of(
                    new TiltSpec.OfColumn(AMOUNT, List.of(4.0, 9.5, 10.5), List.of(0.4, -0.5, 0.3, -0.2)),
                    new TiltSpec.OfColumn(LABEL, List.of(0.5, 1.5), List.of(-0.3, 0.2, 0.5)),
                    new TiltSpec.OfColumn(2, List.of(-0.5, 0.7), List.of(0.1, -0.4, 0.6)),
                    new TiltSpec.OfColumn(3, List.of(3.0, 4.0), List.of(-0.2, 0.7, 0.1)),
                    new TiltSpec.OfColumn(4, List.of(1.75, 5.0), List.of(0.2, -0.6, 0.4)),
                    new TiltSpec.OfColumn(5, List.of(0.5), List.of(-0.3, 0.3)),
                    new TiltSpec.OfColumn(6, List.of(1.0, 6.0), List.of(0.1, 0.2, -0.4))),
            1.2,
            0,
            0);

    private static RowSpec member() {
        return RowSpec.of(7, 0, 2)
                .withKinds(List.of(
                        new ColumnSpec.Atom(3, new ColumnSpec.Real()),
                        ColumnSpec.Category.of(LABELS),
                        new ColumnSpec.Real(),
                        new ColumnSpec.Whole(4.5, 2.9),
                        new ColumnSpec.Listed(List.of(1.0, 2.5, 7.0), false, 2),
                        new ColumnSpec.Few(0, 3, 0),
                        new ColumnSpec.Atom(0, new ColumnSpec.Whole(4.5, 2.5))))
                .withFill(RowSpec.Fill.standard())
                .standardized(Rows.of(rows(300)));
    }

    private static Model mixture() {
        SplittableRandom random = new SplittableRandom(SEED);
        return Mixtures.of(
                IntStream.range(0, 2)
                        .mapToObj(k -> {
                            FlowModel m = Models.of(member(), SEED + k);
                            Eval.randomise(m.parameters(), 0.05, random);
                            FillTraining.run(m, ENGINE, 300, SEED);
                            return m;
                        })
                        .toList(),
                List.of(0.3, 0.7));
    }

    /** With a mean of one, by other draws than those of the tests. */
    private static Model tilted(Model plain) {
        double mean = Arrays.stream(samples(plain, SEED + 1))
                .mapToDouble(x -> Math.exp(TILT.at(x)))
                .average()
                .orElseThrow();
        TiltSpec normed = new TiltSpec(TILT.columns(), TILT.most(), Math.log(mean), 0.01);
        Spec.Mixture spec = (Spec.Mixture) plain.spec().orElseThrow();
        return Models.of(spec.withTilt(normed), plain.parameters().values());
    }

    private static double[][] samples(Model model, long seed) {
        Rows drawn = Sampler.draw(model, ENGINE, DRAWS, 1, seed);
        return IntStream.range(0, DRAWS).mapToObj(drawn::copyRow).toArray(double[][]::new);
    }

    private static final Model PLAIN = mixture();
    private static final Model TILTED = tilted(PLAIN);

    private static Evaluator evaluator(Model model, int samples) {
        return Evaluator.ofScores(model, ENGINE, samples, SEED);
    }

    /** Numbers at an edge belong above it; whole numbers are not seen with their noise. */
    @Test
    void aWholeRowGetsTheHeightsOfItsNumbers() {
        TiltSpec tilt = TILTED.tilt().orElseThrow();
        double[][] rows = rows(200);
        rows[0][0] = 10.5;
        rows[1][3] = 4;
        rows[2][3] = 3;
        try (Evaluator p = evaluator(PLAIN, 16);
                Evaluator q = evaluator(TILTED, 16)) {
            for (double[] row : rows) {
                assertEquals(p.score(row) + tilt.at(row), q.score(row), ROUNDING, Arrays.toString(row));
            }
        }
        assertTrue(Arrays.stream(rows).anyMatch(row -> tilt.at(row) == tilt.greatest()), "some meet the limit");
    }

    /** E[1(x in a bin)·e^t] of each column, by draws of the mixture without the tilt. */
    @Test
    void samplesHaveTheTiltedShares() {
        TiltSpec tilt = TILTED.tilt().orElseThrow();
        double[][] base = samples(PLAIN, SEED);
        double[][] drawn = samples(TILTED, SEED);
        for (TiltSpec.OfColumn c : tilt.columns()) {
            for (double height : c.heights()) {
                double expected = Arrays.stream(base)
                        .mapToDouble(x -> c.at(x[c.feature()]) == height ? Math.exp(tilt.at(x)) : 0)
                        .average()
                        .orElseThrow();
                double share = Arrays.stream(drawn)
                                .filter(x -> c.at(x[c.feature()]) == height)
                                .count()
                        / (double) DRAWS;
                assertEquals(expected, share, 0.01, "feature " + c.feature() + ", height " + height + ", seed " + SEED);
            }
        }
    }

    /** A condition that half of the draws meet, of which the tilt rejects most: some rows take dozens of draws. */
    @Test
    void samplesMeetTheirCondition() {
        try (Sampler sampler = new Sampler(TILTED, ENGINE)) {
            Rows drawn = sampler.accepting(x -> x[2] > 0).draw(5_000, 1, SEED);
            long unmet = IntStream.range(0, drawn.size())
                    .filter(i -> !(drawn.get(i, 2) > 0))
                    .count();
            assertTrue(unmet <= 10, unmet + " of 5,000 rows do not meet it");
        }
    }

    /** A row whose labels are missing is a sum over rows. */
    @Test
    void missingLabelsAreSums() {
        try (Evaluator e = evaluator(TILTED, 16)) {
            for (double[] row : rows(20)) {
                double sum = 0;
                for (int k = 0; k < LABELS; k++) {
                    row[LABEL] = k;
                    sum += Math.exp(e.score(row));
                }
                row[LABEL] = NONE;
                assertEquals(Math.log(sum), e.score(row), ROUNDING, Arrays.toString(row));
            }
        }
    }

    /** A row without a number is an integral over the number, of which draws have the law. */
    @Test
    void aMissingNumberIsIntegratedOutWithItsHeights() {
        double step = 0.02;
        assertIntegral(2, IntStream.range(-400, 400).mapToDouble(i -> i * step).toArray(), step);
        assertIntegral(3, IntStream.range(-40, 50).asDoubleStream().toArray(), 1);
    }

    private static void assertIntegral(int column, double[] numbers, double step) {
        double[] row = {10.3, 1, 0.4, 4, 2.5, 1, 5};
        try (Evaluator e = evaluator(TILTED, 4_000);
                Imputer imputer = new Imputer(TILTED, ENGINE)) {
            double sum = 0;
            double above = 0;
            TiltSpec.OfColumn heights = TILT.columns().get(column);
            for (double x : numbers) {
                row[column] = x;
                double p = step * Math.exp(e.score(row));
                sum += p;
                above += heights.at(x) == heights.heights().getLast() ? p : 0;
            }
            row[column] = NONE;
            ImportanceEstimate of = e.estimate(row);
            assertEquals(Math.log(sum), of.logProb(), 4 * of.standardError() + 0.01, "column " + column);
            Imputation drawn = imputer.impute(row, 8_000, SEED);
            assertTrue(drawn.effectiveSampleSize() > 500, "effective: " + drawn.effectiveSampleSize());
            double[] draws =
                    Arrays.stream(drawn.values()).mapToDouble(x -> x[column]).toArray();
            double share = IntStream.range(0, draws.length)
                    .filter(i -> heights.at(draws[i]) == heights.heights().getLast())
                    .mapToDouble(i -> drawn.weights()[i])
                    .sum();
            assertEquals(above / sum, share, 0.03, "column " + column + ", seed " + SEED);
        }
    }

    /** Two numbers without noise, where one missing cell takes quantiles. */
    @Test
    void oneMissingNumberAmongNumbers() {
        RowSpec numbers = RowSpec.of(2, 0, 2).withFill(RowSpec.Fill.standard());
        TiltSpec tilt = new TiltSpec(
                List.of(
                        new TiltSpec.OfColumn(0, List.of(0.0), List.of(-0.4, 0.4)),
                        new TiltSpec.OfColumn(1, List.of(-0.5, 0.5), List.of(0.8, -0.6, 0.3))),
                0.9,
                0,
                0);
        Model model = Models.of(new Spec.Mixture(List.of(numbers, numbers), List.of(0.3, 0.7)).withTilt(tilt), SEED);
        Eval.randomise(model.parameters(), 0.05, new SplittableRandom(SEED));
        double step = 0.01;
        try (Evaluator e = evaluator(model, 3_000)) {
            double sum = IntStream.range(-800, 800)
                    .mapToDouble(i -> step * Math.exp(e.score(0.6, (i + 0.5) * step)))
                    .sum();
            ImportanceEstimate of = e.estimate(0.6, NONE);
            assertEquals(Math.log(sum), of.logProb(), 4 * of.standardError() + 0.005);
        }
    }

    /** P of a label alone is that of samples, though the tilt depends on all that is missing. */
    @Test
    void labelsAloneDependOnTheHeightsOfNumbers() {
        double[][] drawn = samples(TILTED, SEED);
        try (Evaluator e = evaluator(TILTED, 150)) {
            double total = 0;
            for (int k = 0; k < LABELS; k++) {
                int label = k;
                double[] row = new double[7];
                Arrays.fill(row, NONE);
                row[LABEL] = k;
                ImportanceEstimate of = e.estimate(row);
                double share =
                        Arrays.stream(drawn).filter(x -> x[LABEL] == label).count() / (double) DRAWS;
                double p = Math.exp(of.logProb());
                assertEquals(share, p, 4 * p * of.standardError() + 0.005, "label " + k + ", seed " + SEED);
                total += p;
                // 150 samples of a row, sixteen times as many of labels alone
                assertTrue(of.effectiveSampleSize() > 1_000, "effective: " + of.effectiveSampleSize());
            }
            assertEquals(1, total, 0.04, "seed " + SEED);
        }
    }

    /** A tilt whose mean is a tenth off is found, by draws of the density. */
    @Test
    void theAuditMeasuresTheMassOfTheTilt() {
        RowSpec reals = RowSpec.of(3, 0, 1);
        TiltSpec.OfColumn column = new TiltSpec.OfColumn(0, List.of(-0.5, 0.7), List.of(0.1, -0.4, 0.6));
        Spec.Mixture plain = new Spec.Mixture(List.of(reals, reals), List.of(0.3, 0.7));
        float[] parameters = Models.of(plain, SEED).parameters().values();
        double mean = Arrays.stream(samples(Models.of(plain, parameters), SEED + 1))
                .mapToDouble(x -> Math.exp(column.at(x[0])))
                .average()
                .orElseThrow();
        Mass mass = mass(plain, new TiltSpec(List.of(column), 1.2, Math.log(mean), 0.01), parameters);
        assertEquals(1, mass.total(), 4 * mass.standardError() + 1e-3, "seed " + SEED);
        assertTrue(mass.standardError() > 0.01, "that of the mean is 0.01, all are " + mass.standardError());
        TiltSpec wrong = new TiltSpec(List.of(column), 1.2, Math.log(mean) - 0.1, 0.01);
        assertEquals(
                mass.total() * Math.exp(0.1), mass(plain, wrong, parameters).total(), 0.01);
        assertEquals(
                "tilted: a model with discrete columns; audit checks models of real columns",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ModelAudit.of("tilted", TILTED, ENGINE, Rows.of(rows(9)), 20, SEED))
                        .getMessage());
    }

    private static Mass mass(Spec.Mixture plain, TiltSpec tilt, float[] parameters) {
        Model model = Models.of(plain.withTilt(tilt), parameters);
        Rows rows = Rows.of(new double[][] {{0, 0, 0}, {1, 1, 1}});
        return ModelAudit.of("tilted", model, ENGINE, rows, 20, SEED).mass();
    }

    @Test
    void nothingKnownIsCertain() {
        double[] row = new double[7];
        Arrays.fill(row, NONE);
        try (Evaluator e = evaluator(TILTED, 16)) {
            assertEquals(0, e.score(row));
        }
    }

    @Test
    void messages() {
        TiltSpec.OfColumn column = TILT.columns().getFirst();
        assertEquals(
                "TiltSpec: edges of feature 2 must ascend but are [1.0, 1.0]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new TiltSpec.OfColumn(2, List.of(1.0, 1.0), List.of(0.0, 1.0, 2.0)))
                        .getMessage());
        assertEquals(
                "TiltSpec: feature 2 must have 2 finite heights for its edges but has [0.0]",
                assertThrows(IllegalArgumentException.class, () -> new TiltSpec.OfColumn(2, List.of(1.0), List.of(0.0)))
                        .getMessage());
        assertEquals(
                "TiltSpec: needs columns of different features, and finite numbers, but has 2 columns of 1 features,"
                        + " most 1.0, logMean 0.0 and error 0.0",
                assertThrows(IllegalArgumentException.class, () -> new TiltSpec(List.of(column, column), 1, 0, 0))
                        .getMessage());
    }
}

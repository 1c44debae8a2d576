package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.ColumnException;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Bounded and heavy-tailed columns: exact densities in the units of the data, zero outside of bounds, and fits of tails. */
final class RealColumnsTest {
    private static final long SEED = Seeds.of("RealColumnsTest");
    private static final ColumnSpec REAL = new ColumnSpec.Real();

    private static RowSpec spec(ColumnSpec... columns) {
        return SmallModels.spec(columns.length, CouplingSpec.Kind.MIXTURE).withKinds(List.of(columns));
    }

    /** Rows of a normal, of numbers in (−2, 3), and of a Cauchy distribution, in units of 1/c. */
    private static Rows rows(int n, double c) {
        Random random = new Random(SEED);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double inside = 5 * random.nextDouble() - 2;
            rows[i] = new double[] {c * random.nextGaussian(), c * inside, c * cauchy(random)};
        }
        return Rows.of(rows);
    }

    private static double cauchy(Random random) {
        return Math.tan(Math.PI * (random.nextDouble() - 0.5));
    }

    private static FlowModel random(Rows data, double c) {
        RowSpec spec = spec(REAL, new ColumnSpec.Bounded(-2 * c, 3 * c), ColumnSpec.HeavyTailed.of(data, 2));
        return SmallModels.random(spec.standardized(data), SEED);
    }

    @Test
    void unitsChangeTheDensityByTheirLogarithmAlone() {
        double c = 1024;
        Rows some = rows(200, 1);
        Rows scaled = rows(200, c);
        try (Evaluator e = Evaluator.ofScores(random(some, 1), SmallModels.VECTOR, 1, SEED);
                Evaluator s = Evaluator.ofScores(random(scaled, c), SmallModels.VECTOR, 1, SEED)) {
            for (int i = 0; i < some.size(); i++) {
                double expected = e.score(some.copyRow(i)) - 3 * Math.log(c);
                String what = "row " + i + ", seed " + SEED;
                Approx.assertClose(what, expected, s.score(scaled.copyRow(i)), Approx.FLOAT32_ULPS);
            }
        }
    }

    private static double mass(
            ColumnSpec column, double from, double to, DoubleUnaryOperator x, DoubleUnaryOperator slope) {
        int n = 20_000;
        double sum = 0;
        FlowModel model = SmallModels.random(spec(column), SEED);
        try (Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            for (int i = 0; i < n; i++) {
                double t = from + (to - from) * (i + 0.5) / n;
                sum += Math.exp(e.score(x.applyAsDouble(t))) * slope.applyAsDouble(t) * (to - from) / n;
            }
        }
        return sum;
    }

    @Test
    void densitiesHaveMassOne() {
        assertEquals(
                1,
                mass(new ColumnSpec.Bounded(-2, 3), -15, 15, t -> 5 / (1 + Math.exp(-t)) - 2, t -> {
                    double w = 1 / (1 + Math.exp(-t));
                    return 5 * w * (1 - w);
                }),
                2e-3);
        assertEquals(
                1,
                mass(new ColumnSpec.HeavyTailed(5, 3), -30, 30, t -> 5 + 3 * Math.sinh(t), t -> 3 * Math.cosh(t)),
                2e-3);
        assertEquals(1, mass(marginal(0.2), -300, 300, t -> t, _ -> 1), 2e-3);
    }

    @Test
    void theDensityOfABoundIsFiniteAndThatOutsideIsZero() {
        FlowModel model =
                SmallModels.random(spec(new ColumnSpec.Bounded(-2, 3), new ColumnSpec.HeavyTailed(0, 1)), SEED);
        try (Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            for (double inside : new double[] {-2, -2 + 1e-12, 3 - 1e-12, 3}) {
                assertTrue(Double.isFinite(e.score(inside, 1e18)), "at " + inside);
            }
            for (double outside : new double[] {-2.001, 3.001, 1e30}) {
                assertEquals(Double.NEGATIVE_INFINITY, e.score(outside, -1e18), "at " + outside);
            }
        }
        try (Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
            Rows drawn = sampler.draw(5_000, 1, SEED);
            double[] bounded = drawn.copyColumn(0);
            assertTrue(Arrays.stream(bounded).allMatch(x -> x >= -2.00001 && x <= 3.00001), "seed " + SEED);
        }
    }

    private static double[] quantilesOfASample(RowSpec spec, Rows data) {
        FlowModel model = Models.of(spec.standardized(data), SEED);
        BatchSource batches = BatchSource.of(data, SEED);
        Trainer.initialise(model, SmallModels.VECTOR, batches, 2_000, SEED);
        new Trainer(model, TrainingPlan.of(800, 128, 5e-3, SEED).withClipNorm(5), SmallModels.VECTOR).fit(batches);
        try (Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            assertTrue(Double.isFinite(e.mean(data)), "seed " + SEED);
        }
        try (Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
            return quantiles(sampler.draw(20_000, 1, SEED).copyColumn(0));
        }
    }

    private static double[] quantiles(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return Arrays.stream(new double[] {0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98})
                .map(p -> sorted[(int) (p * sorted.length)])
                .toArray();
    }

    /** The largest difference in asinh, which is relative for large numbers. */
    private static double apart(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(asinh(a[i]) - asinh(b[i])));
        }
        return most;
    }

    private static double asinh(double x) {
        return Math.signum(x) * Math.log(Math.abs(x) + Math.hypot(1, x));
    }

    @Test
    void quantilesOfACauchyDistributionFit() {
        Random random = new Random(SEED);
        double[][] rows = new double[5_000][];
        Arrays.setAll(rows, _ -> new double[] {cauchy(random)});
        Rows data = Rows.of(rows);
        double[] expected = quantiles(data.copyColumn(0));
        double[] heavy = quantilesOfASample(spec(ColumnSpec.HeavyTailed.of(data, 0)), data);
        double[] plain = quantilesOfASample(spec(REAL), data);
        String what = Arrays.toString(expected) + ", heavy-tailed " + Arrays.toString(heavy) + ", plain "
                + Arrays.toString(plain) + ", seed " + SEED;
        assertTrue(apart(expected, heavy) < 0.3, what);
        assertTrue(apart(expected, heavy) < 0.5 * apart(expected, plain), what);
    }

    private static ColumnSpec marginal(double slope) {
        MarginalMap map = new MarginalMap(List.of(-2.0, 3.0, 4.0), List.of(slope, 1.0, slope), -1);
        return new ColumnSpec.Marginal(map, REAL);
    }

    /** One slice for neighbours of the same kind; parameters keep the numbers of their columns. */
    @Test
    void neighboursAreOnePartAndCategoriesAreNotLifted() {
        ColumnSpec tail = new ColumnSpec.HeavyTailed(0, 1);
        FlowModel model = Models.of(
                spec(
                        REAL,
                        REAL,
                        ColumnSpec.Category.of(3),
                        REAL,
                        tail,
                        tail,
                        new ColumnSpec.Bounded(0, 1),
                        marginal(1),
                        ColumnSpec.Category.of(2),
                        marginal(2)),
                SEED);
        Parallel lift = assertInstanceOf(Parallel.class, model.surjections().getFirst());
        assertEquals(
                List.of(3, 1, 1, 1, 2),
                lift.parts().stream().map(Parallel.Part::columns).toList());
        assertTrue(model.parameters().all().stream().anyMatch(p -> p.name().equals("discrete.W.0")));
    }

    @Test
    void scaleAndCentreWithstandOutliers() {
        double[][] mostlyZero = new double[100][1];
        mostlyZero[7][0] = 50;
        ColumnSpec.HeavyTailed byStd = ColumnSpec.HeavyTailed.of(Rows.of(mostlyZero), 0);
        assertEquals(0, byStd.centre());
        assertEquals(Math.sqrt(25 - 0.25), byStd.scale(), 1e-9);
        assertEquals(1, ColumnSpec.HeavyTailed.of(Rows.of(new double[4][1]), 0).scale());
        ColumnSpec.HeavyTailed cauchy = ColumnSpec.HeavyTailed.of(rows(5_000, 1), 2);
        assertEquals(0, cauchy.centre(), 0.1);
        assertEquals(2 / 1.35, cauchy.scale(), 0.1);
    }

    /** Members of a mixture may differ in maps, and in no other kind. */
    @Test
    void columnsTakeMapsAndLoseThem() {
        ColumnSpec whole = new ColumnSpec.Whole(3, 2);
        Columns plain = spec(REAL, new ColumnSpec.Atom(0, whole), ColumnSpec.Category.of(2))
                .columns()
                .counted(Rows.of(new double[][] {{1, 0, 1}, {2, 5, 0}, {3, 7, 0}}));
        MarginalMap map = new MarginalMap(List.of(0.0, 1.0), List.of(1.0, 2.0), 0);
        Columns mapped = plain.withMaps(List.of(
                new ColumnSpec.Marginal(map, REAL),
                new ColumnSpec.Atom(0, new ColumnSpec.Marginal(map, whole)),
                ColumnSpec.Category.of(2)));
        assertEquals(plain.counts(), mapped.counts());
        assertEquals(plain, mapped.withoutMaps());
        assertEquals(List.of(), spec(marginal(1), REAL).columns().withoutMaps().kinds());
        assertThrows(
                IllegalArgumentException.class,
                () -> plain.withMaps(List.of(REAL, new ColumnSpec.Atom(1, whole), ColumnSpec.Category.of(2))));
    }

    @Test
    void messages() {
        ColumnException e = assertThrows(
                ColumnException.class,
                () -> spec(REAL, new ColumnSpec.Bounded(0, 1)).standardized(Rows.of(new double[][] {{1, 0.5}, {2, 1}
                })));
        assertEquals(1, e.column());
        assertEquals(
                "has the value 1.0, which is not between its bounds 0.0 and 1.0; repair the value, or give wider bounds",
                e.reason());
        assertEquals(
                "ColumnSpec.Bounded: low must be less than high, and both finite, but they are 1.0 and 1.0",
                message(() -> new ColumnSpec.Bounded(1, 1)));
        assertEquals(
                "ColumnSpec.HeavyTailed: centre must be finite and scale positive but are 0.0 and 0.0",
                message(() -> new ColumnSpec.HeavyTailed(0, 0)));
        assertEquals(
                "ColumnSpec.HeavyTailed: column 0 (counted from 0) is missing in all 1 rows; remove the column",
                message(() -> ColumnSpec.HeavyTailed.of(Rows.withGaps(new double[] {Double.NaN, 1}, 2), 0)));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}

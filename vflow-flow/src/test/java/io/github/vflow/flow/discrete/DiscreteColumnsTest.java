package io.github.vflow.flow.discrete;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.missing.fill.Imputer;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tables of discrete columns only: probabilities are exact, sum to one, and those of rows with gaps are sums over rows. */
final class DiscreteColumnsTest {
    private static final long SEED = Seeds.of("DiscreteColumnsTest");

    /** The sum of some hundreds of probabilities in float32. */
    private static final double ROUNDING = 1e-6;

    private static final List<ColumnSpec> KINDS = List.of(
            ColumnSpec.Category.of(3), new ColumnSpec.Few(-1, 4), ColumnSpec.Category.of(2), new ColumnSpec.Few(0, 2));

    private static final double[] LOW = {0, -1, 0, 0};
    private static final int[] COUNTS = {3, 4, 2, 2};

    /** Whole numbers up to 24 steps away from those that have been seen; beyond, nothing is left. */
    private static final double[][] ALL = DiscreteModels.all(new double[] {0, -25, 0, -24}, 3, 52, 2, 50);

    private static final double[][] SEEN = DiscreteModels.all(LOW, COUNTS);

    private static RowSpec spec() {
        return DiscreteModels.spec(KINDS, SEEN);
    }

    private static FlowModel random() {
        FlowModel model = Models.of(spec(), SEED);
        Eval.randomise(model.parameters(), 0.6, new SplittableRandom(SEED));
        return model;
    }

    private static Model mixture() {
        Model model = Models.of(new Spec.Mixture(List.of(spec(), spec()), List.of(0.3, 0.7)), SEED);
        Eval.randomise(model.parameters(), 0.6, new SplittableRandom(SEED));
        return model;
    }

    private static Evaluator evaluator(Model model) {
        return Evaluator.ofScores(model, SmallModels.VECTOR, 100, SEED);
    }

    private static double sum(double[] logs) {
        return Arrays.stream(logs).map(Math::exp).sum();
    }

    @Test
    void theProbabilitiesOfAllRowsSumToOne() {
        for (Model model : List.of(random(), mixture())) {
            assertEquals(0, model.noise(), "exact");
            try (Evaluator e = evaluator(model)) {
                assertEquals(1, sum(e.scores(Rows.of(ALL))), ROUNDING);
            }
        }
    }

    /** Every set of missing cells, and each value of the others. */
    @Test
    void gapsAreSumsOverRows() {
        for (Model model : List.of(random(), mixture())) {
            try (Evaluator e = evaluator(model)) {
                double[] complete = e.scores(Rows.of(ALL));
                for (int known = 0; known < 1 << KINDS.size(); known++) {
                    assertGapsAreSums(e, complete, known);
                }
            }
        }
    }

    private static void assertGapsAreSums(Evaluator e, double[] complete, int known) {
        Function<double[], List<Double>> cells = row -> IntStream.range(0, row.length)
                .mapToObj(j -> (known >> j & 1) == 1 ? row[j] : Double.NaN)
                .toList();
        Map<List<Double>, Double> sums = IntStream.range(0, ALL.length)
                .boxed()
                .collect(Collectors.groupingBy(
                        i -> cells.apply(ALL[i]), Collectors.summingDouble(i -> Math.exp(complete[i]))));
        for (double[] row : SEEN) {
            double[] gaps =
                    cells.apply(row).stream().mapToDouble(Double::doubleValue).toArray();
            ImportanceEstimate estimate = e.estimate(gaps);
            assertEquals(sums.get(cells.apply(row)), Math.exp(estimate.logProb()), ROUNDING, Arrays.toString(gaps));
            assertEquals(0, estimate.standardError(), "exact");
        }
    }

    @Test
    void nothingKnownHasProbabilityOne() {
        double[] row = new double[KINDS.size()];
        Arrays.fill(row, Double.NaN);
        for (Model model : List.of(random(), mixture())) {
            try (Evaluator e = evaluator(model)) {
                assertEquals(0.0, e.score(row));
                assertEquals(0.0, e.scores(Rows.withGaps(row, row.length))[0]);
            }
        }
    }

    /** A row with gaps has the same bits alone, by its estimate and among others. */
    @Test
    void aScoreIsAFunctionOfTheRow() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] flat = new double[300 * KINDS.size()];
        Arrays.setAll(
                flat, i -> random.nextInt(3) == 0 ? Double.NaN : SEEN[random.nextInt(SEEN.length)][i % KINDS.size()]);
        Rows rows = Rows.withGaps(flat, KINDS.size());
        try (Evaluator e = evaluator(mixture())) {
            double[] together = e.scores(rows);
            double[] alone = IntStream.range(0, rows.size())
                    .mapToDouble(i -> e.score(rows.copyRow(i)))
                    .toArray();
            assertArrayEquals(together, alone);
            assertEquals(together[7], e.estimates(rows)[7].logProb());
            assertArrayEquals(together, e.threads(2).scores(rows));
        }
    }

    /** Draws of rows, and draws of missing cells, have the probabilities of the model. */
    @Test
    void drawsHaveTheProbabilitiesOfTheModel() {
        int n = 20_000;
        FlowModel model = random();
        Rows drawn = Sampler.draw(model, SmallModels.VECTOR, n, 1, SEED);
        Map<List<Double>, Long> counts = IntStream.range(0, n)
                .mapToObj(i -> Arrays.stream(drawn.copyRow(i)).boxed().toList())
                .collect(Collectors.groupingBy(row -> row, Collectors.counting()));
        double squares = 0;
        try (Evaluator e = evaluator(model);
                Imputer imputer = new Imputer(model, SmallModels.VECTOR)) {
            double[] logs = e.scores(Rows.of(ALL));
            Map<List<Double>, Double> expected = IntStream.range(0, ALL.length)
                    .boxed()
                    .collect(Collectors.groupingBy(
                            i -> nearest(ALL[i]), Collectors.summingDouble(i -> n * Math.exp(logs[i]))));
            assertTrue(expected.keySet().containsAll(counts.keySet()), "no sample is outside of what has been seen");
            for (List<Double> row : expected.keySet()) {
                squares += Math.pow(counts.getOrDefault(row, 0L) - expected.get(row), 2) / expected.get(row);
            }
            // χ² with 47 degrees of freedom: mean 47, standard deviation 10
            assertTrue(squares < 47 + 5 * 10, "χ² " + squares + ", seed " + SEED);
            double[] gaps = {Double.NaN, 1, Double.NaN, 1};
            Imputation imputed = imputer.impute(gaps, 1_000, SEED);
            assertEquals(1_000, imputed.effectiveSampleSize(), 1e-6);
            double p = Math.exp(e.score(2, 1, Double.NaN, 1) - e.score(gaps));
            assertEquals(p, imputed.probability(0, 2), 2e-3);
        }
    }

    /** Neighbours with as many values share operations, but each has probabilities of its own: of rows, of draws and of filled cells. */
    @Test
    void alikeNeighboursAreDrawnByTheirOwnProbabilities() {
        int n = 20_000;
        double[][] all = DiscreteModels.all(new double[4], 3, 3, 3, 2);
        FlowModel model = Models.of(
                DiscreteModels.spec(
                        List.of(
                                ColumnSpec.Category.of(3),
                                ColumnSpec.Category.of(3),
                                ColumnSpec.Category.of(3),
                                ColumnSpec.Category.of(2)),
                        all),
                SEED);
        Eval.randomise(model.parameters(), 0.6, new SplittableRandom(SEED));
        Rows drawn = Sampler.draw(model, SmallModels.VECTOR, n, 1, SEED);
        double squares = 0;
        try (Evaluator e = evaluator(model);
                Imputer imputer = new Imputer(model, SmallModels.VECTOR)) {
            assertEquals(1, sum(e.scores(Rows.of(all))), ROUNDING);
            for (double[] row : all) {
                double expected = n * Math.exp(e.score(row));
                long count = IntStream.range(0, n)
                        .filter(i -> Arrays.equals(drawn.copyRow(i), row))
                        .count();
                squares += Math.pow(count - expected, 2) / expected;
            }
            // χ² with 53 degrees of freedom: mean 53, standard deviation 10
            assertTrue(squares < 53 + 5 * 10, "χ² " + squares + ", seed " + SEED);
            double[] gaps = {1, Double.NaN, Double.NaN, 1};
            Imputation imputed = imputer.impute(gaps, 20_000, SEED);
            for (int value = 0; value < 3; value++) {
                double first = Math.exp(e.score(1, value, Double.NaN, 1) - e.score(gaps));
                double second = Math.exp(e.score(1, Double.NaN, value, 1) - e.score(gaps));
                assertEquals(first, imputed.probability(1, value), 0.02, "value " + value);
                assertEquals(second, imputed.probability(2, value), 0.02, "value " + value);
            }
        }
    }

    /** A whole number that is below or above those that have been seen is drawn as the nearest of them. */
    private static List<Double> nearest(double[] row) {
        return IntStream.range(0, row.length)
                .mapToObj(j -> Math.clamp(row[j], LOW[j], LOW[j] + COUNTS[j] - 1))
                .toList();
    }

    /** With more completions than are summed, the estimate says how good it is. */
    @Test
    void manyCompletionsAreEstimated() {
        List<ColumnSpec> many = Collections.nCopies(14, ColumnSpec.Category.of(2));
        FlowModel model = SmallModels.random(DiscreteModels.spec(many, new double[][] {new double[14]}), SEED);
        double[] row = new double[14];
        Arrays.fill(row, Double.NaN);
        row[13] = 1;
        try (Evaluator e = evaluator(model)) {
            ImportanceEstimate one = e.estimate(row);
            row[13] = 0;
            ImportanceEstimate zero = e.estimate(row);
            assertTrue(one.standardError() > 0 && one.effectiveSampleSize() < 100, one.toString());
            assertEquals(
                    1, Math.exp(one.logProb()) + Math.exp(zero.logProb()), ROUNDING, "the draws before are the same");
            row[0] = 1;
            row[1] = 0;
            assertEquals(0, e.estimate(row).standardError(), "2,048 completions are summed");
        }
    }

    /** Before training, the chain is the product of the smoothed frequencies. */
    @Test
    void theStartIsTheProductOfFrequencies() {
        double[][] rows = new double[100][];
        Arrays.setAll(rows, i -> new double[] {i < 5 ? 1 : 0, i % 2, i % 4});
        List<ColumnSpec> kinds =
                List.of(ColumnSpec.Category.of(2), ColumnSpec.Category.of(2), new ColumnSpec.Few(0, 4));
        try (Evaluator e = evaluator(Models.of(DiscreteModels.spec(kinds, rows), SEED))) {
            double expected = Math.log(6.0 / 102) + Math.log(0.5) + Math.log(26.0 / 106);
            Approx.assertClose("ln P", expected, e.score(1, 0, 3), Approx.FLOAT32_ULPS);
            double unseen = Math.log(6.0 / 102) + Math.log(0.5) + Math.log(1.0 / 106) - 3 * Math.log(2);
            Approx.assertClose("ln P, three steps above", unseen, e.score(1, 0, 6), Approx.FLOAT32_ULPS);
        }
    }
}

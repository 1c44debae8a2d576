package io.github.vflow.flow.discrete;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.missing.fill.Imputer;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two codes, a wind in multiples of 5, and a number, under a model of random parameters. */
final class ListedColumnsTest {
    private static final long SEED = Seeds.of("ListedColumnsTest");
    private static final double NONE = Double.NaN;
    private static final ColumnSpec.Listed CODE = new ColumnSpec.Listed(List.of(-0.044642, 0.05068), false);
    private static final ColumnSpec.Listed WIND = new ColumnSpec.Listed(List.of(0.0, 5.0, 10.0, 20.0), true);
    private static final int DRAWS = 600;
    private static final double ROUNDING = 1e-5;

    private static FlowModel model(ColumnSpec... last) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[300][];
        Arrays.setAll(
                rows,
                _ -> Arrays.copyOf(
                        new double[] {
                            CODE.values().get(random.nextInt(2)),
                            WIND.values().get(random.nextInt(4)),
                            random.nextGaussian()
                        },
                        2 + last.length));
        List<ColumnSpec> kinds = last.length == 0 ? List.of(CODE, WIND) : List.of(CODE, WIND, last[0]);
        FlowModel model = Models.of(
                RowSpec.of(kinds.size(), 0, 2)
                        .withKinds(kinds)
                        .withFill(RowSpec.Fill.standard())
                        .standardized(Rows.of(rows)),
                SEED);
        Eval.randomise(model.parameters(), 0.2, new SplittableRandom(SEED));
        return model;
    }

    private static List<FlowModel> models() {
        return List.of(model(new ColumnSpec.Real()), model());
    }

    private static double p(Evaluator e, FlowModel model, double... row) {
        return Math.exp(e.score(Arrays.copyOf(row, model.features())));
    }

    private static double[] row(double code, double wind) {
        return new double[] {code, wind, NONE};
    }

    /** All other real numbers have together as much as one of them over the density of their law. */
    @Test
    void theMassIsOne() {
        for (FlowModel model : models()) {
            try (Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 100, SEED)) {
                double codes = p(e, model, row(CODE.centre(), NONE)) / Math.exp(CODE.logPeak());
                for (double x : CODE.values()) {
                    codes += p(e, model, row(x, NONE));
                }
                assertEquals(1, codes, ROUNDING);
                double far = p(e, model, row(CODE.centre() + 3 * CODE.scale(), NONE));
                assertEquals(p(e, model, row(CODE.centre(), NONE)) / 10, far, ROUNDING);
                double winds = 0;
                for (int k = -3_000; k <= 3_000; k++) {
                    winds += p(e, model, row(NONE, k));
                }
                assertEquals(1, winds, 1e-3);
                double both = 0;
                for (double x : WIND.values()) {
                    both += p(e, model, row(CODE.values().getFirst(), x));
                }
                double first = p(e, model, row(CODE.values().getFirst(), NONE));
                assertTrue(both < first && both > 0.8 * first, both + " of " + first);
            }
        }
    }

    @Test
    void numbersFarOutHaveASmallDensity() {
        FlowModel model = model();
        try (Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 100, SEED)) {
            double score = e.score(Float.MAX_VALUE, 5);
            assertTrue(Double.isFinite(score) && score < -60, () -> "score " + score);
            assertEquals(e.score(-0.044642, 0.0), e.score(-0.044642, -0.0));
        }
    }

    private static Set<Double> column(double[][] rows, int j) {
        return Arrays.stream(rows).map(row -> row[j]).collect(Collectors.toSet());
    }

    /** The law of other whole numbers is f/(1 + z²); beyond n each way it has 2fs²/n. */
    @Test
    void wholeNumbersBesideListedOnesHaveProbabilitiesThatSumToOne() {
        int far = 1_000_000;
        double peak = Math.exp(WIND.logPeak());
        double sum = 2 * peak * WIND.scale() * WIND.scale() / far;
        for (int k = -far; k <= far; k++) {
            double z = (k - WIND.centre()) / WIND.scale();
            sum += WIND.values().contains((double) k) ? 0 : peak / (1 + z * z);
        }
        assertEquals(1, sum, 1e-6);
    }

    @Test
    void samplesAndFilledCellsAreListed() {
        for (FlowModel model : models()) {
            try (Sampler sampler = new Sampler(model, SmallModels.VECTOR);
                    Imputer imputer = new Imputer(model, SmallModels.VECTOR)) {
                Rows drawn = sampler.draw(DRAWS, 1, SEED);
                assertEquals(
                        Set.copyOf(CODE.values()),
                        Arrays.stream(drawn.copyColumn(0)).boxed().collect(Collectors.toSet()));
                assertEquals(
                        Set.copyOf(WIND.values()),
                        Arrays.stream(drawn.copyColumn(1)).boxed().collect(Collectors.toSet()));
                double[] row = Arrays.copyOf(row(0.01, NONE), model.features());
                double[][] filled = imputer.impute(row, DRAWS, SEED).values();
                assertEquals(Set.of(0.01), column(filled, 0), "a known number stays");
                assertEquals(Set.copyOf(WIND.values()), column(filled, 1));
                double[][] other = imputer.impute(Arrays.copyOf(row(NONE, 7), model.features()), DRAWS, SEED)
                        .values();
                assertEquals(Set.copyOf(CODE.values()), column(other, 0));
            }
        }
    }

    @Test
    void valuesAscend() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new ColumnSpec.Listed(List.of(2.0, 1.0), false))
                .getMessage();
        assertEquals(
                "ColumnSpec.Listed: there must be at least 2 ascending values, which are finite in float32, but they are"
                        + " [2.0, 1.0]",
                message);
        assertThrows(IllegalArgumentException.class, () -> new ColumnSpec.Listed(List.of(1.0), true));
        assertThrows(IllegalArgumentException.class, () -> new ColumnSpec.Atom(List.of(), new ColumnSpec.Real()));
        assertThrows(IllegalArgumentException.class, () -> new ColumnSpec.Atom(1, new ColumnSpec.Few(0, 2)));
        assertThrows(IllegalArgumentException.class, () -> new ColumnSpec.Listed(List.of(0.0, 1e300), true));
    }
}

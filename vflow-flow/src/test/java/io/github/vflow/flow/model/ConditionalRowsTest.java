package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.audit.model.ModelAudit;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** p(y | x) of rows [y, x]: a density of y at each x, in the units of y. */
final class ConditionalRowsTest {
    private static final long SEED = Seeds.of("ConditionalRowsTest");
    private static final int GRID = 400;
    private static final double REACH = 40;

    private static FlowModel model(int features, int given) {
        return model(features, given, Steps.Kind.COUPLING);
    }

    /** Far from standardised, so that a wrong Jacobian shows. */
    private static FlowModel model(int features, int given, Steps.Kind kind) {
        int width = features + given;
        Double[] mean = new Double[width];
        Double[] std = new Double[width];
        Arrays.setAll(mean, j -> 0.5 * j - 1);
        Arrays.setAll(std, j -> j < features ? 2.0 : 7.0);
        RowSpec spec = SmallModels.spec(features, CouplingSpec.Kind.MIXTURE)
                .withStepKind(kind)
                .withGiven(given)
                .withMoments(new Columns.Moments(List.of(mean), List.of(std)));
        return SmallModels.random(spec, SEED);
    }

    private static double[] scores(FlowModel model, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            return evaluator.scores(rows);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, COUPLING",
        "1, 3, COUPLING",
        "2, 1, COUPLING",
        "2, 2, COUPLING",
        "1, 2, AUTOREGRESSIVE",
        "2, 2, AUTOREGRESSIVE",
        "2, 1, INVERSE_AUTOREGRESSIVE"
    })
    void theDensityIntegratesToOneAtEachCondition(int features, int given, Steps.Kind kind) {
        FlowModel model = model(features, given, kind);
        for (double x : new double[] {-20, 0, 3}) {
            int grid = features == 1 ? GRID * GRID : GRID;
            double reach = features == 1 ? 10 * REACH : REACH;
            int n = GRID * GRID;
            double step = 2 * reach / grid;
            double[][] rows = new double[n][features + given];
            for (int i = 0; i < n; i++) {
                Arrays.fill(rows[i], x);
                for (int j = 0, rest = i; j < features; j++, rest /= grid) {
                    rows[i][j] = -reach + (rest % grid + 0.5) * step;
                }
            }
            double mass =
                    Arrays.stream(scores(model, Rows.of(rows))).map(Math::exp).sum() * Math.pow(step, features);
            assertEquals(1, mass, 2e-3, "at x = " + x);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowSeesItsOwnConditionAlone(Steps.Kind kind) {
        FlowModel model = model(2, 1, kind);
        double[] same = scores(model, Rows.of(new double[][] {{0, 1, 5}, {0, 1, 5}, {2, 0, 5}}));
        double[] other = scores(model, Rows.of(new double[][] {{0, 1, 5}, {0, 1, -5}, {2, 0, 5}}));
        assertEquals(same[0], same[1]);
        assertEquals(same[0], other[0]);
        assertEquals(same[2], other[2]);
        assertTrue(Math.abs(same[1] - other[1]) > 1e-3, "the condition matters");
    }

    /** Of draws at one x, as many lie below any y as the density says. */
    @Test
    void samplesAreOfTheDensityAtTheirCondition() {
        FlowModel model = model(1, 2);
        int n = 4_000;
        double step = 2 * REACH / GRID;
        for (double x : new double[] {-15, 4}) {
            double[] drawn;
            try (Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
                drawn = sampler.given(x, x).draw(n, 1, SEED).copyColumn(0);
            }
            double[][] grid = new double[GRID][];
            Arrays.setAll(grid, i -> new double[] {-REACH + (i + 0.5) * step, x, x});
            double[] density = scores(model, Rows.of(grid));
            double below = 0;
            double worst = 0;
            for (int i = 0; i < GRID; i++) {
                below += Math.exp(density[i]) * step;
                double edge = grid[i][0] + step / 2;
                double drawnBelow = Arrays.stream(drawn).filter(y -> y < edge).count() / (double) n;
                worst = Math.max(worst, Math.abs(below - drawnBelow));
            }
            // Kolmogorov and Smirnov: 1.95/√n is passed by one of a thousand
            assertTrue(worst < 1.95 / Math.sqrt(n), "at x = " + x + " the distributions differ by " + worst);
        }
    }

    @Test
    void messages() {
        FlowModel model = model(2, 2);
        assertEquals(
                "flow of 2 features given 2 columns, " + model.parameters().size() + " parameters", model.toString());
        try (Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
            assertEquals(
                    "Sampler.draw: the model is conditioned on 2 columns; set their values with given(…) first",
                    assertThrows(IllegalStateException.class, () -> sampler.draw(1, 1, SEED))
                            .getMessage());
            assertEquals(
                    "Sampler.given: the model is conditioned on 2 finite numbers but got [1.0]",
                    message(() -> sampler.given(1)));
            assertEquals(
                    "Sampler.labels: the model is not conditioned on classes; leave labels out, or train one that is",
                    message(() -> sampler.labels(_ -> 0)));
        }
        Rows rows = Rows.of(new double[][] {{0, 1, 2, 3}, {1, 0, 0, 1}});
        assertEquals(
                "m: a model of p(y | x) with 2 given columns; audit checks models of p(x), BijectorAudit the bijector for one"
                        + " condition",
                message(() -> ModelAudit.of("m", model, SmallModels.VECTOR, rows, 10, SEED)));
        assertEquals(
                "Models.augmented: needs at least 2 features, no condition and no kinds of columns but got 2 features,"
                        + " 2 conditions and []; start from a flow without them",
                message(() -> Models.augmented(model, 2, SEED)));
        assertEquals(
                "Columns: moments must have one mean for each column, features + given = 4, but got 2",
                message(() -> SmallModels.spec(2, CouplingSpec.Kind.AFFINE)
                        .withGiven(2)
                        .withMoments(new Columns.Moments(List.of(0.0, 0.0), List.of(1.0, 1.0)))));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}

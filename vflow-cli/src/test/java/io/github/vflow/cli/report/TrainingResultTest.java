package io.github.vflow.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.drift.Comparison;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The result of a training, by a history that no training made. */
final class TrainingResultTest {
    private static final double[] NO_RANGE = {0, 0, 0, 0};

    private static final RowSpec SPEC = RowSpec.of(2, 0, 1);
    private static final TrainingResult.Files FILES = new TrainingResult.Files(Path.of("m"), null);

    /** The result of a training of at most 100 steps with such bounds of the held-out rows, one for each ten steps. */
    private static TrainingResult of(Spec spec, double... bounds) {
        List<Trainer.Progress> history = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (double bound : bounds) {
            best = Double.isNaN(bound) ? Double.NaN : Math.max(best, bound);
            history.add(
                    new Trainer.Progress(10L * (history.size() + 1), 100, -7 + bounds.length, bound, best, 1e-3, 2));
        }
        Fitted fitted =
                new Fitted(10L * bounds.length, 4, new Mean(-3.5, 0.1, 20), Fitted.End.NO_BETTER, history, List.of());
        Model model = Models.of(spec, 1);
        int models = model.components().size();
        return TrainingResult.of(model, models, fitted, TrainingPlan.of(100, 8, 1e-3, 5), FILES);
    }

    @Test
    void theBestEvaluationIsThatOfTheGreatestBound() {
        TrainingResult risen = of(SPEC, -5, -4, -2.25, -3, -2.75);
        assertEquals(-2.25, risen.elbo().validation());
        assertEquals(30, risen.elbo().bestStep());
        assertEquals(-2.25, risen.elbo().judged());
        assertEquals(-2, risen.elbo().training());
        assertEquals(new TrainingResult.Steps(TrainingPlan.of(100, 8, 1e-3, 5), 50, true, 4, 80_000), risen.steps());
        assertEquals(10, of(SPEC, -2, -3, -4).elbo().bestStep());
        assertEquals(40, of(SPEC, -5, -4, -3, -2).elbo().bestStep());
    }

    @Test
    void withoutHeldOutRowsTheLastTrainingBoundJudges() {
        TrainingResult result = of(SPEC, Double.NaN, Double.NaN);
        assertEquals(Double.NaN, result.elbo().validation());
        assertNull(result.elbo().bestStep());
        assertEquals(-5, result.elbo().judged());
    }

    /** The history is of one member, so a mixture is judged by its own bound. */
    @Test
    void aMixtureHasNoBestStep() {
        TrainingResult result = of(new Spec.Mixture(List.of(SPEC, SPEC), List.of(0.5, 0.5)), -5, -2, -4);
        assertEquals(2, result.models());
        assertEquals(-3.5, result.elbo().judged());
        assertNull(result.elbo().bestStep());
    }

    private static String lines(Optional<Comparison.Column> worst) {
        return lines(worst, Optional.empty());
    }

    private static String lines(Optional<Comparison.Column> worst, Optional<GroupRates> unfair) {
        TrainingResult.Steps steps = new TrainingResult.Steps(TrainingPlan.of(100, 8, 1e-3, 5), 50, true, 4, 80_000);
        Facts facts = new TrainingResult(7, 1, steps, new TrainingResult.Elbo(-2, 30L, -2), worst, unfair, 40, FILES)
                .facts("t.csv");
        return facts.text();
    }

    /** Below the level of 0.1 % chance does not explain the difference. */
    @Test
    void theWorstColumnIsNamed() {
        assertTrue(lines(Optional.of(new Comparison.Column("cach", 0.05, 0.05, 0.31)))
                .contains("1,000 samples have the columns of the training rows; the least alike is \"cach\" (p 0.31)"));
        assertTrue(lines(Optional.of(new Comparison.Column("rain", 0.1, 0.001, 0.0042)))
                .contains("the least alike is \"rain\" (p 0.0042)"));
        assertTrue(lines(Optional.of(new Comparison.Column("hour", 0.5, 1e-7, 0.0001)))
                .contains("1,000 samples differ from the training rows, most in column \"hour\" (p 1.0e-04)"));
        assertFalse(lines(Optional.empty()).contains("samples"));
    }

    /** Whoever gives the file away must know. */
    @Test
    void rowsInTheFileAreTold() {
        assertTrue(lines(Optional.empty())
                .contains("the file has 40 rows of the table as ranks and labels, which alarms compare rows with"));
    }

    @Test
    void aColumnWhoseLabelsDifferIsNamed() {
        String said = lines(Optional.empty(), Optional.of(new GroupRates("site", 0.05, 0.004, 0.31, 9)));
        assertTrue(
                said.contains("alarms at 5 % differ by site: 0 to 31 % of its rows; vflow calibrate " + FILES.model()
                        + " --by site compares each row with its like"),
                said);
        assertFalse(lines(Optional.empty()).contains("--by"));
    }

    /** Of 200 rows nine are alarms, since a row is one of those that are at most as odd. All are of one label of the second column, and both labels of the first have as many. */
    @Test
    void theColumnWhoseLabelsDifferMostIsFound() {
        double[] scores = IntStream.range(0, 200).asDoubleStream().toArray();
        double[][] labels = IntStream.range(0, 200)
                .mapToObj(i -> new double[] {i % 2, i < 40 ? 1 : 0, i == 7 ? 1 : 0})
                .toArray(double[][]::new);
        Calibration c = Calibration.of(scores, NO_RANGE, NO_RANGE)
                .labelled(scores, new Calibration.Labels(new int[] {0, 1, 3}, labels));
        GroupRates found =
                GroupRates.mostUnfair(c, List.of("even", "site", "x", "once")).orElseThrow();
        assertEquals("site", found.column());
        assertEquals(0.05, found.rate());
        assertEquals(0, found.least());
        assertEquals(9 / 40.0, found.most(), 1e-12);
        double variance = 0.045 * 0.955;
        double chi = (9 - 40 * 0.045) * (9 - 40 * 0.045) / (40 * variance) + 160 * 0.045 * 0.045 / variance;
        assertEquals((chi - 1) / Math.sqrt(2), found.excess(), 1e-9);
        double[][] even =
                Arrays.stream(labels).map(row -> new double[] {row[0]}).toArray(double[][]::new);
        assertTrue(GroupRates.mostUnfair(
                        Calibration.of(scores, NO_RANGE, NO_RANGE)
                                .labelled(scores, new Calibration.Labels(new int[] {0}, even)),
                        List.of("even"))
                .isEmpty());
        assertTrue(GroupRates.mostUnfair(Calibration.of(scores, NO_RANGE, NO_RANGE), List.of())
                .isEmpty());
    }

    private static TrainingResult golden(String kind) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                TrainingResultTest.class.getResourceAsStream("/golden/0.1.0/" + kind + "/model.safetensors"))) {
            return TrainingResult.of(TableModel.read(in), FILES);
        }
    }

    @Test
    void samplesAreComparedWhereTheTrainingRowsAreKnown() throws IOException {
        TrainingResult flow = golden("flow");
        assertTrue(List.of("a", "b", "c").contains(flow.worst().orElseThrow().column()));
        assertFalse(flow.steps().stoppedEarly(), "all steps of the plan");
        assertEquals(Optional.empty(), golden("given").worst(), "a density of some columns");
        assertEquals(10, of(SPEC, -2).steps().made());
    }
}

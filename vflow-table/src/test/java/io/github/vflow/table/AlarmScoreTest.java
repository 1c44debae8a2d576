package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.plan.CalibrationSplit;
import io.github.vflow.table.score.AlarmScore;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Alarms compare the mean of ln p by the flows without noise and of ln p by the flows with noise. */
final class AlarmScoreTest {
    private static final long SEED = 4;

    @Test
    void itIsTheMeanOfTheFlowsOfBothMembers() {
        AlarmScorer judged = AlarmScorer.of(Tables.pair().density());
        double[][] rows = Tables.rows(50, 9);
        double[] sharp = scores(flow(0), rows);
        double[] noisy = scores(flow(1), rows);
        double[] scores = Score.values(judged.scores(Rows.of(rows)));
        for (int i = 0; i < rows.length; i++) {
            assertEquals(sharp[i] / 2 + noisy[i] / 2, scores[i]);
            assertEquals(scores[i], judged.score(rows[i]).value());
        }
        assertTrue(Math.abs(sharp[0] - noisy[0]) > 1e-3, "members differ");
        TableDensity alone = Tables.model().density();
        assertSame(alone, AlarmScorer.of(alone).ranking().getFirst(), "no member is noisy");
    }

    /** A gap has independent errors in both terms. */
    @Test
    void theErrorsOfBothTermsAddUp() {
        AlarmScorer judged = AlarmScorer.of(Tables.pair().density());
        double[] gap = {21, Double.NaN, 1};
        ImportanceEstimate a = judged.ranking().getFirst().estimate(gap);
        ImportanceEstimate b = judged.ranking().getLast().estimate(gap);
        AlarmScore mean = judged.score(gap);
        assertEquals((a.logProb() + b.logProb()) / 2, mean.value(), 1e-12);
        assertEquals(Math.hypot(a.standardError(), b.standardError()) / 2, mean.standardError(), 1e-12);
        assertEquals(Math.min(a.effectiveSampleSize(), b.effectiveSampleSize()), mean.effectiveSamples());
    }

    /** The flow of a member, without its normal distributions. */
    private static FlowModel flow(int number) {
        FlowModel member = Mixtures.member(Tables.pair().model(), number);
        RowSpec spec = (RowSpec) member.spec().orElseThrow();
        return Models.of(
                spec.withDefensive(spec.defensive().withShares(0, 0.01)),
                member.parameters().values());
    }

    private static double[] scores(Model model, double[][] rows) {
        try (Evaluator e = Evaluator.ofScores(model, Engines.vector(1), 1, 0)) {
            return e.scores(Rows.of(rows));
        }
    }

    @Test
    void alarmsCompareItsScores(@TempDir Path folder) throws IOException {
        Table table = Tables.sensors();
        TableModel model = Tables.pair();
        CalibrationSplit split = CalibrationSplit.of(table.rows(), 100, Tables.PAIR.seed());
        AlarmScorer judged = AlarmScorer.of(model.density());
        double[] scores = Arrays.stream(split.calibration())
                .mapToDouble(i -> judged.score(table.rows().copyRow(i)).value())
                .sorted()
                .toArray();
        assertArrayEquals(scores, model.calibration().orElseThrow().scores());
        Path file = folder.resolve("m.safetensors");
        model.save(file);
        double[] row = {31, 60, 1};
        for (TableModel m : List.of(model, TableModel.load(file))) {
            Alarm alarm = m.alarm(0.02);
            Verdict verdict = alarm.explain(row);
            double score = judged.score(row).value();
            assertEquals(score, verdict.score());
            long asLow = Arrays.stream(scores).filter(s -> s <= score).count();
            assertEquals((1.0 + asLow) / 101, verdict.pValue());
            assertEquals(verdict.pValue(), alarm.judge(row).pValue());
        }
        Table others = Table.of(Tables.rows(60, 17), "c", "h", "l");
        double[] anew = Score.values(judged.scores(others.rows()));
        Arrays.sort(anew);
        assertArrayEquals(
                anew, model.calibrated(others).calibration().orElseThrow().scores());
    }

    /**
     * Two clusters of one column. A sharp density differs by 3 nats at the clusters, and by much more in between. The tolerance is for the
     * shares of the broad components, which held-out rows without noise choose.
     */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aNoisyTermIsTheDensityOfRowsWithNoise() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = IntStream.range(0, 2_000)
                .mapToObj(i -> new double[] {(i % 2 == 0 ? 1 : -1) + 0.05 * random.nextGaussian()})
                .toArray(double[][]::new);
        TableModel model = TableModel.fit(
                Table.of(rows),
                Recipe.standard().withSteps(1_500).withNoise(0.0, 0.5).withSeed(SEED));
        TableDensity smoothed = model.density().ranking().getLast();
        // the clusters with noise of ½ · 1.001 standard deviations
        double variance = 0.05 * 0.05 + 0.25 * 1.0025;
        for (double x : new double[] {-1, -0.5, 0, 1, 1.6}) {
            double exact = Math.log(0.5 * Math.exp(-(x - 1) * (x - 1) / (2 * variance))
                            + 0.5 * Math.exp(-(x + 1) * (x + 1) / (2 * variance)))
                    - 0.5 * Math.log(2 * Math.PI * variance);
            assertEquals(exact, smoothed.logProb(new double[] {x}), 0.5, "at " + x + ", seed " + SEED);
        }
        assertTrue(model.logProb(0.0) < smoothed.logProb(new double[] {0}) - 2, "sharp " + model.logProb(0.0));
    }
}

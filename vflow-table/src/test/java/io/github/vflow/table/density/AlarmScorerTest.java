package io.github.vflow.table.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.AlarmScore;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The score of a verdict by two densities that are estimates: its mean, and how well it is known. */
final class AlarmScorerTest {
    private static final RowSpec SPEC = RowSpec.of(3, 1, 1)
            .withConditioner(List.of(4), Activation.TANH)
            .withDefensive(DefensiveSpec.standard())
            .withFill(RowSpec.Fill.standard());
    private static final AlarmScorer JUDGED = AlarmScorer.of(new TableDensity(
            Mixtures.of(List.of(Models.of(SPEC, 1), Models.of(SPEC.withNoise(0.3), 2)), List.of(0.5, 0.5)),
            new Scoring(30, 1),
            Schema.ofReals(List.of("a", "b", "c")),
            TableDensity.About.nothing()));

    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(8);
        double[][] rows = new double[60][];
        Arrays.setAll(rows, _ -> random.doubles(3).toArray());
        return rows;
    }

    @Test
    void theScoreIsTheMeanAndAsUncertainAsBothAre() {
        double[][] rows = rows();
        List<AlarmScore> all = JUDGED.scores(rows);
        assertEquals(2, JUDGED.ranking().size());
        int first = 0;
        int last = 0;
        for (int i = 0; i < rows.length; i++) {
            ImportanceEstimate a = JUDGED.ranking().getFirst().estimate(rows[i]);
            ImportanceEstimate b = JUDGED.ranking().getLast().estimate(rows[i]);
            AlarmScore e = JUDGED.score(rows[i]);
            assertEquals((a.logProb() + b.logProb()) / 2, e.value(), 1e-9);
            assertEquals(Math.hypot(a.standardError(), b.standardError()) / 2, e.standardError(), 1e-9);
            assertEquals(Math.min(a.effectiveSampleSize(), b.effectiveSampleSize()), e.effectiveSamples());
            assertEquals(e, all.get(i), "row " + i);
            first += a.effectiveSampleSize() < b.effectiveSampleSize() ? 1 : 0;
            last += a.effectiveSampleSize() > b.effectiveSampleSize() ? 1 : 0;
        }
        assertTrue(first > 0 && last > 0, first + " rows are known worse by the first, " + last + " by the last");
    }
}

package io.github.vflow.table.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.ViewDefaults;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.ViewScores;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The score of an alarm by its parts: ln p of the density, the distributions of single columns, rows to compare with, and the laws of the views. */
final class AlarmScorerTest {
    private static final List<String> LABELS = List.of("ash", "elm", "oak");
    private static final Table TABLE = Densities.noisyTable(LABELS);
    private static final AlarmScorer SCORER = Densities.scorer(Densities.noisy(LABELS, 30), TABLE);
    private static final double GAP = Double.NaN;

    private static double[][] rows() {
        return IntStream.range(0, 20)
                .mapToObj(i -> i % 5 == 0
                        ? new double[] {i % 3, Math.sin(i), GAP}
                        : new double[] {i % 3, Math.sin(i), Math.cos(i)})
                .toArray(double[][]::new);
    }

    @Test
    void theScoreIsThatOfItsViews() {
        TableDensity density = SCORER.by().density();
        Marginals marginals = SCORER.by().marginals();
        double[] row = {1, 0.9, -0.3};
        ImportanceEstimate e = density.estimate(row);
        double alone = IntStream.range(0, 3)
                .mapToDouble(j -> marginals.columns().get(j).logMajorant(row[j]))
                .sum();
        double[] tails = IntStream.range(0, 3)
                .mapToDouble(j -> marginals.columns().get(j).logTail(row[j]))
                .toArray();
        ViewScores expected = new ViewScores(
                e.logProb() - alone,
                tails[0] + tails[1] + tails[2],
                Math.min(tails[0], Math.min(tails[1], tails[2])),
                SCORER.by().neighbours().orElseThrow().score(row));
        Score score = SCORER.score(row);
        assertEquals(SCORER.laws().score(expected, e).value(), score.value(), 1e-9);
        assertEquals(e, score.density());
        assertEquals(SCORER.laws().score(expected, e).view(), score.view());
        assertEquals(
                SCORER.laws().explaining(expected, e).value(),
                SCORER.explaining().score(row).value(),
                1e-9);
    }

    @Test
    void aRowHasTheSameScoreAlone() {
        double[][] rows = rows();
        List<Score> all = SCORER.scores(rows);
        for (int i = 0; i < rows.length; i++) {
            assertEquals(SCORER.score(rows[i]), all.get(i), "row " + i);
        }
    }

    /** The mean of the scores of completions, so that a gap is no sign of a normal row, nor of an odd one. */
    @Test
    void aGapCountsAsTheCellsThatTheDensityDraws() {
        double[] gap = {2, 0.4, GAP};
        ViewScorer by = SCORER.by();
        Imputation draws = by.density()
                .imputeRoughly(new double[][] {gap}, ViewDefaults.COMPLETIONS, 1)
                .getFirst();
        double[] sums = new double[3];
        for (int k = 0; k < draws.values().length; k++) {
            double[] whole = draws.values()[k];
            ViewScores s = ViewScores.of(by.density().logProb(whole), whole, by.marginals());
            sums[0] += draws.weights()[k] * s.combination();
            sums[1] += draws.weights()[k] * s.column();
            sums[2] += draws.weights()[k] * by.neighbours().orElseThrow().score(whole);
        }
        ViewScorer.Scored scored = by.scores(new double[][] {gap}).getFirst();
        assertEquals(sums[0], scored.byView().combination(), 1e-6);
        assertEquals(sums[1], scored.byView().column(), 1e-6);
        assertEquals(sums[2], scored.byView().neighbours(), 1e-6);
        assertEquals(by.density().estimate(gap), scored.density(), "ln p is that of the known cells");
    }

    @Test
    void aNumberThatFloatDoesNotHaveIsOddBeyondAllRows() {
        Score e = SCORER.score(new double[] {0, 1e39, 0.2});
        assertEquals(Double.NEGATIVE_INFINITY, e.value());
    }

    @Test
    void aModelWithoutItsDistributionsHasNoAlarm() {
        assertEquals(
                "alarm: the model must know the distributions of its columns but its file does not say; train it again",
                assertThrows(IllegalArgumentException.class, () -> AlarmScorer.of(Densities.of(Densities.table())))
                        .getMessage());
    }

    @Test
    void aFileHasTheSameScores() throws Exception {
        TableDensity density = SCORER.by().density();
        TableDensity read = TableFile.read(density.file(), "a file");
        double[] row = {1, 0.2, 0.3};
        assertEquals(SCORER.score(row), AlarmScorer.of(read).score(row));
    }
}

package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.AtomLevels;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.score.Score;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The level at which the number that repeats counts in the scores of alarms. */
final class AtomLevelsTest {
    private static final long SEED = 41;
    private static final double SCALE = 3;

    /** Amounts of which 40 % are zero, and the others have the standard deviation SCALE; and another number. */
    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[1_000][];
        for (int i = 0; i < rows.length; i++) {
            double amount = random.nextDouble() < 0.4 ? 0 : 20 + SCALE * random.nextGaussian();
            rows[i] = new double[] {amount, random.nextGaussian()};
        }
        return rows;
    }

    @Test
    void anAtomCountsAsAModeInAlarmsAndAsATypicalNumberAmongOddRows() {
        Table table = Table.of(rows(), "amount", "mood").withAtoms();
        Recipe recipe = Recipe.standard()
                .withSteps(20)
                .withFillSteps(1)
                .withCalibration(0)
                .withNoise(0.0, 0.15)
                .withSeed(SEED);
        TableModel model = TableModel.fit(table, recipe);
        TableDensity density = model.density();
        // the greatest density of a Laplace distribution of scale b is 1/(2b), and its variance is 2b²
        assertLevel(-Math.log(2 * SCALE / Math.sqrt(2)), density, AlarmScorer.of(density));
        // the mean of ln N(x; μ, σ) where x follows it
        assertLevel(
                -0.5 - Math.log(SCALE * Math.sqrt(2 * Math.PI)),
                density,
                AlarmScorer.of(density, AtomLevels.ofOddRows(density.model())));
    }

    private static void assertLevel(double expected, TableDensity density, AlarmScorer judged) {
        Rows some = Rows.of(new double[] {0, 0.3, 21, 0.3}, 2);
        double[] scores = Score.values(judged.scores(some));
        List<TableDensity> ranking = density.ranking();
        assertEquals(2, ranking.size());
        double[] level = new double[2];
        for (int i = 0; i < level.length; i++) {
            int row = i;
            level[i] = scores[i]
                    - ranking.stream()
                            .mapToDouble(d -> d.logProb(some.copyRow(row)))
                            .average()
                            .orElseThrow();
        }
        assertEquals(expected, level[0], 0.06, "seed " + SEED);
        assertEquals(0, level[1], 1e-9, "a row without an atom");
    }
}

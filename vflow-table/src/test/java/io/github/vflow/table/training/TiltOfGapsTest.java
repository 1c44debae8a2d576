package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.stacking.TiltFit;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.Baselines;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.gap.GapTree;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A mixture is tilted by the gaps of its training rows, not as if each cell were known. */
final class TiltOfGapsTest {
    private static final long SEED = 7;
    private static final int ROWS = 400;
    private static final Recipe RECIPE = Recipe.standard()
            .withNoise(0.0, 0.3)
            .withSteps(20)
            .withBatch(64)
            .withFillSteps(2)
            .withCalibration(0)
            .withThreads(1);

    /** y = x + noise, empty in nine of ten rows where x is negative. */
    private static Table table() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[ROWS][2];
        for (double[] row : rows) {
            row[0] = random.nextGaussian();
            row[1] = row[0] < 0 && random.nextInt(10) > 0 ? Double.NaN : row[0] + 0.1 * random.nextGaussian();
        }
        return Table.of(rows, "x", "y");
    }

    private static Model trained(TableTraining of) {
        return new EnsembleTraining(
                        of.rows(), of.plan(), Backend.of(Engines.vector(1)), Watch.none(), Optional.empty(), Map.of())
                .run(Optional.empty())
                .model();
    }

    private static Model tilted(Model plain, TableTraining of, UnaryOperator<double[]> empty) {
        return TiltFit.run(
                plain, Engines.vector(1), of.rows().trainRows(), of.rows().heldOutRows(), RECIPE.seed(), empty);
    }

    @Test
    void gapsOfTheTrainingRowsCount() {
        TableTraining of = TableTraining.of(table(), RECIPE);
        GapTree gaps = Baselines.of(
                        of.rows().table().schema().modelled(), of.rows().trainRows(), new double[0])
                .gaps();
        double[] beside = {-1, 1};
        Arrays.setAll(beside, i -> gaps.probabilities(new double[] {beside[i], 0})[1]);
        assertTrue(beside[0] > 0.8 && beside[1] < 0.1, Arrays.toString(beside));
        Model plain = trained(TableTraining.of(table(), RECIPE.withTilt(false)));
        Model mixed = trained(of);
        assertTrue(mixed.tilt().isPresent(), "else the test does not see it");
        assertEquals(tilted(plain, of, gaps::probabilities).tilt(), mixed.tilt());
        assertNotEquals(tilted(plain, of, row -> new double[row.length]).tilt(), mixed.tilt());
    }
}

package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The floor by which PyOD 34f7996e tests its detectors, an AUROC of 0.8, on rows that are made as theirs for seed 42 (docs/lab/checks.md): normal
 * rows around (6, 6) with a deviation of 0.8, and a tenth that is uniform in [−6, 6].
 */
final class PublishedFloorsTest {
    private static final double FLOOR = 0.8;
    private static final double OFFSET = 6;
    private static final double DEVIATION = 0.7975;
    private static final int TRAINING = 200;
    private static final int TEST = 100;
    private static final Recipe QUICK =
            Recipe.standard().withSteps(60).withBatch(64).withFillSteps(1).withThreads(1);
    private static final Recipe ONE = QUICK.withNoise(0.15).withMembers(1).withCalibration(0);

    /** Rows of which the last tenth is odd. */
    private static double[][] rows(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][2];
        for (int i = 0; i < n; i++) {
            boolean isOdd = i >= n - n / 10;
            Arrays.setAll(
                    rows[i],
                    _ -> isOdd ? random.nextDouble(-OFFSET, OFFSET) : OFFSET + DEVIATION * random.nextGaussian());
        }
        return rows;
    }

    /** The share of pairs of an odd and a normal row in which the odd one has the lower score. */
    private static double auroc(double[] scores) {
        int normal = scores.length - scores.length / 10;
        return IntStream.range(normal, scores.length)
                .mapToDouble(i -> IntStream.range(0, normal)
                        .mapToDouble(j -> scores[i] < scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0)
                        .average()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theSearchForOddRowsIsAboveTheFloor() throws IOException {
        Outliers found = OutlierSearch.of(Table.of(rows(TRAINING, 42), "a", "b"))
                .withRecipe(QUICK)
                .run()
                .orElseThrow();
        double auroc = auroc(found.verdicts().stream()
                .mapToDouble(v -> v.orElseThrow().score())
                .toArray());
        assertTrue(auroc >= FLOOR, "AUROC " + auroc);
    }

    /** A model of rows a tenth of which is odd, on rows that it did not see. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aModelOfDirtyRowsIsAboveTheFloor() {
        TableModel model = TableModel.fit(Table.of(rows(TRAINING, 42), "a", "b"), ONE);
        double auroc = auroc(model.logProb(rows(TEST, 43)));
        assertTrue(auroc >= FLOOR, "AUROC " + auroc);
    }
}

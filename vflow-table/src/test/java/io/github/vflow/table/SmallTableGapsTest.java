package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the few steps that a small table gives to its density of missing cells are worth. */
final class SmallTableGapsTest {
    private static final long SEED = 1;
    private static final int TRAIN = 100;
    private static final int TEST = 100;
    private static final int COLUMNS = 10;

    /** Of 100 samples, 200 steps give 23, and 2,000 steps few more. */
    private static final double LEAST_EFFECTIVE = 18;

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void manySamplesOfAMissingCellCount() {
        double[][] rows = rows(TRAIN + TEST);
        Recipe recipe = Recipe.standard().withNoise(0.3).withSamples(100).withCalibration(0);
        TableModel model = TableModel.fit(Table.of(Arrays.copyOf(rows, TRAIN)), recipe);
        double mean = Arrays.stream(rows, TRAIN, rows.length)
                .mapToDouble(row -> model.estimate(withGaps(row)).effectiveSampleSize())
                .average()
                .orElseThrow();
        assertTrue(mean > LEAST_EFFECTIVE, "mean effective sample size " + mean);
    }

    /** Sums of normal numbers, so that columns depend on each other. */
    private static double[][] rows(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] weights = new double[COLUMNS][COLUMNS];
        for (double[] of : weights) {
            Arrays.setAll(of, _ -> random.nextGaussian());
        }
        double[][] rows = new double[n][];
        Arrays.setAll(rows, _ -> {
            double[] z = IntStream.range(0, COLUMNS)
                    .mapToDouble(_ -> random.nextGaussian())
                    .toArray();
            return Arrays.stream(weights)
                    .mapToDouble(of -> IntStream.range(0, COLUMNS)
                            .mapToDouble(j -> of[j] * z[j])
                            .sum())
                    .toArray();
        });
        return rows;
    }

    /** Without every second cell. */
    private static double[] withGaps(double[] row) {
        double[] known = row.clone();
        for (int j = 0; j < known.length; j += 2) {
            known[j] = Double.NaN;
        }
        return known;
    }
}

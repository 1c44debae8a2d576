package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.data.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Columns that are negative in no training row, and samples and filled cells of a model that knows little. */
final class NeverNegativeTest {
    private static final long SEED = 1;
    private static final int ROWS = 400;
    private static final int DRAWS = 500;
    private static final TableModel MODEL = Untrained.of(Table.of(rows(), "amount", "change"));

    /** An amount with many values near zero, and a change of either sign. */
    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[ROWS][];
        Arrays.setAll(rows, _ -> {
            double amount = -Math.log(1 - random.nextDouble());
            return new double[] {amount, amount + random.nextGaussian() - 1};
        });
        return rows;
    }

    @Test
    void theyAreInferred() {
        assertEquals(List.of("amount"), MODEL.neverNegative());
        assertArrayEquals(new double[] {0, -1}, MODEL.drawn(-2, -1));
    }

    @Test
    void noSampleIsNegative() {
        double[][] samples = MODEL.sample(DRAWS, SEED);
        assertTrue(Arrays.stream(samples).allMatch(row -> row[0] >= 0), "amounts");
        assertTrue(Arrays.stream(samples).anyMatch(row -> row[1] < 0), "a change may be negative");
        long zeros = Arrays.stream(samples).filter(row -> row[0] == 0).count();
        assertTrue(zeros < DRAWS / 50, zeros + " rows were negative in all draws");
        assertArrayEquals(samples[7], MODEL.sample(8, SEED)[7], "a row depends on the seed and its number alone");
    }

    @Test
    void noFilledCellIsNegative() {
        Imputation filled = MODEL.impute(new double[] {Double.NaN, -1.5}, DRAWS, SEED);
        assertTrue(filled.quantile(0)[0] >= 0, "amount " + filled.quantile(0)[0]);
        assertTrue(filled.isKnown(), "effective " + filled.effectiveSampleSize());
        double[][] given = MODEL.sample(DRAWS, Map.of("change", -1.5), SEED);
        assertTrue(Arrays.stream(given).allMatch(row -> row[0] >= 0), "amounts");
    }
}

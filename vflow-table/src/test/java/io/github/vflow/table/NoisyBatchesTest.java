package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.train.RowBatches;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class NoisyBatchesTest {
    private static final long SEED = 7;

    private static double[] batch(long number) {
        double[][] zeros = new double[1_000][2];
        double[] rows = new double[2_000];
        new NoisyBatches(new RowBatches(Rows.of(zeros), SEED), new double[] {0, 3}, SEED).fill(number, rows);
        return rows;
    }

    @Test
    void noiseHasTheScaleOfItsColumn() {
        double[] rows = batch(0);
        double squares = 0;
        for (int i = 0; i < rows.length; i += 2) {
            assertEquals(0, rows[i]);
            squares += rows[i + 1] * rows[i + 1];
        }
        assertEquals(9, squares / 1_000, 1.5, "seed " + SEED);
    }

    @Test
    void aBatchDependsOnItsNumberAlone() {
        assertArrayEquals(batch(5), batch(5));
        assertNotEquals(Arrays.toString(batch(5)), Arrays.toString(batch(6)));
    }
}

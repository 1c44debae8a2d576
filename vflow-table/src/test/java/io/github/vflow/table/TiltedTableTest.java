package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts that are even in nine rows of ten, and a number and a label that depend on them. */
final class TiltedTableTest {
    private static final long SEED = 5;
    private static final int ROWS = 900;
    private static final int DRAWS = 20_000;
    private static final Recipe RECIPE = Recipe.standard().withSteps(60).withFillSteps(60);
    private static final Table TABLE = table();
    private static final TableModel TILTED = TableModel.fit(TABLE, RECIPE);
    private static final TableModel PLAIN = TableModel.fit(TABLE, RECIPE.withTilt(false));
    private static final int COUNT = TILTED.columns().indexOf("count");

    private static Table table() {
        SplittableRandom random = new SplittableRandom(SEED);
        return Table.of(IntStream.range(0, ROWS)
                .mapToObj(_ -> {
                    long half = Math.round(40 + 12 * random.nextGaussian());
                    long count = 2 * half + (random.nextInt(10) == 0 ? 1 : 0);
                    return Map.of(
                            "number",
                            count / 10.0 + random.nextGaussian(),
                            "count",
                            count,
                            "label",
                            random.nextInt(80) < half ? "many" : "few");
                })
                .toList());
    }

    private static double share(TableModel model, DoublePredicate ofCount) {
        return Arrays.stream(model.sample(DRAWS, SEED))
                        .filter(x -> ofCount.test(x[COUNT]))
                        .count()
                / (double) DRAWS;
    }

    /** Quarters of the rows, which the mixture does not have after so few steps. */
    @Test
    void samplesHaveTheDistributionOfTheRows() {
        double[] sorted = Arrays.stream(TABLE.rows().copyColumn(COUNT)).sorted().toArray();
        double worst = 0;
        double worstPlain = 0;
        for (int k = 1; k < 10; k++) {
            double at = sorted[k * ROWS / 10];
            double inRows = Arrays.stream(sorted).filter(x -> x < at).count() / (double) ROWS;
            worst = Math.max(worst, Math.abs(share(TILTED, x -> x < at) - inRows));
            worstPlain = Math.max(worstPlain, Math.abs(share(PLAIN, x -> x < at) - inRows));
        }
        assertTrue(worst < 0.03 && worst < worstPlain, worst + ", without a tilt " + worstPlain);
    }

    @Test
    void labelsGivenANumberSumToOne() {
        double sum = 0;
        for (String label : List.of("many", "few")) {
            ImportanceEstimate p = TILTED.conditional(Map.of("label", label), Map.of("number", 8.5));
            sum += Math.exp(p.logProb());
        }
        assertEquals(1, sum, 1e-6);
    }

    @Test
    void aFileKeepsTheTilt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TILTED.write(out);
        TableModel read = TableModel.read(new ByteArrayInputStream(out.toByteArray()));
        double[] row = TABLE.rows().copyRow(0);
        assertEquals(TILTED.logProb(row), read.logProb(row));
        row[COUNT] = Double.NaN;
        assertEquals(TILTED.logProb(row), read.logProb(row));
        assertEquals(TILTED.sample(5, SEED)[4][COUNT], read.sample(5, SEED)[4][COUNT]);
    }
}

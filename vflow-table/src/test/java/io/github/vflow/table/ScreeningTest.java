package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.Score;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The values and rough scores by which alarms tell which columns may be odd. Any model of the columns will do. */
final class ScreeningTest {
    private static final long SEED = 17;

    /** A number from 0 to 5, an amount that is zero in 70 % of the rows, one that is zero in 30 %, a mood, and a large number. */
    private static Table table() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, Object>> rows = IntStream.range(0, 400)
                .mapToObj(i -> Map.<String, Object>of(
                        "stars",
                        (long) random.nextInt(6),
                        "amount",
                        random.nextDouble() < 0.7 ? 0.0 : 20 + random.nextGaussian(),
                        "fee",
                        random.nextDouble() < 0.3 ? 0.0 : 20 + random.nextGaussian(),
                        "mood",
                        random.nextGaussian(),
                        "population",
                        random.nextLong(1_000_000)))
                .toList();
        Schema schema = new Schema(List.of(
                Column.whole("stars"),
                Column.real("amount"),
                Column.real("fee"),
                Column.real("mood"),
                Column.whole("population")));
        return Table.of(schema, rows).withAtoms();
    }

    private static final Table TABLE = table();
    private static final TableDensity DENSITY = Untrained.of(TABLE).density();
    private final AlarmScorer scorer = AlarmScorer.of(AlarmScorer.of(DENSITY)
            .calibrated(TABLE.rows().select(IntStream.range(0, 40).toArray())));

    @Test
    void fewWholeNumbersAreListedWithinTheirRange() {
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0), scorer.numbers(0));
        assertEquals(scorer.numbers(0), scorer.frequent(0));
        for (int j = 1; j < 5; j++) {
            assertEquals(List.of(), scorer.numbers(j), "column " + j);
        }
        assertEquals(List.of(), AlarmScorer.of(DENSITY).numbers(0), "without calibration nothing tells the range");
    }

    @Test
    void numbersOfMostRowsAreFrequent() {
        assertEquals(List.of(0.0), scorer.frequent(1));
        assertEquals(List.of(), scorer.frequent(2), "most rows have another number");
        assertEquals(List.of(), scorer.frequent(3));
        assertEquals(List.of(), scorer.frequent(4));
    }

    /** Large whole numbers and atoms have noise, so that scores by fewer samples differ a little. */
    @Test
    void comparedScoresAreNearTheScores() {
        double[][] rows = IntStream.range(0, 20).mapToObj(TABLE.rows()::copyRow).toArray(double[][]::new);
        AlarmScorer costs = scorer.explaining();
        double[] scores = Score.values(costs.scores(rows));
        double[] rough = Score.values(costs.comparedRoughly(rows));
        for (int i = 0; i < rows.length; i++) {
            assertEquals(scores[i], rough[i], 3, "row " + i);
        }
        double[] compared = Score.values(costs.compared(rows));
        assertArrayEquals(scores, compared, 1);
        rows[0][3] = 1e300;
        assertTrue(Score.values(costs.compared(rows))[0] == Double.NEGATIVE_INFINITY);
        assertTrue(Double.isFinite(Score.values(costs.compared(rows))[1]));
        assertTrue(Score.values(costs.comparedRoughly(rows))[0] == Double.NEGATIVE_INFINITY);
    }
}

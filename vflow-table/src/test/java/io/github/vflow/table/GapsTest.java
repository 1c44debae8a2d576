package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.fit.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows with missing cells, and questions about some columns given others. */
final class GapsTest {
    private static final long SEED = 1;
    private static final int ROWS = 1_500;
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final Recipe RECIPE = Recipe.standard()
            .withSteps(NIGHTLY ? 1_500 : 700)
            .withFillSteps(NIGHTLY ? 800 : 400)
            .withNoise(0.0)
            .withCalibration(0);
    private static final TableModel COMPLETE = TableModel.fit(Table.of(rows(0)), RECIPE);
    private static final TableModel GAPPY = TableModel.fit(Table.of(rows(0.3)), RECIPE);

    /** The sort is a fair choice of two, the count 2 to 4 or 10 to 12 by sort, the level the count plus normal noise. */
    private static List<Map<String, @Nullable Object>> rows(double gaps) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            boolean high = random.nextBoolean();
            int count = (high ? 10 : 2) + random.nextInt(3);
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("sort", high ? "high" : "low");
            row.put("count", count);
            row.put("level", count + random.nextGaussian());
            for (String name : List.of("sort", "count", "level")) {
                if (random.nextDouble() < gaps) {
                    row.put(name, null);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static void assertNear(double expected, ImportanceEstimate e, double tolerance, String question) {
        assertEquals(expected, e.logProb(), tolerance + 4 * e.standardError(), question + ": " + e);
        assertTrue(e.standardError() < 0.3, question + ": " + e);
    }

    @Test
    void anImputationSaysWhetherItIsKnown() {
        Imputation known = COMPLETE.impute(COMPLETE.row(row("high", 11, null)), 200, SEED);
        assertTrue(known.isKnown(), "effective " + known.effectiveSampleSize());
        assertEquals(200, known.values().length);
        Imputation far = COMPLETE.impute(COMPLETE.row(row(null, 11, 1e30)), 200, SEED);
        assertFalse(far.isKnown(), "effective " + far.effectiveSampleSize());
    }

    private static void assertAnswers(TableModel model, double tolerance) {
        assertNear(Math.log(0.5), model.marginal(Map.of("sort", "low")), tolerance, "P(low)");
        assertNear(Math.log(1 / 6.0), model.marginal(Map.of("count", 11)), tolerance, "P(11)");
        assertNear(
                Math.log(1 / 3.0),
                model.conditional(Map.of("count", 11), Map.of("sort", "high")),
                tolerance,
                "P(11 | high)");
        assertNear(0, model.conditional(Map.of("sort", "high"), Map.of("level", 11.2)), tolerance, "P(high | 11.2)");
        ImportanceEstimate low = model.conditional(Map.of("sort", "low"), Map.of("level", 11.2));
        assertTrue(low.logProb() < -2, "P(low | 11.2): " + low);
    }

    @Test
    void modelsOfCompleteRowsAnswerQuestionsAboutAnyColumns() {
        assertAnswers(COMPLETE, 0.15);
    }

    @Test
    void modelsLearnFromRowsWithMissingCells() {
        assertAnswers(GAPPY, 0.25);
    }

    @Test
    void missingCellsAreFilledByWhatIsKnown() {
        for (TableModel model : List.of(COMPLETE, GAPPY)) {
            double[] row = model.row(row("high", null, 11.1));
            Imputation imputed = model.impute(row, 500, SEED);
            int count = model.columns().indexOf("count");
            double most = imputed.mode(count);
            assertTrue(most == 11 || most == 10 || most == 12, "count " + most);
            double[] unsorted = model.row(row(null, 3, 3.2));
            int sort = model.columns().indexOf("sort");
            assertEquals(
                    model.row(row("low", 3, 3.2))[sort],
                    model.impute(unsorted, 500, SEED).mode(sort));
            assertEquals(
                    3.2,
                    model.impute(unsorted, 500, SEED).mean()[model.columns().indexOf("level")],
                    1e-9);
        }
    }

    private static Map<String, @Nullable Object> row(
            @Nullable Object sort, @Nullable Object count, @Nullable Object level) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("sort", sort);
        row.put("count", count);
        row.put("level", level);
        return row;
    }

    /** Known levels are low, since high ones are missing; so are those of samples with gaps. */
    @Test
    void samplesAreComparedWithTheGapsOfTheRows() {
        List<Map<String, @Nullable Object>> rows = rows(0);
        for (int i = 0; i < ROWS; i++) {
            if ("high".equals(rows.get(i).get("sort")) && i % 10 > 0) {
                rows.get(i).put("level", null);
            }
        }
        Comparison samples = COMPLETE.withBaseline(Table.of(rows)).compareSamples(1_000, SEED);
        assertEquals(
                List.of(),
                samples.drifted(Comparison.LEVEL),
                () -> samples.columns().toString());
    }

    @Test
    void samplesFollowWhatIsGiven() {
        double[][] rows = COMPLETE.sample(300, Map.of("sort", "low"), SEED);
        int level = COMPLETE.columns().indexOf("level");
        double mean = Arrays.stream(rows).mapToDouble(r -> r[level]).average().orElseThrow();
        assertEquals(3, mean, 0.4);
        for (double[] row : rows) {
            assertEquals("low", COMPLETE.schema().decode(row).get("sort"));
        }
    }

    @Test
    void completeRowsAreScoredAsBefore() {
        double[] row = COMPLETE.row(row("low", 3, 2.5));
        Recipe without = RECIPE.withArchitecture(RowSpec.of(3, 0, 4));
        assertEquals(COMPLETE.logProb(row), COMPLETE.logProb(new double[][] {row, {0, Double.NaN, 1}})[0]);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TableModel.fit(Table.of(rows(0.3)), without))
                .getMessage();
        assertTrue(message.startsWith("fit: cells are missing in the columns ["), message);
        assertTrue(message.endsWith("give it RowSpec.withFill(FillSpec.standard())"), message);
    }

    @Test
    void aColumnIsAskedForOrGiven() {
        assertEquals(
                "TableModel.conditional: a column is asked for or given, but \"count\" is both; leave it out of one",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> COMPLETE.conditional(Map.of("count", 3), Map.of("count", 4)))
                        .getMessage());
    }
}

package io.github.vflow.table.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.data.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The laws of a density of a table: of its scores, its conditional densities, its draws and its filled cells. */
final class TableDensityTest {
    private static final Table TABLE = Densities.table();
    private static final TableDensity DENSITY = Densities.of(TABLE);
    private static final List<String> LABELS = List.of("ash", "elm", "oak");
    private static final double GAP = Double.NaN;
    private static final double[] ROW = {2, 21, 1, 0.1};

    private static void refused(String message, Executable wrong) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }

    @Test
    void aRowHasTheSameScoreInABatch() {
        double[][] rows = {ROW, {2, 21, 1, GAP}, {GAP, 0, 2, 3}, {3, 1e39, 0, 1}, {0, 0, 0, 0}};
        ImportanceEstimate[] all = DENSITY.estimates(rows);
        double[] logs = DENSITY.logProb(rows);
        for (int i = 0; i < rows.length; i++) {
            assertEquals(DENSITY.logProb(rows[i]), logs[i], "row " + i);
            assertEquals(DENSITY.estimate(rows[i]), all[i], "row " + i);
            assertEquals(logs[i], all[i].logProb(), "row " + i);
            assertEquals(i == 3, Double.isInfinite(logs[i]), "row " + i);
        }
        double[][] some = {rows[0], rows[1], rows[4]};
        Rows batch = Rows.withGaps(some);
        assertArrayEquals(DENSITY.logProb(some), DENSITY.logProb(batch));
        assertArrayEquals(
                DENSITY.logProb(some),
                Arrays.stream(DENSITY.estimates(some))
                        .mapToDouble(ImportanceEstimate::logProb)
                        .toArray());
        assertEquals(0, DENSITY.estimates(new double[0][]).length);
    }

    @Test
    void rowsThatAreNoneAreRefused() {
        String width =
                "a row must have 4 numbers, [stars, amount, label, celsius], but has 3; give NaN for a missing cell";
        refused(width, () -> DENSITY.logProb(new double[] {1, 2, 0}));
        refused(width, () -> DENSITY.estimate(new double[] {1, 2, 0}));
        refused(width, () -> DENSITY.logProb(new double[][] {ROW, {1, 2, 0}}));
        refused(width, () -> DENSITY.impute(new double[] {1, 2, 0}, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> DENSITY.logProb(new double[] {1, 2, 7, 0}));
        assertThrows(
                IllegalArgumentException.class,
                () -> DENSITY.estimate(new double[] {1, 1e39, 0, Double.NEGATIVE_INFINITY}));
        assertEquals(
                "TableModel: a row must be an array of numbers but is null; leave it out",
                assertThrows(NullPointerException.class, () -> DENSITY.logProb(new double[][] {ROW, null}))
                        .getMessage());
    }

    private static double conditional(Map<String, ?> columns, Map<String, ?> given) {
        return DENSITY.conditional(columns, given).logProb();
    }

    /** ln p(label, celsius | stars) = ln P(label | celsius, stars) + ln p(celsius | stars), and without a condition it is ln p of the cells. */
    @Test
    void conditionalDensitiesFollowTheChainRule() {
        Map<String, Integer> stars = Map.of("stars", 2);
        Map<String, Number> both = Map.of("stars", 2, "celsius", 2.0);
        assertEquals(
                conditional(Map.of("label", "elm"), both) + conditional(Map.of("celsius", 2.0), stars),
                conditional(Map.of("label", "elm", "celsius", 2.0), stars),
                1e-9);
        assertEquals(
                DENSITY.marginal(both).logProb() - DENSITY.marginal(stars).logProb(),
                conditional(Map.of("celsius", 2.0), stars),
                1e-12);
        assertEquals(
                conditional(Map.of("label", "elm"), Map.of()),
                DENSITY.marginal(Map.of("label", "elm")).logProb(),
                0.3);
        refused(
                "TableModel.conditional: a column is asked for or given, but \"label\" is both; leave it out of one",
                () -> conditional(Map.of("label", "elm"), Map.of("label", "oak")));
    }

    /** Two samples say little of their error, so a question about some columns takes sixteen times as many. */
    @Test
    void aQuestionTakesMoreSamplesWhereFewCount() {
        TableDensity two = Densities.of(TABLE, new Scoring(2, 1));
        TableDensity more = Densities.of(TABLE, new Scoring(32, 1));
        Map<String, ?> known = Map.of("celsius", 1.0, "label", "ash");
        assertFalse(two.estimate(two.partial(known)).isKnown());
        assertEquals(more.estimate(more.partial(known)), two.marginal(known));
        assertEquals(
                more.conditional(Map.of("celsius", 1.0), Map.of("stars", 1)),
                two.conditional(Map.of("celsius", 1.0), Map.of("stars", 1)));
    }

    @Test
    void drawsHaveTheKnownCellsAsTheyAreGiven() {
        double[] row = {GAP, 21.1, 1, GAP};
        Imputation imputed = DENSITY.impute(row, 200, 4);
        for (double[] draw : imputed.values()) {
            assertEquals(21.1, draw[1], 0);
            assertEquals(1, draw[2]);
            assertEquals(Math.rint(draw[0]), draw[0]);
        }
        assertTrue(Arrays.stream(imputed.values())
                        .mapToDouble(d -> d[3])
                        .distinct()
                        .count()
                > 20);
        double[][] sample = DENSITY.sample(50, Map.of("label", "oak", "amount", 0), 3);
        assertEquals(50, sample.length);
        for (double[] draw : sample) {
            assertEquals(0, draw[1]);
            assertEquals(2, draw[2]);
        }
        assertArrayEquals(DENSITY.sample(5, Map.of(), 3), DENSITY.sample(5, Map.of(), 3));
        assertEquals(50, DENSITY.sample(50, Map.of(), 3).length);
    }

    @Test
    void aConditionalDensityDrawsAtItsCondition() {
        Table numbers = TABLE.select(List.of("amount", "celsius"));
        TableDensity density = Densities.of(numbers, Scoring.standard(), "celsius");
        assertEquals(List.of("celsius"), density.given());
        double[][] drawn = density.sample(20, Map.of("celsius", -1.5), 2);
        assertEquals(20, drawn.length);
        assertTrue(Arrays.stream(drawn).allMatch(r -> r.length == 1));
        assertArrayEquals(drawn, density.sample(s -> s.given(-1.5).draw(20, 1, 2)));
        for (Map<String, ?> wrong :
                List.<Map<String, ?>>of(Map.of(), Map.of("amount", 1), Map.of("celsius", 1, "amount", 1))) {
            refused(
                    "TableModel.sample: a model of p(y | x) needs a value for each of [celsius], and for no other column,"
                            + " but got " + wrong.keySet(),
                    () -> density.sample(1, wrong, 1));
        }
        assertEquals(List.of(), DENSITY.given());
    }

    @Test
    void onlyGapsAreFilled() {
        assertArrayEquals(ROW, DENSITY.fill(ROW, 10, 1));
        assertNotSame(ROW, DENSITY.fill(ROW, 10, 1));
        double[] row = {GAP, 21.1, GAP, 0.1};
        double[] filled = DENSITY.fill(row, 200, 1);
        Imputation imputed = DENSITY.impute(row, 200, 1);
        assertEquals(21.1, filled[1], 0);
        assertEquals(0.1, filled[3], 0);
        assertEquals(Math.rint(filled[0]), filled[0]);
        double[] weights = new double[3];
        IntStream.range(0, 3).forEach(k -> weights[k] = imputed.probability(2, k));
        assertEquals(DoubleStream.of(weights).max().orElseThrow(), weights[(int) filled[2]], "the likeliest label");
        Map<String, Object> byName = new HashMap<>(Map.of("amount", 21.1, "celsius", 0.1));
        Map<String, ?> values = DENSITY.fill(byName, 200, 1);
        assertEquals(Set.of("stars", "amount", "label", "celsius"), values.keySet());
        assertEquals(LABELS.get((int) filled[2]), values.get("label"));
        assertEquals(21.1, values.get("amount"));
    }

    /** A calibration has the ranges of the rows, and a baseline tells them where there is none. */
    @Test
    void columnsThatWereNeverNegativeAreNotDrawnNegative() {
        assertEquals(List.of(), DENSITY.neverNegative());
        double[][] normal = {{0, 0, 0, 1}, {3, 20, 1, 4}, {1, 2, 2, 0}};
        TableDensity calibrated = DENSITY.with(
                DENSITY.about().withCalibration(Calibration.of(new double[] {-1, -2, -3}, Rows.of(normal))));
        assertEquals(List.of("stars", "amount", "celsius"), calibrated.neverNegative());
        TableDensity based = Baselines.replaced(DENSITY, TABLE.rows());
        assertTrue(based.neverNegative().contains("amount")
                && !based.neverNegative().contains("celsius"));
        assertArrayEquals(new double[] {2, 0, 1, -3}, based.drawn(new double[] {2.2, -4, 1, -3}));
        assertArrayEquals(new double[] {2, -4, 1, -3}, DENSITY.drawn(new double[] {2.2, -4, 1, -3}));
        assertTrue(Arrays.stream(based.sample(300, Map.of(), 1)).allMatch(r -> r[1] >= 0));
    }

    /** A known cell is not drawn, so it may be negative where draws may not, and a draw of exactly zero is not negative. */
    @Test
    void knownCellsStayNegativeAndDrawsMayBeZero() {
        TableDensity based = Baselines.replaced(DENSITY, TABLE.rows());
        double[] row = {GAP, -4, 1, GAP};
        Imputation known = based.impute(row, 40, 4);
        assertTrue(Arrays.stream(known.values()).allMatch(d -> d[1] == -4 && d[2] == 1));
        assertTrue(Arrays.stream(known.weights()).anyMatch(w -> w > 0), "no draw is refused for a known cell");
        assertEquals(-4, based.fill(row, 40, 4)[1]);
        assertTrue(based.neverNegative().contains("stars"));
        Imputation drawn = based.impute(new double[] {GAP, 21, 1, 0.1}, 200, 4);
        assertTrue(drawn.probability(0, 0) > 0.01, "no stars: " + drawn.probability(0, 0));
        double[][] normal = {{0, 0, 0, -1}, {3, 20, 1, 4}, {1, 2, 2, 0}};
        TableDensity calibrated = DENSITY.with(
                DENSITY.about().withCalibration(Calibration.of(new double[] {-1, -2, -3}, Rows.of(normal))));
        assertEquals(List.of("stars", "amount"), calibrated.neverNegative());
    }

    /** Half of the temperatures are below zero, and none of them is drawn if no row had one. */
    @Test
    void impossibleDrawsHaveNoWeight() {
        double[][] normal = {{0, 0, 0, 1}, {3, 20, 1, 4}, {1, 2, 2, 0}};
        TableDensity calibrated = DENSITY.with(
                DENSITY.about().withCalibration(Calibration.of(new double[] {-1, -2, -3}, Rows.of(normal))));
        Imputation drawn = calibrated.impute(new double[] {2, 21, 1, GAP}, 200, 4);
        assertTrue(drawn.probability(3, 0) < 0.05, "at zero " + drawn.probability(3, 0));
        assertTrue(
                Arrays.stream(DENSITY.impute(new double[] {2, 21, 1, GAP}, 200, 4)
                                .values())
                        .anyMatch(d -> d[3] < 0),
                "without ranges");
        long zeros = Arrays.stream(calibrated.sample(200, Map.of(), 1))
                .filter(r -> r[3] == 0)
                .count();
        assertTrue(zeros < 20, zeros + " rows were negative in all draws");
    }

    @Test
    void givenValuesStayAsTheyAre() {
        Map<String, Object> row = new HashMap<>(Map.of("stars", (short) 2, "celsius", 0.1f, "label", "elm"));
        row.put("amount", null);
        Map<String, ?> values = DENSITY.fill(row, 50, 1);
        assertEquals((short) 2, values.get("stars"));
        assertEquals(0.1f, values.get("celsius"));
        assertTrue(values.get("amount") instanceof Double);
    }

    /** Sizes have one digit, and a draw that had more would give a double of more. */
    @Test
    void drawsHaveTheDigitsOfExactRelations() {
        List<Map<String, Object>> rows = IntStream.range(0, 60)
                .mapToObj(i -> Map.<String, Object>of("size", i * 37 % 50 / 10.0, "twice", i * 37 % 50 / 5.0))
                .toList();
        TableDensity related = Densities.of(Table.of(rows));
        assertEquals(1, related.columns().size(), "one follows from the other");
        for (double[] draw : related.sample(30, Map.of(), 1)) {
            assertEquals(Math.rint(10 * draw[0]), 10 * draw[0], 1e-9);
        }
    }

    /** With numbers beside them and without: all labels together have the density of the rest. */
    @Test
    void probabilitiesOfLabelsSumToOne() {
        Map<String, Number> given = Map.of("celsius", 1.0, "stars", 2);
        double sum = 0;
        double density = 0;
        for (String label : LABELS) {
            sum += Math.exp(conditional(Map.of("label", label), given));
            density += Math.exp(conditional(Map.of("label", label, "celsius", 1.0), Map.of("stars", 2)));
        }
        assertEquals(1, sum, 1e-9);
        assertEquals(Math.exp(conditional(Map.of("celsius", 1.0), Map.of("stars", 2))), density, 1e-9);
        assertTrue(DENSITY.conditional(Map.of("label", "elm"), given).isKnown());
    }

    @Test
    void theMeanIsThatOfAllRows() {
        Table numbers = TABLE.select(List.of("celsius"));
        TableDensity exact = Densities.of(numbers);
        assertEquals(
                Arrays.stream(exact.logProb(numbers.rows())).average().orElseThrow(),
                exact.mean(numbers.rows()).value(),
                1e-9);
        assertEquals(150, exact.mean(numbers.rows()).count());
        exact.warmUp();
    }
}

package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.score.Scorer.JudgedColumn;
import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Garages: the year and the area are missing where there is no garage, the fence nearly always, the price in a tenth of the rows. */
final class GapRulesTest {
    private static final int ROWS = 1_000;
    private static final int YEAR = 1;
    private static final int AREA = 2;
    private static final List<String> LABELS = List.of("none", "car port", "built in");
    private static final List<JudgedColumn> COLUMNS = List.of(
            new JudgedColumn("garage", LABELS, false),
            new JudgedColumn("year", List.of(), true),
            JudgedColumn.ofReals("area"),
            JudgedColumn.ofReals("price"));

    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(9);
        double[][] rows = new double[ROWS][];
        Arrays.setAll(rows, i -> {
            int garage = random.nextInt(3);
            double year = garage == 0 ? Double.NaN : random.nextInt(1950, 2010);
            double area = garage == 0 ? Double.NaN : 200 + 300 * random.nextDouble();
            return new double[] {garage, year, area, random.nextInt(10) == 0 ? Double.NaN : random.nextDouble()};
        });
        return rows;
    }

    /** The first row from a place on that has a garage, or has none. */
    private static int row(double[][] rows, int from, boolean hasGarage) {
        return IntStream.range(from, ROWS)
                .filter(i -> rows[i][0] > 0 == hasGarage)
                .findFirst()
                .orElseThrow();
    }

    private static GapRules rules(double[][] rows) {
        Baseline.Builder b = Baseline.builder();
        for (int j = 0; j < COLUMNS.size(); j++) {
            int at = j;
            double[] column = Arrays.stream(rows).mapToDouble(r -> r[at]).toArray();
            if (j == 0) {
                b.category("garage", LABELS, column);
            } else {
                b.numbers(COLUMNS.get(j).name(), column);
            }
        }
        return GapRules.of(COLUMNS, b.build().gaps(), Rows.withGaps(rows));
    }

    private static int[] odd(GapRules rules, double[][] rows) {
        return IntStream.range(0, ROWS)
                .filter(i -> rules.score(rows[i]).value() < 0)
                .toArray();
    }

    @Test
    void anEmptyAndAKnownCellCanBeExceptions() {
        double[][] rows = rows();
        int empty = row(rows, 100, true);
        rows[empty][YEAR] = Double.NaN;
        int known = row(rows, 500, false);
        rows[known][AREA] = 300;
        GapRules rules = rules(rows);
        assertFalse(rules.areNone());
        assertEquals(
                List.of(empty, known), IntStream.of(odd(rules, rows)).boxed().toList());
        assertTrue(rules.score(rows[empty]).value() < Math.log(0.05));
        assertEquals(0, rules.score(rows[0]).value());
        assertEquals(
                List.of(0.0, rules.score(rows[empty]).value()),
                rules.scores(new double[][] {rows[0], rows[empty]}).stream()
                        .map(o -> o.value())
                        .toList());
        Found found = rules.found(rows[known]);
        assertEquals(View.GAPS, found.view());
        String words = rules.reason(rows[empty]).words();
        assertTrue(words.startsWith("year is missing, with a probability of "), words);
        assertTrue(words.contains(" % where area is about "), words);
        words = rules.reason(rows[known]).words();
        assertTrue(words.startsWith("area is not missing, with a probability of 0."), words);
        assertTrue(words.endsWith(" % where garage is none"), words);
        assertFalse(rules.canExplain());
        assertThrows(UnsupportedOperationException.class, () -> rules.impute(rows[0], 1, 1));
    }

    /** One of the rows without a garage has a year: P by the counts, with made-up rows of one of the numbers that are tried. */
    @Test
    void theProbabilityOfAnExceptionIsThatOfTheCounts() {
        double[][] rows = rows();
        int known = row(rows, 500, false);
        rows[known][YEAR] = 1990;
        rows[known][AREA] = 300;
        double none = Arrays.stream(rows).filter(r -> r[0] == 0).count();
        double ofAll = Arrays.stream(rows).filter(r -> !Double.isNaN(r[YEAR])).count() / (double) ROWS;
        GapRules rules = rules(rows);
        double p = Math.exp(rules.score(rows[known]).value());
        assertTrue(
                DoubleStream.iterate(0.01, a -> a <= 64, a -> 4 * a)
                        .anyMatch(a -> Math.abs((1 + a * ofAll) / (none + a) - p) < 1e-9),
                "p " + p);
        assertEquals(
                String.format(
                        Locale.ROOT,
                        "year is not missing, with a probability of %.2g %% where garage is none",
                        100 * p),
                rules.reason(rows[known]).words());
    }

    /** A gap in a tenth of the rows follows no rule, and a complete table has none. */
    @Test
    void gapsAtRandomAreNoExceptions() {
        double[][] rows = rows();
        assertEquals(0, odd(rules(rows), rows).length);
        for (double[] row : rows) {
            row[YEAR] = 2000;
            row[AREA] = 300 + row[0];
        }
        assertTrue(rules(rows).areNone());
    }

    /** In a third of the rows there is no garage: 5 exceptions are few of these, but more than one row in 500. */
    @Test
    void manyExceptionsAreAnotherKindOfRows() {
        for (int many : new int[] {2, 5}) {
            double[][] rows = rows();
            empty(rows, many, 1, 2);
            assertEquals(many == 2 ? 2 : 0, odd(rules(rows), rows).length, many + " exceptions");
            int known = row(rows, 500, false);
            rows[known][AREA] = 300;
            rows[known][YEAR] = 1990;
            assertTrue(rules(rows).score(rows[known]).value() < 0, "another rule: that they are known");
        }
    }

    /** Exceptions to what holds for 30 rows, or for 6: few rows make no rule that two, or one, can break. */
    @Test
    void aRuleHasManyRowsForEachException() {
        for (int[] c : new int[][] {{30, 1, 1}, {30, 2, 0}, {6, 1, 0}}) {
            double[][] rows = rows();
            int none = 0;
            for (double[] row : rows) {
                boolean isNone = row[0] == 0 && none++ < c[0];
                if (row[0] == 0 && !isNone) {
                    row[0] = 1;
                    row[YEAR] = 1990;
                    row[AREA] = 300;
                }
            }
            empty(rows, c[1], 1, 2);
            assertEquals(c[2], odd(rules(rows), rows).length, c[0] + " rows without a garage, exceptions " + c[1]);
        }
    }

    /** One of 12 carports has no year: so rare a garage tells little. */
    @Test
    void anExceptionIsRareBesideItsValue() {
        double[][] rows = rows();
        int ports = 0;
        for (double[] row : rows) {
            row[AREA] = 300;
            if (row[0] == 1 && ports++ >= 12) {
                row[0] = 2;
            }
        }
        empty(rows, 1, 1, 1);
        assertEquals(0, odd(rules(rows), rows).length);
        empty(rows, 1, 2, 2);
        assertEquals(1, odd(rules(rows), rows).length);
    }

    /** Empties the years and areas of the first rows with a kind of garage. */
    private static void empty(double[][] rows, int many, int from, int to) {
        int done = 0;
        for (int i = 0; done < many; i++) {
            if (rows[i][0] >= from && rows[i][0] <= to) {
                rows[i][YEAR] = Double.NaN;
                rows[i][AREA] = Double.isNaN(rows[i][AREA]) || rows[i][AREA] != 300 ? Double.NaN : 300;
                done++;
            }
        }
    }
}

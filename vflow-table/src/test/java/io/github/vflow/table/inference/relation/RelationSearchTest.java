package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Relations that a table of a few columns a, b, c, … shows, and those that it does not. */
final class RelationSearchTest {
    private static final double NONE = Double.NaN;

    private static double[][] rows(int n, IntFunction<double[]> row) {
        double[][] rows = new double[n][];
        Arrays.setAll(rows, row);
        return rows;
    }

    private static String name(int j) {
        return "" + (char) ('a' + j);
    }

    private static Map<String, Relation> relations(double[][] rows, String... kept) {
        List<Column> columns = IntStream.range(0, rows[0].length)
                .<Column>mapToObj(j -> Column.real(name(j)))
                .toList();
        return RelationSearch.of(columns, Rows.withGaps(rows), Set.of(kept));
    }

    /** The relations in words, by column. */
    private static Map<String, String> words(double[][] rows, String... kept) {
        Map<String, String> words = new TreeMap<>();
        relations(rows, kept).forEach((column, by) -> words.put(column, by.words()));
        return words;
    }

    private static double[] cents(long seed, int n) {
        return new Random(seed).doubles(n).map(u -> Math.rint(10_000 * u) / 100).toArray();
    }

    private static double round(double x, int decimals) {
        double ten = Math.pow(10, decimals);
        return Math.rint(ten * x) / ten;
    }

    @Test
    void theLaterOfEqualColumnsIsDerived() {
        double[] x = cents(1, 40);
        double[][] rows = rows(40, i -> new double[] {x[i], x[i]});
        assertEquals(Map.of("b", "a"), words(rows));
        assertEquals(Map.of("a", "b"), words(rows, "b"));
        assertEquals(Map.of(), words(rows, "a", "b"));
    }

    @Test
    void affineColumnsHaveSimpleWeights() {
        double[] x = cents(2, 60);
        assertEquals(Map.of("b", "1.8·a + 32"), words(rows(60, i -> new double[] {x[i], round(1.8 * x[i] + 32, 1)})));
        assertEquals(Map.of("b", "-a + 100"), words(rows(60, i -> new double[] {x[i], round(100 - x[i], 2)})));
        assertEquals(Map.of("b", "a/3"), words(rows(60, i -> new double[] {x[i], x[i] / 3})));
        assertEquals(Map.of("b", "2.54·a - 7.5"), words(rows(60, i -> new double[] {x[i], 2.54 * x[i] - 7.5})));
        // the column with fewer digits is rounded from the other
        assertEquals(Map.of("a", "1.8·b + 32"), words(rows(60, i -> new double[] {round(1.8 * x[i] + 32, 1), x[i]})));
    }

    @Test
    void sumsAreFoundAndTurned() {
        double[] x = cents(3, 60);
        double[] y = cents(4, 60);
        double[][] rows = rows(60, i -> new double[] {x[i], y[i], round(x[i] + y[i], 2)});
        assertEquals(Map.of("c", "a + b"), words(rows));
        assertEquals(Map.of("a", "-b + c"), words(rows, "c"), "a varies more than b");
        assertEquals(Map.of("b", "-a + c"), words(rows, "c", "a"));
        assertEquals(Map.of(), words(rows, "a", "b", "c"));
        double[] z = cents(5, 60);
        assertEquals(Map.of("d", "2·a - 0.25·b + 0.5·c + 10"), words(rows(60, i ->
                new double[] {x[i], y[i], z[i], 2 * x[i] - y[i] / 4 + z[i] / 2 + 10})));
    }

    /** A total that comes first is derived, too: the least part of it would be a small difference of large numbers, and might be negative. */
    @Test
    void theTotalOfASumIsDerived() {
        double[] x = cents(3, 60);
        double[] y = cents(4, 60);
        double[][] rows = rows(60, i -> new double[] {round(x[i] + round(y[i] / 2, 2), 2), x[i], round(y[i] / 2, 2)});
        for (int place = 0; place < 3; place++) {
            int at = place;
            double[][] turned = rows(60, i -> {
                double[] row = new double[3];
                for (int j = 0; j < 3; j++) {
                    row[(j + at) % 3] = rows[i][j];
                }
                return row;
            });
            assertEquals(Set.of(name(at)), words(turned).keySet(), "the total is column " + at);
        }
        assertEquals(Map.of("a", "b + c"), words(rows));
        assertEquals(Map.of("b", "a - c"), words(rows, "a"));
        assertEquals(Map.of("c", "a - b"), words(rows, "a", "b"));
    }

    /** Where all numbers repeat, the column with the most is derived: the others, such as prices of a list, stay lists. */
    @Test
    void aDifferenceOfListedPricesIsDerived() {
        Random random = new Random(6);
        // dear things have larger discounts, so the full price varies most
        double[][] rows = rows(400, _ -> {
            int dear = random.nextInt(4);
            double less = round(0.1 * random.nextInt(1 + 2 * dear), 2);
            return new double[] {round(1.59 + 0.3 * dear, 2), less, round(1.59 + 0.3 * dear - less, 2)};
        });
        assertEquals(Map.of("c", "a - b"), words(rows));
        double[] cents = cents(7, 400);
        double[][] other =
                rows(400, i -> new double[] {rows[i][0] + cents[i], rows[i][1], round(rows[i][2] + cents[i], 2)});
        assertEquals(
                Map.of("a", "b + c"), words(other), "numbers that do not repeat are no lists, so the total is derived");
    }

    /** Of lists of as many numbers the total is derived: a difference of parts might be negative in samples. */
    @Test
    void theTotalOfListsIsDerived() {
        Random random = new Random(8);
        double[][] rows = rows(400, _ -> {
            int total = random.nextInt(9);
            int part = random.nextInt(total + 1);
            return new double[] {total, part, total - part};
        });
        for (int column = 0; column < 3; column++) {
            int at = column;
            assertEquals(
                    9,
                    Arrays.stream(rows).mapToDouble(row -> row[at]).distinct().count());
        }
        assertEquals(Map.of("a", "b + c"), words(rows));
    }

    /** A rule of one number must hold in more than eleven rows, a sum of two in more than twelve. */
    @Test
    void fewRowsShowNoRelation() {
        double[] x = cents(6, 40);
        double[] y = cents(7, 40);
        assertEquals(Map.of(), words(rows(11, i -> new double[] {x[i], 2 * x[i]})));
        assertEquals(Map.of("b", "2·a"), words(rows(12, i -> new double[] {x[i], 2 * x[i]})));
        assertEquals(Map.of(), words(rows(12, i -> new double[] {x[i], y[i], round(x[i] + y[i], 2)})));
        assertEquals(Map.of("c", "a + b"), words(rows(13, i -> new double[] {x[i], y[i], round(x[i] + y[i], 2)})));
    }

    @Test
    void oneRowThatDiffersIsEnough() {
        double[] x = cents(8, 60);
        double[] y = cents(9, 60);
        assertEquals(Map.of(), words(rows(60, i -> new double[] {x[i], i == 17 ? x[i] + 0.01 : x[i]})));
        assertEquals(Map.of(), words(rows(60, i ->
                new double[] {x[i], y[i], round(x[i] + y[i] + (i == 17 ? 0.01 : 0), 2)})));
        assertEquals(Map.of(), words(rows(60, i -> new double[] {x[i], round(x[i] + (i % 2) * 0.03, 2)})));
    }

    /** A column takes part if three of its rows differ from its most frequent number; in longer tables a tenth of them, or thirty. */
    @Test
    void columnsThatHardlyVaryTakeNoPart() {
        double[][] two = rows(40, i -> new double[] {i == 3 ? 5 : i == 7 ? 6.5 : 0, i == 3 ? 10 : i == 7 ? 13 : 0});
        assertEquals(Map.of(), words(two));
        IntFunction<double[]> three = i -> {
            double x = i == 3 ? 5 : i == 7 ? 6.5 : i == 9 ? 7.5 : 0;
            return new double[] {x, 2 * x};
        };
        assertEquals(Map.of("a", "0.5·b"), words(rows(34, three)));
        assertEquals(Map.of(), words(rows(35, three)), "a tenth of 35 rows is more than three");
        for (int varied : new int[] {14, 29, 30}) {
            double[][] costs = rows(900, i -> new double[] {i < varied ? 7 * i + 5 : 0, i < varied ? 14 * i + 10 : 0});
            assertEquals(varied < 30 ? 0 : 1, words(costs).size(), varied + " rows");
        }
        // a total of repairs and, in a few rows, of other costs
        assertEquals(
                1,
                words(rows(900, i -> {
                            double repair = i < 14 ? 7 * i + 5 : 0;
                            double other = i > 9 && i < 16 ? i * i : 0;
                            return new double[] {repair, other, repair + other};
                        }))
                        .size());
    }

    /** Cells that are missing say nothing, also where the least or the greatest number of the other column stands. */
    @Test
    void relationsHoldWhereNumbersAreKnown() {
        double[] x = cents(10, 80);
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        double[][] rows = rows(80, i -> new double[] {
            i % 9 == 4 ? NONE : x[i], x[i] == sorted[0] || x[i] == sorted[79] || i % 7 == 3 ? NONE : 2 * x[i] + 1
        });
        assertEquals(Map.of("b", "2·a + 1"), words(rows));
        double[] y = cents(11, 80);
        assertEquals(Map.of("c", "a + b"), words(rows(80, i ->
                new double[] {i % 9 == 4 ? NONE : x[i], y[i], round(x[i] + y[i], 2)})));
    }

    /** A column with many gaps does not hide the sum of the others. */
    @Test
    void aSumIsFoundBesideAColumnOfGaps() {
        double[] x = cents(12, 60);
        double[] y = cents(13, 60);
        double[] z = cents(14, 60);
        assertEquals(Map.of("d", "a + c"), words(rows(60, i ->
                new double[] {x[i], i % 10 == 0 ? y[i] : NONE, z[i], round(x[i] + z[i], 2)})));
    }

    /** The half of a number, rounded to whole ones, lies at a turn of rounding in every second row: so may n or n + 1 by chance. */
    @Test
    void roundingIsNoRuleWhereItTurnsOften() {
        Random random = new Random(15);
        assertEquals(Map.of(), words(rows(300, _ -> {
            int n = random.nextInt(500);
            return new double[] {n, n / 2 + (n % 2) * random.nextInt(2)};
        })));
        assertEquals(Map.of("b", "0.37·a"), words(rows(300, _ -> {
            double n = random.nextInt(100_000) / 10.0;
            return new double[] {n, Math.rint(0.37 * n)};
        })));
    }

    @Test
    void coincidencesAreNone() {
        Random random = new Random(16);
        assertEquals(Map.of(), words(rows(30, _ -> random.doubles(26).toArray())));
        double[] x = cents(17, 80);
        assertEquals(Map.of(), words(rows(80, i -> new double[] {x[i], x[i] + 0.01 * random.nextGaussian()})));
    }

    private static Map<String, Relation> labels(int labels, int rows, IntFunction<double[]> row) {
        List<String> names = IntStream.range(0, labels).mapToObj(i -> "l" + i).toList();
        return RelationSearch.of(
                List.of(Column.category("a", names), Column.category("b", names)),
                Rows.withGaps(rows(rows, row)),
                Set.of());
    }

    @Test
    void labelsStandForEachOther() {
        Relation.OneToOne codes = new Relation.OneToOne("a", List.of(0.0, 1.0, 2.0), List.of(2.0, 0.0, 1.0));
        assertEquals(Map.of("b", codes), labels(3, 40, i -> new double[] {i % 3, (i + 2) % 3}));
        assertEquals(Map.of("b", codes), labels(3, 40, i ->
                new double[] {i == 5 ? NONE : i % 3, i == 7 ? NONE : (i + 2) % 3}));
        assertEquals(Map.of(), labels(3, 40, i -> new double[] {i % 3, (i + (i == 20 ? 1 : 2)) % 3}), "one differs");
        assertEquals(Map.of(), labels(3, 40, i -> new double[] {i % 3, i % 3 % 2}), "two labels share one");
        assertEquals(Map.of(), labels(3, 40, i -> new double[] {i % 3 % 2, i % 3}));
        assertEquals(Map.of(), labels(3, 12, i -> new double[] {i % 3, (i + 2) % 3}), "too few rows");
        assertEquals(Map.of("b", codes), labels(3, 13, i -> new double[] {i % 3, (i + 2) % 3}));
        assertEquals(
                1, labels(100, 200, i -> new double[] {i % 100, (i + 2) % 100}).size());
        assertEquals(Map.of(), labels(101, 202, i -> new double[] {i % 101, (i + 2) % 101}), "too many labels");
        assertTrue(labels(2, 40, i -> new double[] {i % 2, i % 2}).containsKey("b"));
    }

    /** Unique numbers are always one to one, so they show nothing; pairs that repeat do, beside the most frequent one. */
    @Test
    void uniqueNumbersShowNoLabels() {
        Random random = new Random(18);
        IntFunction<double[]> apart =
                i -> new double[] {i < 40 ? 3.25 : random.nextGaussian(), i < 40 ? 3.25 : random.nextGaussian()};
        assertEquals(Map.of(), words(rows(100, apart)), "one pair repeats");
        for (int repeated : new int[] {9, 10}) {
            IntFunction<double[]> codes = i -> i < 40 ? new double[] {1, 2} : new double[] {3, 7};
            double[][] rows = rows(100, i -> i < 40 + repeated ? codes.apply(i) : apart.apply(i));
            assertEquals(repeated < 10 ? 0 : 1, relations(rows).size(), repeated + " rows of a second pair");
        }
    }

    /** A category of numbers and a number may be codes of each other, but never sums. */
    @Test
    void codesOfNumbersAreLabels() {
        List<Column> columns = List.of(Column.category("a", List.of("0", "1", "2")), Column.real("b"));
        double[][] rows = rows(40, i -> new double[] {i % 3, 2 * (i % 3)});
        assertEquals(
                Map.of("b", new Relation.OneToOne("a", List.of(0.0, 1.0, 2.0), List.of(0.0, 2.0, 4.0))),
                RelationSearch.of(columns, Rows.of(rows), Set.of()));
        assertEquals(
                Map.of("a", new Relation.OneToOne("b", List.of(0.0, 2.0, 4.0), List.of(0.0, 1.0, 2.0))),
                RelationSearch.of(columns, Rows.of(rows), Set.of("b")));
    }
}

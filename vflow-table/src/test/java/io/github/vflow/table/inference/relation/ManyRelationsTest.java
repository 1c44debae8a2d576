package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tables c0, c1, … in which several relations meet, and the limits of the search. */
final class ManyRelationsTest {
    private static final double NONE = Double.NaN;
    private static final int N = 60;
    private static final double[] X = cents(1, N);
    private static final double[] Y = cents(2, N);

    private static double[] cents(long seed, int n) {
        return new Random(seed).doubles(n).map(u -> Math.rint(10_000 * u) / 100).toArray();
    }

    private static double round(double x, int decimals) {
        double ten = Math.pow(10, decimals);
        return Math.rint(ten * x) / ten;
    }

    private static Column real(int j) {
        return Column.real("c" + j);
    }

    private static Column labels(int j) {
        return Column.category("c" + j, List.of("0", "1", "2"));
    }

    private static Map<String, Relation> relations(
            IntFunction<Column> column, Set<String> kept, int n, IntFunction<double[]> row) {
        double[][] rows = IntStream.range(0, n).mapToObj(row).toArray(double[][]::new);
        List<Column> columns =
                IntStream.range(0, rows[0].length).mapToObj(column).toList();
        return RelationSearch.of(columns, Rows.withGaps(rows), kept);
    }

    /** The relations of real columns in words. */
    private static Map<String, String> words(Set<String> kept, int n, IntFunction<double[]> row) {
        return relations(ManyRelationsTest::real, kept, n, row).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().words(), (a, _) -> a, TreeMap::new));
    }

    @Test
    void allCopiesAreFound() {
        assertEquals(Map.of("c1", "c0", "c2", "2·c0", "c3", "c0"), words(Set.of(), N, i ->
                new double[] {X[i], X[i], 2 * X[i], X[i]}));
        assertEquals(
                Set.of("c1", "c2"),
                relations(ManyRelationsTest::labels, Set.of(), N, i -> new double[] {i % 3, (i + 2) % 3, (i + 1) % 3})
                        .keySet());
    }

    /** The first columns are rounded from the last one, and say nothing about each other. */
    @Test
    void severalEarlierColumnsMayComeFromOne() {
        assertEquals(Map.of("c0", "1.8·c2 + 32", "c1", "2.5·c2 + 5"), words(Set.of(), N, i ->
                new double[] {round(1.8 * X[i] + 32, 1), round(2.5 * X[i] + 5, 1), X[i]}));
    }

    @Test
    void labelsOfWhichSomeAreKept() {
        IntFunction<double[]> two = i -> new double[] {i % 3, (i + 2) % 3};
        IntFunction<double[]> three = i -> new double[] {i % 3, (i + 2) % 3, (i + 1) % 3};
        IntFunction<Column> all = ManyRelationsTest::labels;
        assertEquals(Set.of("c1"), relations(all, Set.of("c0"), N, two).keySet());
        assertEquals(Set.of("c0"), relations(all, Set.of("c1"), N, two).keySet());
        assertEquals(Set.of(), relations(all, Set.of("c0", "c1"), N, two).keySet());
        // the source of a relation has its labels only, and no relation gives it others
        assertEquals(Set.of("c1"), relations(all, Set.of("c2"), N, three).keySet());
    }

    /** Of a, b and a kept sum, b comes from both, so that the other sum cannot give it again. */
    @Test
    void aColumnIsDerivedOnce() {
        IntFunction<double[]> sums = i -> new double[] {X[i], Y[i], round(X[i] + Y[i], 2), round(2 * X[i] + Y[i], 2)};
        assertEquals(Map.of("c1", "-c0 + c2"), words(Set.of("c2", "c3"), N, sums));
        assertEquals(Map.of("c2", "c0 + c1", "c3", "2·c0 + c1"), words(Set.of(), N, sums));
    }

    @Test
    void weightsAreTurned() {
        assertEquals(Map.of("c1", "-2·c0 + 4·c2 - 12"), words(Set.of("c2"), N, i ->
                new double[] {X[i], Y[i], X[i] / 2 + Y[i] / 4 + 3}));
    }

    /** A column that is about the sum of two others may be in a sum itself. */
    @Test
    void columnsThatAreNearlySumsAreSources() {
        Random random = new Random(3);
        assertEquals(Map.of("c3", "c0 + c2"), words(Set.of(), N, i -> {
            double about = round(X[i] + Y[i] + 0.2 * random.nextGaussian(), 2);
            return new double[] {X[i], Y[i], about, round(X[i] + about, 2)};
        }));
    }

    /** A column that a rounded rule gives joins no basis, so that sums have no sources that are derived themselves. */
    @Test
    void derivedColumnsAreNoSourcesOfSums() {
        assertEquals(
                Set.of("c2"),
                words(Set.of(), N, i -> {
                            double about = round(0.37 * X[i] + 0.21 * Y[i], 1);
                            return new double[] {X[i], Y[i], about, round(X[i] + about, 2)};
                        })
                        .keySet());
    }

    /** c0 and c1 are known in four rows, c2 has some gaps, and c4 is the sum of c2 and c3. */
    @Test
    void columnsWithTheMostGapsLeaveFirst() {
        double[] z = cents(4, N);
        assertEquals(Map.of("c4", "c2 + c3"), words(Set.of(), N, i -> new double[] {
            i < 4 ? z[i] : NONE, i < 4 ? z[N - 1 - i] : NONE, i % 9 == 4 ? NONE : X[i], Y[i], round(X[i] + Y[i], 2)
        }));
    }

    /** A sum of three columns needs more than 26 complete rows; with 26 the column of gaps leaves. */
    @Test
    void aSumNeedsCompleteRows() {
        for (int complete : new int[] {26, 27}) {
            assertEquals(complete == 27 ? Map.of("c2", "c0 + c1") : Map.of(), words(Set.of(), N, i ->
                    new double[] {i < complete ? X[i] : NONE, Y[i], round(X[i] + Y[i], 2)}));
        }
    }

    /** The first row, and those with the least or the greatest number of the other column. */
    @Test
    void gapsHideNoLine() {
        double[] sorted = X.clone();
        Arrays.sort(sorted);
        for (double hidden : new double[] {sorted[0], sorted[N - 1]}) {
            assertEquals(Map.of("c1", "2·c0 + 1"), words(Set.of(), N, i ->
                    new double[] {i == 0 ? NONE : X[i], X[i] == hidden ? NONE : 2 * X[i] + 1}));
        }
    }

    /** Categories of numbers take no part in sums. */
    @Test
    void categoriesAreNotAddedUp() {
        IntFunction<double[]> row = i -> new double[] {i % 3, Y[i], round(i % 3 + Y[i], 2)};
        assertEquals(Map.of("c2", "c0 + c1"), words(Set.of(), N, row));
        assertEquals(Map.of(), relations(j -> j == 0 ? labels(0) : real(j), Set.of(), N, row));
    }

    /** c2 takes no part in a rounded sum, to which c1 adds a twentieth of the deviation. */
    @Test
    void roundedSumsHaveTheSourcesThatMatter() {
        int n = 300;
        double[] x = cents(5, n);
        double[] y = cents(6, n);
        double[] z = cents(7, n);
        assertEquals(Map.of("c3", "0.37·c0 + 0.02·c1"), words(Set.of(), n, i ->
                new double[] {x[i], y[i], z[i], round(0.37 * x[i] + 0.02 * y[i], 1)}));
    }

    /** Of 4,100 rows every third is looked at, so that a column may vary in the last ones only. */
    @Test
    void rowsOfAllPartsAreLookedAt() {
        int n = 4_100;
        double[] x = cents(8, n);
        double[] y = cents(9, n);
        assertEquals(Map.of("c2", "c0 + c1"), words(Set.of(), n, i -> {
            double late = i < 3_000 ? 0 : y[i];
            return new double[] {x[i], late, round(x[i] + late, 2)};
        }));
    }

    /** Sums are sought among up to 300 columns, here of zeros beside the sum, and pairs among up to 3,000. */
    @Test
    void largeTablesAreNotSearched() {
        double[] x = cents(10, 640);
        double[] y = cents(11, 640);
        for (int columns : new int[] {300, 301}) {
            Set<String> kept = new HashSet<>();
            IntStream.range(3, columns).forEach(j -> kept.add("c" + j));
            Map<String, String> found = words(kept, 640, i -> {
                double[] row = i < 630
                        ? new double[columns]
                        : new Random(i).doubles(columns).toArray();
                row[0] = x[i];
                row[1] = i < 630 ? y[i] : NONE;
                row[2] = round(x[i] + y[i], 2);
                return row;
            });
            assertEquals(columns == 300 ? Map.of("c2", "c0 + c1") : Map.of(), found, columns + " columns");
        }
        for (int columns : new int[] {3_000, 3_001}) {
            Map<String, String> found = words(Set.of(), 12, i -> {
                double[] row = new double[columns];
                row[0] = X[i];
                row[columns - 1] = 2 * X[i];
                return row;
            });
            assertEquals(columns == 3_000 ? Map.of("c2999", "2·c0") : Map.of(), found, columns + " columns");
        }
    }
}

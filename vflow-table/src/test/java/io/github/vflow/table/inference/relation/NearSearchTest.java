package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules of most rows of a table of a few columns a, b, c, … */
final class NearSearchTest {
    private static final int N = 400;

    private static Map<String, String> words(int n, IntFunction<double[]> row, String... kept) {
        double[][] rows = new double[n][];
        Arrays.setAll(rows, row);
        List<String> names = IntStream.range(0, rows[0].length)
                .mapToObj(j -> "" + (char) ('a' + j))
                .toList();
        return NearSearch.of(Schema.ofReals(names), Rows.withGaps(rows), Set.of(kept)).stream()
                .collect(Collectors.toMap(r -> r.column(), r -> r.words()));
    }

    private static double[] cents(long seed) {
        return new Random(seed).doubles(N).map(u -> Math.rint(10_000 * u) / 100).toArray();
    }

    private static double sum(double a, double b) {
        return Math.rint(100 * (a + b)) / 100;
    }

    @Test
    void anEqualityOfMostRows() {
        double[] x = cents(1);
        double[] y = cents(2);
        assertEquals(Map.of("b", "a in 98.0 % of the rows"), words(N, i ->
                new double[] {x[i], i % 50 == 7 ? y[i] : x[i]}));
        assertEquals(Map.of("b", "a in 91.0 % of the rows"), words(N, i ->
                new double[] {x[i], i % 11 == 7 ? y[i] : x[i]}));
        assertEquals(Map.of(), words(N, i -> new double[] {x[i], i % 9 == 7 ? y[i] : x[i]}), "89 % are less than 90");
        assertEquals(
                Map.of("a", "b in 98.0 % of the rows"),
                words(N, i -> new double[] {x[i], i % 50 == 7 ? y[i] : x[i]}, "b"));
        assertEquals(Map.of(), words(N, i -> new double[] {x[i], i % 50 == 7 ? y[i] : x[i]}, "a", "b"));
    }

    /** Rows count only where a column is not its usual number. */
    @Test
    void aRuleOfFewRowsIsNone() {
        double[] x = cents(3);
        for (int varied : new int[] {14, 49, 50}) {
            IntFunction<double[]> costs =
                    i -> i < varied ? new double[] {x[i], i == 7 ? 3 : x[i]} : new double[] {0, 0};
            assertEquals(varied < 50 ? 0 : 1, words(N, costs).size(), varied + " rows");
        }
        assertEquals(Map.of(), words(49, i -> new double[] {x[i], i == 7 ? 3 : x[i]}));
        assertEquals(Map.of(), words(N, i -> new double[] {i % 19, i % 50 == 7 ? 3 : i % 19}), "19 numbers");
    }

    @Test
    void aSumOfMostRows() {
        double[] x = cents(4);
        double[] y = cents(5);
        IntFunction<double[]> total = i -> new double[] {x[i], y[i], i % 100 == 7 ? 3 : sum(x[i], y[i])};
        assertEquals(Map.of("c", "a + b in 99.0 % of the rows"), words(N, total));
        // repairs, and other costs in a quarter of the rows
        assertEquals(Map.of("c", "a + b in 99.0 % of the rows"), words(N, i -> {
            double other = i % 4 == 1 ? y[i] : 0;
            return new double[] {x[i], other, i % 100 == 7 ? 3 : sum(x[i], other)};
        }));
    }

    @Test
    void anOrderOfAllRows() {
        double[] x = cents(6);
        double[] y = cents(7);
        assertEquals(Map.of("b", "never less than a, and equal in 25.0 % of the rows"), words(N, i ->
                new double[] {x[i], i % 4 == 0 ? x[i] : sum(x[i], y[i] + 0.01)}));
        IntFunction<double[]> ends = i -> new double[] {sum(x[i], y[i] + 0.01), x[i]};
        assertEquals(Map.of("a", "never less than b, and equal in 0.0 % of the rows"), words(N, ends));
        assertEquals(
                Map.of("a", "not less than b in 99.8 % of the rows, and equal in 0.0 % of the rows"),
                words(N, i -> i == 7 ? new double[] {3, 3.01} : ends.apply(i)),
                "one row breaks it");
        assertEquals(Map.of(), words(N, i -> i % 14 == 7 ? new double[] {3, 3.01} : ends.apply(i)), "7 % break it");
        assertEquals(Map.of(), words(299, ends), "too few rows");
        assertEquals(Map.of(), words(N, i -> new double[] {x[i], 50 + sum(x[i], y[i])}), "apart");
        assertEquals(Map.of(), words(N, i -> new double[] {x[i] / 100, sum(2, y[i])}), "apart without a rule");
        assertEquals(Map.of(), words(N, i -> new double[] {x[i], i % 30 == 0 ? Double.NaN : sum(x[i], y[i])}, "b"));
        IntFunction<double[]> gaps = i -> new double[] {i % 30 == 0 ? Double.NaN : x[i], sum(x[i], y[i])};
        assertEquals(Map.of(), words(N, gaps), "b alone would say nothing in 3 % of the rows");
    }

    /** A rest above another column would hide a last day, but not a zero of both. */
    @Test
    void anOrderThatHidesAnAtomIsNone() {
        double[] x = cents(9);
        double[] y = cents(10);
        IntFunction<double[]> ends = i -> new double[] {x[i], i % 3 == 0 ? 250 : sum(x[i], y[i] + 0.01)};
        assertEquals(Map.of(), words(N, ends));
        assertEquals(
                Map.of("b", "never less than a, and equal in 33.5 % of the rows"),
                words(N, i -> i % 3 == 0 ? new double[] {0, 0} : new double[] {x[i], sum(x[i], y[i] + 0.01)}));
        IntFunction<double[]> rare = i -> new double[] {x[i], i % 25 == 0 ? 250 : sum(x[i], y[i] + 0.01)};
        assertEquals(Map.of("b", "never less than a, and equal in 0.0 % of the rows"), words(N, rare));
    }

    @Test
    void closeColumnsHaveNone() {
        Random random = new Random(8);
        assertEquals(Map.of(), words(N, _ -> {
            double x = random.nextGaussian();
            return new double[] {x, x + 0.1 * random.nextGaussian(), x + random.nextGaussian(), 4 + x};
        }));
    }

    /** A loan in whole numbers is the balance and what is paid, in cents; a part is derived, since the loan has not the digits of a sum. */
    @Test
    void aDifferenceOfMostRows() {
        Random random = new Random(11);
        double[] paid = cents(12);
        double[] loans = random.ints(N, 1, 8).mapToDouble(k -> 5_000.0 * k).toArray();
        for (int every : new int[] {1_000, 100, 20}) {
            int exceptions = Math.ceilDiv(N - 7, every);
            assertEquals(
                    Map.of("c", String.format("a - b in %.1f %% of the rows", 100.0 - 100.0 * exceptions / N)),
                    words(N, i -> new double[] {loans[i], paid[i], i % every == 7 ? 3.07 : sum(loans[i], -paid[i])}));
        }
    }
}

package io.github.vflow.table.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.density.ColumnMarginals;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The mean distance to the three nearest rows, with each cell by its place in its column. */
final class NeighboursTest {
    private static final long SEED = 11;
    private static final double GAP = Double.NaN;
    private static final List<Column> COLUMNS =
            List.of(Column.real("x"), Column.category("k", List.of("a", "b", "c")), Column.real("y"));

    private static double[][] rows(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, n)
                .mapToObj(i -> new double[] {
                    random.nextGaussian(), random.nextInt(3), i % 7 == 0 ? GAP : Math.exp(random.nextGaussian())
                })
                .toArray(double[][]::new);
    }

    private static Neighbours of(double[][] rows, int most) {
        Rows all = Rows.withGaps(rows);
        return Neighbours.of(all, most, ColumnMarginals.of(all, COLUMNS));
    }

    /** By all rows one by one, with other code. */
    @Test
    void theScoreIsThatOfAllRowsOneByOne() {
        double[][] rows = rows(300, SEED);
        Neighbours kept = of(rows, 300);
        Marginals marginals = ColumnMarginals.of(Rows.withGaps(rows), COLUMNS);
        for (double[] row : rows(20, SEED + 1)) {
            double[] distances = Arrays.stream(rows)
                    .mapToDouble(other -> {
                        double sum = 0;
                        for (int j = 0; j < row.length; j++) {
                            if (!Double.isNaN(row[j])) {
                                int own = marginals.columns().get(j).code(row[j]);
                                sum += Double.isNaN(other[j])
                                        ? own * own / 256.0 + 1
                                        : j == 1
                                                ? (row[1] == other[1] ? 0 : 1)
                                                : Math.pow(
                                                        (own
                                                                        - marginals
                                                                                .columns()
                                                                                .get(j)
                                                                                .code(other[j]))
                                                                / 16.0,
                                                        2);
                            }
                        }
                        return Math.sqrt(sum);
                    })
                    .sorted()
                    .toArray();
            assertEquals(-(distances[0] + distances[1] + distances[2]) / 3, kept.score(row), 1e-9);
            assertEquals(
                    distances[0] == 0 ? -(distances[1] + distances[2] + distances[3]) / 3 : kept.score(row),
                    kept.withoutDouble().score(row),
                    1e-9);
        }
        assertEquals(-1, kept.withoutDouble().score(rows[1]), 1, "the row itself does not count");
        assertTrue(kept.withoutDouble().score(rows[1]) < kept.score(rows[1]));
        assertTrue(kept.nearest(30).score(rows[1]) < kept.score(rows[1]), "more rows are farther");
    }

    /** Bit by bit, for rows within and between those that are kept. */
    @Property(tries = 20)
    void anIncreasingMapOfAColumnChangesNoScore(
            @ForAll @IntRange(min = 10, max = 400) int n,
            @ForAll @IntRange(min = 0, max = 2) int map,
            @ForAll long seed) {
        DoubleUnaryOperator by = List.<DoubleUnaryOperator>of(Math::exp, Math::cbrt, x -> x * x * x)
                .get(map);
        double[][] rows = rows(n, seed);
        Neighbours plain = of(rows, 100);
        Neighbours mapped = of(mapped(rows, by), 100);
        double[][] others = rows(30, seed + 1);
        for (int i = 0; i < others.length; i++) {
            assertEquals(plain.score(others[i]), mapped.score(mapped(others, by)[i]), "seed " + seed);
        }
    }

    private static double[][] mapped(double[][] rows, DoubleUnaryOperator by) {
        return Arrays.stream(rows)
                .map(r ->
                        new double[] {by.applyAsDouble(r[0]), r[1], Double.isNaN(r[2]) ? GAP : by.applyAsDouble(r[2])})
                .toArray(double[][]::new);
    }

    /** The columns in which the nearest rows differ, with their values there. */
    @Test
    void aRowDiffersInTheColumnsThatCostMost() {
        double[][] rows =
                IntStream.range(0, 100).mapToObj(i -> new double[] {i, 0, i}).toArray(double[][]::new);
        Neighbours kept = of(rows, 100);
        Neighbours.Difference first = kept.differences(new double[] {50, 0, 3}).getFirst();
        assertTrue(
                first.column() != 1 && first.low() > 3 && first.high() < 50 && first.low() <= first.high(),
                first.toString());
        Neighbours.Difference label = kept.differences(new double[] {50, 2, 50}).getFirst();
        assertEquals(new Neighbours.Difference(1, 0, 0), label);
    }

    @Test
    void aFileHasTheSameRows() {
        double[][] rows = rows(90, SEED);
        Marginals marginals = ColumnMarginals.of(Rows.withGaps(rows), COLUMNS);
        Neighbours kept = of(rows, 40);
        assertEquals(40, kept.rows());
        assertEquals(120, kept.bytes());
        String json = kept.toJson().toString();
        Neighbours read = Neighbours.read(Field.root(JsonValue.parse(json)), marginals);
        for (double[] row : rows(20, SEED + 2)) {
            assertEquals(kept.score(row), read.score(row));
        }
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Neighbours.read(
                                Field.root(JsonValue.parse(json.replace("\"rows\":40", "\"rows\":41"))), marginals))
                .getMessage();
        assertEquals(
                "Neighbours: 41 rows of 3 columns must have a byte for each cell but have 120; train again", message);
    }
}

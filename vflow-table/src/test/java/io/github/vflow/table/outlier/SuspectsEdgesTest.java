package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three columns that say the same, and forty rows of four hundred that break it: seen while all three count. */
final class SuspectsEdgesTest {
    private static final int N = 400;
    private static final int ODD = 40;
    private static final List<Column> REALS = List.of(Column.real("x"), Column.real("y"), Column.real("z"));

    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = new double[N][];
        for (int i = 0; i < N; i++) {
            double x = random.nextGaussian();
            rows[i] = new double[] {x, x + 0.1 * random.nextGaussian(), 0.1 * random.nextGaussian() - x};
            if (i < ODD) {
                rows[i] = random.doubles(3, -2, 2).toArray();
            }
        }
        return rows;
    }

    private static int[] suspects(List<Column> columns, double[][] rows) {
        Rows all = Rows.withGaps(rows);
        return Suspects.of(all, columns, Folds.of(all, 1), 1);
    }

    private static final int[] USUAL = suspects(REALS, rows());

    private static int[] suspects(DoubleUnaryOperator z) {
        double[][] rows = rows();
        for (double[] row : rows) {
            row[2] = z.applyAsDouble(row[2]);
        }
        return suspects(REALS, rows);
    }

    @Test
    void theRowsThatBreakItAreSuspect() {
        long odd = Arrays.stream(USUAL).filter(i -> i < ODD).count();
        assertTrue(odd >= 25 && USUAL.length - odd <= 8, Arrays.toString(USUAL));
        assertArrayEquals(Arrays.stream(USUAL).sorted().toArray(), USUAL);
        double[][] more = Arrays.copyOf(rows(), N + 1);
        more[N] = new double[] {Double.NaN, Double.NaN, Double.NaN};
        System.arraycopy(rows(), 0, more, 1, N);
        more[0] = new double[] {Double.NaN, Double.NaN, Double.NaN};
        int[] later = suspects(REALS, more);
        long oddLater = Arrays.stream(later).filter(i -> i >= 1 && i <= ODD).count();
        assertTrue(
                oddLater >= 25 && later.length - oddLater <= 8, "after a row without a cell " + Arrays.toString(later));
    }

    /** Units and signs change nothing, and a number far out counts no more than one ten ranges away. */
    @Test
    void unitsChangeNoSuspect() {
        assertArrayEquals(USUAL, suspects(z -> 1_024 * z));
        assertArrayEquals(USUAL, suspects(z -> -z));
        double[][] far = rows();
        double[][] farther = rows();
        far[399][2] = 1e6;
        farther[399][2] = 1e12;
        assertArrayEquals(suspects(REALS, far), suspects(REALS, farther));
    }

    @Test
    void columnsOfFewOrFrequentNumbersAreNotSeen() {
        double[] sorted = Arrays.stream(rows()).mapToDouble(r -> r[2]).sorted().toArray();
        double step = (sorted[N - 1] - sorted[0]) / 49.5;
        assertEquals(0, suspects(z -> step * Math.rint(z / step)).length, "fifty numbers");
        for (int repeated : new int[] {19, 20}) {
            double[][] rows = rows();
            IntStream.range(100, 100 + repeated).forEach(i -> rows[i][2] = rows[100][2]);
            assertEquals(repeated < 20, suspects(REALS, rows).length > 0, repeated + " equal numbers of 400");
            double[][] gaps = rows();
            IntStream.range(100, 100 + repeated).forEach(i -> gaps[i][2] = Double.NaN);
            assertEquals(repeated < 20, suspects(REALS, gaps).length > 0, repeated + " gaps of 400");
        }
    }

    @Test
    void labelsAndCirclesAreNotSeen() {
        for (Column other : List.of(
                new Column.Circular("z", -10, 10),
                Column.category(
                        "z", IntStream.range(0, N).mapToObj(Integer::toString).toList()))) {
            double[][] rows = rows();
            if (other.isCategory()) {
                IntStream.range(0, N).forEach(i -> rows[i][2] = i);
            }
            assertEquals(0, suspects(List.of(REALS.get(0), REALS.get(1), other), rows).length, other.name());
        }
        assertEquals(
                0,
                suspects(
                                REALS.subList(0, 2),
                                Arrays.stream(rows())
                                        .map(r -> Arrays.copyOf(r, 2))
                                        .toArray(double[][]::new))
                        .length);
    }
}

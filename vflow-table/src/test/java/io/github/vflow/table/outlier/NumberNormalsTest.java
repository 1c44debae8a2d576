package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.density.ColumnMarginals;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.schema.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Normal distributions of the numbers of a table. */
final class NumberNormalsTest {
    private static final long SEED = 11;
    private static final int ROWS = 500;

    /** Three columns of normal numbers, each in units of its own, and four that the normal distributions leave out. */
    private static final List<Column> COLUMNS = List.of(
            Column.real("x"),
            Column.category("label", List.of("a", "b", "c")),
            Column.real("y"),
            Column.whole("few"),
            Column.real("a number in a fifteenth of the rows"),
            Column.real("z"),
            new Column.Circular("angle", 0, 360));

    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, ROWS)
                .mapToObj(i -> new double[] {
                    5 + 2 * random.nextGaussian(),
                    i % 3,
                    1e6 * random.nextGaussian(),
                    i % 20,
                    i % 15 == 0 ? 0 : random.nextGaussian(),
                    random.nextGaussian(),
                    random.nextGaussian()
                })
                .toArray(double[][]::new);
    }

    private static List<NumberNormals> normals(double[][] rows, List<Column> columns) {
        Rows all = Rows.withGaps(rows);
        return normals(all, columns, Folds.of(all, SEED));
    }

    private static List<NumberNormals> normals(Rows rows, List<Column> columns, Folds folds) {
        List<Marginals> marginals = IntStream.range(0, folds.count())
                .mapToObj(k -> ColumnMarginals.of(rows.select(folds.others(k)), columns))
                .toList();
        return NumberNormals.of(rows, columns, folds, marginals, SEED);
    }

    /** Independent numbers have ln N(z) = Σ ln φ(zⱼ), whatever their units are, by about 400 rows. */
    @Test
    void independentNumbersHaveNoCombination() {
        List<NumberNormals> normals = normals(rows(), COLUMNS);
        assertEquals(5, normals.size());
        for (double[] z : new double[][] {{0, 0, 0}, {1, -1, 0.5}, {-1.8, 0, 1}}) {
            double square = z[0] * z[0] + z[1] * z[1] + z[2] * z[2];
            double[] row = {5 + 2 * z[0], 0, 1e6 * z[1], 3, 0, z[2], 0};
            for (NumberNormals n : normals) {
                assertEquals(0, n.besideIndependent(new double[][] {row})[0], 0.3 + 0.15 * square, "seed " + SEED);
            }
        }
    }

    /** Labels, few numbers, numbers that repeat much, and places on a circle change nothing; each of the others does. */
    @Test
    void otherColumnsAreLeftOut() {
        NumberNormals normals = normals(rows(), COLUMNS).getFirst();
        double[] row = {4, 1, 2e5, 7, 0.4, 0.1, 0.2};
        double log = normals.besideIndependent(new double[][] {row})[0];
        List<Integer> seen = new ArrayList<>();
        for (int j = 0; j < row.length; j++) {
            double[] other = row.clone();
            other[j] = j == 2 ? 1e6 : 2;
            if (normals.besideIndependent(new double[][] {other})[0] != log) {
                seen.add(j);
            }
        }
        assertEquals(List.of(0, 2, 5), seen);
        List<Column> two = new ArrayList<>(COLUMNS);
        two.set(5, new Column.Circular("angle", -180, 180));
        assertEquals(List.of(), normals(rows(), two), "two columns");
    }

    /** A gap is at the median, one number far out sets no scale, and any number has a finite score. */
    @Test
    void aGapIsAtTheMedianAndNumbersFarOutCountLittle() {
        double[][] rows = rows();
        rows[7][0] = Double.NaN;
        rows[9][0] = 1e30;
        NumberNormals normals = normals(rows, COLUMNS).get(1);
        double[] logs = normals.besideIndependent(Stream.of(Double.NaN, 5.0, 24.0, 1e3, -1e300)
                .map(x -> new double[] {x, 0, 0, 0, 0, 0, 0})
                .toArray(double[][]::new));
        assertEquals(logs[1], logs[0], 0.2);
        assertTrue(Arrays.stream(logs).allMatch(x -> Math.abs(x) < 400), Arrays.toString(logs));
    }

    /** A unit is no combination: the numbers, their exponentials and their cubes have the same scores where rows are. */
    @Test
    void noUnitChangesAScore() {
        double[][] rows = rows();
        double[][] others = rows();
        for (double[] row : others) {
            row[0] = Math.exp(row[0]);
            row[5] = row[5] * row[5] * row[5];
        }
        double[] plain = normals(rows, COLUMNS).getFirst().besideIndependent(rows);
        double[] mapped = normals(others, COLUMNS).getFirst().besideIndependent(others);
        for (int i = 0; i < rows.length; i++) {
            assertEquals(plain[i], mapped[i], 0.3, "row " + i + ", seed " + SEED);
        }
    }

    @Test
    void aScaleHasTheQuartilesOfItsNumbers() {
        QuartileScale scale = QuartileScale.of(new double[] {1, 2, 3, Double.NaN, 4, 5});
        assertEquals(0, scale.linear(Double.NaN));
        assertEquals(0, scale.linear(scale.median()));
        assertEquals(1.349, scale.linear(scale.median() + scale.range()), 1e-9);
        assertEquals(13.49, scale.linear(1e30), 1e-9);
        assertEquals(-13.49, scale.linear(-1e30), 1e-9);
    }

    /** The rows of a fold have no part in its mixture, but in the others; so the rows of no fold have none at all. */
    @Test
    void noRowJudgesItself() {
        double[][] rows = rows();
        Folds folds = Folds.of(Rows.of(rows), SEED).without(new int[] {3});
        double[][] changed = rows();
        changed[3][0] = 12;
        changed[folds.rows(0)[1]][5] = -4;
        double[][] some = {rows[3], rows[8]};
        for (int k = 0; k < folds.count(); k++) {
            double[] before = logs(rows, folds, k, some);
            double[] after = logs(changed, folds, k, some);
            assertEquals(k == 0, Arrays.equals(before, after), "fold " + k);
        }
    }

    private static double[] logs(double[][] rows, Folds folds, int fold, double[][] some) {
        return normals(Rows.of(rows), COLUMNS, folds).get(fold).besideIndependent(some);
    }
}

package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MarginalTermsTest {
    private static final long SEED = 5;

    private static MarginalTerms of(int n, int d, IntFunction<double[]> row) {
        return MarginalTerms.of(
                Rows.withGaps(IntStream.range(0, n).mapToObj(row).toArray(double[][]::new)),
                reals(d),
                IntStream.range(0, d).toArray());
    }

    private static List<Column> reals(int d) {
        return IntStream.range(0, d).<Column>mapToObj(j -> Column.real("x" + j)).toList();
    }

    private static double[] normals(SplittableRandom random, int d) {
        return IntStream.range(0, d).mapToDouble(_ -> random.nextGaussian()).toArray();
    }

    /** The weight has an error of about √(2/n), 0.02 for 4,000 rows. The tenth that is left out makes the sum narrower than its parts. */
    @Test
    void independentColumnsCountInFull() {
        SplittableRandom random = new SplittableRandom(SEED);
        MarginalTerms single = of(4_000, 5, _ -> normals(random, 5));
        assertEquals(1, single.densities().weight(), 0.02, "seed " + SEED);
        assertEquals(1, single.places().weight(), 0.02, "seed " + SEED);
    }

    /** Five equal columns count as one, and the same row as much as in one column, but for a constant. */
    @Test
    void equalColumnsCountOnce() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] x = normals(random, 1_000);
        MarginalTerms five = of(1_000, 5, i -> new double[] {x[i], x[i], x[i], x[i], x[i]});
        MarginalTerms one = of(1_000, 1, i -> new double[] {x[i]});
        assertEquals(0.2, five.densities().weight(), 1e-12);
        assertEquals(0.2, five.places().weight(), 1e-12);
        assertEquals(1, one.densities().weight(), 1e-12);
        for (double value : new double[] {-3, 0.5, 2, 40}) {
            double[] row = new double[5];
            Arrays.fill(row, value);
            double[] first = {value};
            assertEquals(
                    one.density(new double[1]) - one.density(first),
                    five.density(new double[5]) - five.density(row),
                    1e-9,
                    "at " + value);
            assertEquals(
                    one.place(new double[1]) - one.place(first),
                    five.place(new double[5]) - five.place(row),
                    1e-9,
                    "at " + value);
        }
    }

    /** By all covariances of the rows that are kept: Σⱼ Var lⱼ of ΣⱼΣₖ Cov(lⱼ, lₖ), for two equal columns and an independent one. */
    @Test
    void theWeightIsTheShareOfVariancesInAllCovariances() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = IntStream.range(0, 4_000)
                .mapToObj(_ -> normals(random, 2))
                .map(z -> new double[] {z[0], z[0], z[1]})
                .toArray(double[][]::new);
        MarginalTerms single = of(rows.length, 3, i -> rows[i]);
        double[][] kept = Arrays.stream(rows)
                .map(r -> IntStream.range(0, 3)
                        .mapToDouble(j -> single.marginals().columns().get(j).logProb(r[j]))
                        .toArray())
                .sorted(Comparator.comparingDouble(l -> l[0] + l[1] + l[2]))
                .skip(400)
                .toArray(double[][]::new);
        double variances = 0;
        double all = 0;
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++) {
                double c = covariance(kept, j, k);
                variances += j == k ? c : 0;
                all += c;
            }
        }
        assertEquals(variances / all, single.densities().weight(), 1e-9, "seed " + SEED);
        assertTrue(variances / all > 0.6 && variances / all < 0.8, single + ", seed " + SEED);
    }

    private static double covariance(double[][] rows, int j, int k) {
        double a = Arrays.stream(rows).mapToDouble(r -> r[j]).average().orElseThrow();
        double b = Arrays.stream(rows).mapToDouble(r -> r[k]).average().orElseThrow();
        return Arrays.stream(rows)
                .mapToDouble(r -> (r[j] - a) * (r[k] - b))
                .average()
                .orElseThrow();
    }

    /** A twentieth of rows that are far out in all columns looks like dependence, but is left out. */
    @Test
    void oddRowsAreNoDependence() {
        SplittableRandom random = new SplittableRandom(SEED);
        MarginalTerms single = of(2_000, 4, i -> {
            double[] z = normals(random, 4);
            return i % 20 == 0 ? Arrays.stream(z).map(v -> 50 * v).toArray() : z;
        });
        assertTrue(single.densities().weight() > 0.9, single.densities() + ", seed " + SEED);
        assertTrue(single.places().weight() > 0.9, single.places() + ", seed " + SEED);
    }

    private static double product(MarginalTerms single, double[] row) {
        return IntStream.range(0, row.length)
                .mapToDouble(j -> single.marginals().columns().get(j).logProb(row[j]))
                .sum();
    }

    private static double places(MarginalTerms single, double[] row) {
        return IntStream.range(0, row.length)
                .mapToDouble(j -> single.marginals().columns().get(j).place(row[j]))
                .sum();
    }

    /** A missing cell counts as the mean of its column, so a row with a gap keeps its place among the others if a column changes its unit. */
    @Test
    void aGapIsTypicalInAnyUnit() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = IntStream.range(0, 600)
                .mapToObj(i -> {
                    double[] z = normals(random, 3);
                    return i % 3 == 0 ? new double[] {z[0], Double.NaN, z[2]} : z;
                })
                .toArray(double[][]::new);
        double[] gap = {0.4, Double.NaN, -0.2};
        double[] known = {0.4, 0, -0.2};
        double before = Double.NaN;
        for (double unit : new double[] {1, 1_000}) {
            MarginalTerms single = of(rows.length, 3, i -> new double[] {rows[i][0], unit * rows[i][1], rows[i][2]});
            double fall = single.density(known) - single.density(gap);
            assertTrue(Math.abs(fall) < 1, "nats " + fall + ", seed " + SEED);
            assertTrue(Double.isNaN(before) || Math.abs(fall - before) < 1e-9, "unit " + unit + ": " + fall);
            before = fall;
            assertEquals(
                    single.means().get(1).density(),
                    single.missing(gap),
                    1e-12,
                    "the density that the joint one lacks");
            assertEquals(0, single.missing(known));
        }
    }

    /** The weighted sum has the mean of the sum, so folds with slightly different weights compare. */
    @Test
    void theMeanStays() {
        DependenceWeight half = new DependenceWeight(0.5, -8);
        assertEquals(-8, half.of(-8));
        assertEquals(-11, half.of(-14));
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = IntStream.range(0, 500)
                .mapToObj(_ -> normals(random, 2))
                .map(z -> new double[] {z[0], z[0] + z[1]})
                .toArray(double[][]::new);
        MarginalTerms single = of(500, 2, i -> rows[i]);
        double[] sums = Arrays.stream(rows)
                .mapToDouble(r -> product(single, r))
                .sorted()
                .toArray();
        assertEquals(
                Arrays.stream(sums).skip(50).average().orElseThrow(),
                single.densities().mean(),
                1e-9);
        assertNotEquals(1, single.densities().weight());
        assertNotEquals(single.densities(), single.places());
        double[] row = {1, -2};
        double w = single.densities().weight();
        double v = single.places().weight();
        double density = w * product(single, row) + (1 - w) * single.densities().mean();
        double place = v * places(single, row) + (1 - v) * single.places().mean();
        assertEquals(density, single.density(row), 1e-9, "seed " + SEED);
        assertEquals(place, single.place(row), 1e-9, "seed " + SEED);
    }

    /** A column that is missing in half of the rows and independent of the other makes no dependence; one that never varies counts nothing. */
    @Test
    void gapsAndConstantsAreNoDependence() {
        SplittableRandom random = new SplittableRandom(SEED);
        MarginalTerms gaps = of(4_000, 3, i -> {
            double[] z = normals(random, 3);
            return i % 2 == 0 ? z : new double[] {z[0], Double.NaN, Double.NaN};
        });
        assertEquals(1, gaps.densities().weight(), 0.05, "seed " + SEED);
        MarginalTerms constant = of(50, 2, _ -> new double[] {3, 3});
        assertEquals(1, constant.densities().weight());
        MarginalTerms never = of(50, 2, i -> new double[] {i, Double.NaN});
        assertEquals(1, never.densities().weight(), 1e-12);
        assertTrue(Double.isFinite(never.density(new double[] {3, Double.NaN})));
        assertTrue(Double.isFinite(never.place(new double[] {3, Double.NaN})));
    }

    /** Three equal columns of a joint density, and one that it does not have: the three count as one, and the other in full. */
    @Test
    void aColumnWithoutAJointDensityCountsInFull() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = IntStream.range(0, 300)
                .mapToObj(i -> {
                    double z = random.nextGaussian();
                    return new double[] {z, i == 7 ? 1 : 5, z, z};
                })
                .toArray(double[][]::new);
        MarginalTerms single = MarginalTerms.of(Rows.of(rows), reals(4), new int[] {0, 2, 3});
        assertEquals(1 / 3.0, single.densities().weight(), 1e-12, "seed " + SEED);
        double[] usual = {0.3, 5, 0.3, 0.3};
        double[] odd = {0.3, 1, 0.3, 0.3};
        Marginal alone = single.marginals().columns().get(1);
        double full = alone.logProb(5) - alone.logProb(1);
        assertEquals(full, single.density(usual) - single.density(odd), 1e-9);
        assertTrue(full > 3, "nats " + full);
        double place = alone.place(5) - alone.place(1);
        assertEquals(place, single.place(usual) - single.place(odd), 1e-9);
        assertTrue(place > 3, "nats " + place);
    }
}

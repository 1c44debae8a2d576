package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MarginalsTest {
    private static final long SEED = 11;

    private static double[] normals(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, n)
                .mapToDouble(_ -> 3 + 2 * random.nextGaussian())
                .toArray();
    }

    @Test
    void frequenciesHaveOneMadeUpRowForEachLabel() {
        Marginal m = Marginal.Frequencies.of(new double[] {0, 0, 2, 0}, 3);
        assertEquals(Math.log(4.0 / 7), m.score(0));
        assertEquals(Math.log(1.0 / 7), m.score(1));
        assertEquals(Math.log(2.0 / 7), m.score(2));
        assertEquals(0, m.typical());
    }

    /** By the count of numbers below and equal ones, the number itself among them. */
    @Test
    void aNumberCountsByItsPlace() {
        double[] known = {7, 1, 3, 3, 3, 9, 1};
        for (double x : new double[] {1, 2, 3, 5, 7, 9}) {
            double below = Arrays.stream(known).filter(v -> v < x).count();
            double equal = Arrays.stream(known).filter(v -> v == x).count();
            double u = (below + equal / 2 + 0.5) / 8;
            assertEquals(Math.log(4 * u * (1 - u)), Marginal.Places.of(known).score(x), 1e-12, "at " + x);
        }
        assertEquals(3, Marginal.Places.of(known).typical());
        assertEquals(0, Marginal.Places.of(new double[0]).score(5));
    }

    /** The median counts zero, and both tails fall alike. No unit matters, nor does a growing function inside the numbers. */
    @Test
    void onlyTheOrderMatters() {
        double[] known = normals(501);
        double[] skewed = Arrays.stream(known).map(Math::exp).toArray();
        double[] mirrored = Arrays.stream(known).map(x -> 1_000 - 50 * x).toArray();
        Marginal m = Marginal.Places.of(known);
        assertEquals(0, m.score(m.typical()), 1e-5);
        for (double x : known) {
            assertEquals(m.score(x), Marginal.Places.of(skewed).score(Math.exp(x)), 1e-12, "seed " + SEED);
            assertEquals(m.score(x), Marginal.Places.of(mirrored).score(1_000 - 50 * x), 1e-12, "seed " + SEED);
        }
    }

    /** Of an exponential law the score beyond the last number falls by one for each scale, on either side. */
    @Test
    void beyondAllNumbersTheTailFallsExponentially() {
        double[] known = IntStream.range(0, 2_000)
                .mapToDouble(i -> -3 * Math.log((i + 0.5) / 2_000))
                .toArray();
        double last = Arrays.stream(known).max().orElseThrow();
        Marginal above = Marginal.Places.of(known);
        Marginal below = Marginal.Places.of(Arrays.stream(known).map(x -> -x).toArray());
        assertEquals(-10, above.score(last + 40) - above.score(last + 10), 1.5);
        assertEquals(above.score(last + 40), below.score(-last - 40), 1e-9);
        assertEquals(above.score(last), above.score(last + 1e-6), 1);
        double[] twice = Arrays.stream(known).map(x -> 2 * x).toArray();
        assertEquals(above.score(last + 40), Marginal.Places.of(twice).score(2 * last + 80), 1e-9);
    }

    /** A twentieth of rows far out moves a standard deviation by tens, but the places of the others by a twentieth. */
    @Test
    void aFewRowsFarOutHardlyChangeIt() {
        double[] clean = normals(2_000);
        double[] dirty = clean.clone();
        Arrays.fill(dirty, 0, 100, 1e6);
        double difference =
                Marginal.Places.of(clean).score(5) - Marginal.Places.of(dirty).score(5);
        assertEquals(0, difference, 0.3, "seed " + SEED);
    }

    /** Two of a hundred degrees in an arc are as usual as two of a hundred, wherever the circle is cut. */
    @Test
    void aCircleHasNoEnds() {
        Column.Circular degrees = new Column.Circular("a", 0, 360);
        double[] known = IntStream.range(0, 360).mapToDouble(i -> i + 0.5).toArray();
        for (double x : new double[] {0, 5, 180, 355, 359.9}) {
            assertEquals(0, Marginal.OnCircle.of(known, degrees).score(x), 0.05, "at " + x);
        }
        double[] north = IntStream.range(0, 100).mapToDouble(i -> i % 20 - 10).toArray();
        Marginal m = Marginal.OnCircle.of(north, degrees);
        for (double turn : new double[] {-3, 3}) {
            assertEquals(Math.log((100 + 0.1) / 101 / 0.1), m.score(turn), 1e-12, "at " + turn);
        }
        assertEquals(Math.log(0.1 / 101 / 0.1), m.score(180), 1e-12);
    }

    @Test
    void wholeNumbersCountByTheirPlaces() {
        double[] known =
                IntStream.range(0, 1_000).mapToDouble(i -> i % 4 == 0 ? 1 : 2).toArray();
        Marginals m = Marginals.of(Rows.of(column(known)), List.of(new Column.Whole("n")));
        double one = 125.5 / 1_001;
        double two = 625.5 / 1_001;
        assertEquals(Math.log(4 * one * (1 - one)), m.score(new double[] {1}), 1e-12);
        assertEquals(Math.log(4 * two * (1 - two)), m.score(new double[] {2}), 1e-12);
        assertTrue(m.score(new double[] {40}) < -6);
    }

    @Test
    void oneValueOnlyMakesAnyOtherOdd() {
        Marginal m = Marginal.Places.of(new double[] {5, 5, 5, 5});
        assertTrue(m.score(5) > m.score(5.5) + 5, m.score(5) + " against " + m.score(5.5));
        assertTrue(Double.isFinite(m.score(1e9)));
        Marginal zeros = Marginal.Places.of(new double[3]);
        assertTrue(zeros.score(0) > zeros.score(1) + 5 && Double.isFinite(zeros.score(1)));
    }

    @Test
    void itIsTheSumOverKnownCells() {
        Rows rows = Rows.withGaps(new double[][] {{0, 1}, {1, 2}, {1, Double.NaN}, {1, 4}});
        Marginals m = Marginals.of(
                rows,
                List.of(new Column.Category("a", new ColumnSpec.Category(List.of("x", "y"))), new Column.Real("b")));
        double a = Marginal.Frequencies.of(new double[] {0, 1, 1, 1}, 2).score(1);
        double b = Marginal.Places.of(new double[] {1, 2, 4}).score(2);
        assertEquals(a + b, m.score(new double[] {1, 2}), 1e-12);
        assertEquals(b, m.score(new double[] {Double.NaN, 2}), 1e-12);
    }

    private static double[][] column(double[] values) {
        return Arrays.stream(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
    }
}

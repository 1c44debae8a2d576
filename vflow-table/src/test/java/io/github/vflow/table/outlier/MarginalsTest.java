package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.score.Scorer;
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

    private static double mass(Marginal m, double from, double to, int cells) {
        double step = (to - from) / cells;
        return IntStream.range(0, cells)
                .mapToDouble(i -> Math.exp(m.logProb(from + (i + 0.5) * step)) * step)
                .sum();
    }

    @Test
    void frequenciesHaveOneMadeUpRowForEachLabel() {
        Marginal m = Marginal.Frequencies.of(new double[] {0, 0, 2, 0}, 3);
        assertEquals(Math.log(4.0 / 7), m.logProb(0));
        assertEquals(Math.log(1.0 / 7), m.logProb(1));
        assertEquals(Math.log(2.0 / 7), m.logProb(2));
        assertEquals(0, m.typical());
    }

    /** The Cauchy part has a mass of 5 % · 2/(π·2000) beyond 1,000 scales: 3e-5. The sum over cells cuts windows at 1,000 cells each. */
    @Test
    void aWindowHasMassOneAndTheDensityOfItsRows() {
        double[] known = normals(4_000);
        Marginal m = Marginal.Window.of(known, 0);
        assertEquals(1, mass(m, -1_000, 1_000, 400_000), 2e-3, "seed " + SEED);
        for (double x : new double[] {3, 5, 0}) {
            double t = (x - 3) / 2;
            double normal = -0.5 * t * t - Math.log(2 * Math.sqrt(2 * Math.PI));
            assertEquals(normal, m.logProb(x), 0.2, "at " + x + ", seed " + SEED);
        }
        assertEquals(3, m.typical(), 0.2);
    }

    /** A twentieth of rows far out moves a standard deviation by tens, but neither median nor quartiles. */
    @Test
    void aFewRowsFarOutHardlyChangeIt() {
        double[] clean = normals(2_000);
        double[] dirty = clean.clone();
        Arrays.fill(dirty, 0, 100, 1e6);
        double difference = Marginal.Window.of(clean, 0).logProb(5)
                - Marginal.Window.of(dirty, 0).logProb(5);
        assertEquals(0, difference, 0.3, "seed " + SEED);
    }

    /** By the count of numbers below and equal ones. Labels have no place: they count with ln P. */
    @Test
    void aPlaceIsThatAmongTheOthers() {
        double[] known = {7, 1, 3, 3, 3, 9, 1};
        Marginals m =
                Marginals.of(Rows.of(column(known)), List.of(Column.real("x").withAtoms(List.of(3.0))));
        for (double x : new double[] {0, 1, 2, 3, 5, 7, 9, 1e6}) {
            double below = Arrays.stream(known).filter(v -> v < x).count();
            double equal = Arrays.stream(known).filter(v -> v == x).count();
            double u = (below + equal / 2 + 0.5) / 8;
            assertEquals(Math.log(4 * u * (1 - u)), m.columns().getFirst().place(x), 1e-12, "at " + x);
        }
        Marginals labels =
                Marginals.of(Rows.of(column(new double[] {0, 1, 1})), List.of(Column.category("a", List.of("x", "y"))));
        assertEquals(
                labels.columns().getFirst().logProb(0),
                labels.columns().getFirst().place(0));
        Marginals turns =
                Marginals.of(Rows.of(column(new double[] {10, 20, 350})), List.of(new Column.Circular("t", 0, 360)));
        assertEquals(
                turns.columns().getFirst().logProb(0),
                turns.columns().getFirst().place(0),
                "a circle has no ends");
    }

    /** By the count of numbers that reach it on its side. Labels have no sides. */
    @Test
    void aTailIsTheShareOfTheNumbersThatReachIt() {
        double[] known = {7, 1, 3, 3, 3, 9, 1};
        Marginal m = Marginals.of(Rows.of(column(known)), List.of(Column.real("x")))
                .columns()
                .getFirst();
        for (double x : new double[] {0, 1, 2, 3, 5, 7, 9, 1e6}) {
            double atMost = Arrays.stream(known).filter(v -> v <= x).count() / 7.0;
            double atLeast = Arrays.stream(known).filter(v -> v >= x).count() / 7.0;
            Scorer.Tail tail = m.tail(x).orElseThrow();
            assertEquals(Math.min(atMost, atLeast), tail.share(), 1e-12, "at " + x);
            assertEquals(atLeast < atMost, tail.isHigh(), "at " + x);
        }
        assertTrue(Marginal.Frequencies.of(new double[] {0, 1}, 2).tail(1).isEmpty());
    }

    /** In a long table the outermost thousandth on either side has one place. */
    @Test
    void aPlaceCountsAtMostAsAThousandth() {
        double[] known = IntStream.range(0, 20_000).asDoubleStream().toArray();
        Marginals m = Marginals.of(Rows.of(column(known)), List.of(Column.real("x")));
        double least = Math.log(4 * 1e-3 * (1 - 1e-3));
        for (double x : new double[] {-5, 0, 18, 19_981, 30_000}) {
            assertEquals(least, m.columns().getFirst().place(x), 1e-9, "at " + x);
        }
        assertTrue(m.columns().getFirst().place(30) > least
                && m.columns().getFirst().place(19_970) > least);
    }

    /** A growing function of the numbers moves no place. */
    @Test
    void onlyTheOrderMattersForPlaces() {
        double[] known = normals(501);
        double[] skewed = Arrays.stream(known).map(Math::exp).toArray();
        List<Column> real = List.of(Column.real("x"));
        Marginals m = Marginals.of(Rows.of(column(known)), real);
        Marginals s = Marginals.of(Rows.of(column(skewed)), real);
        for (double x : known) {
            double place = m.columns().getFirst().place(x);
            assertEquals(place, s.columns().getFirst().place(Math.exp(x)), 1e-12, "seed " + SEED);
        }
    }

    @Test
    void wholeNumbersHaveAboutTheirProbabilities() {
        double[] known =
                IntStream.range(0, 1_000).mapToDouble(i -> i % 4 == 0 ? 1 : 2).toArray();
        Marginals m = Marginals.of(Rows.of(column(known)), List.of(Column.whole("n")));
        assertEquals(Math.log(0.95 * 0.25), m.columns().getFirst().logProb(1), 0.2);
        assertEquals(Math.log(0.95 * 0.75), m.columns().getFirst().logProb(2), 0.2);
        assertTrue(m.columns().getFirst().logProb(40) < -6);
    }

    @Test
    void oneValueOnlyMakesAnyOtherOdd() {
        Marginal m = Marginal.Window.of(new double[] {5, 5, 5, 5}, 0);
        assertTrue(m.logProb(5) > m.logProb(5.5) + 5, m.logProb(5) + " against " + m.logProb(5.5));
        assertTrue(Double.isFinite(m.logProb(1e9)));
        Marginal zeros = Marginal.Window.of(new double[3], 0);
        assertTrue(zeros.logProb(0) > zeros.logProb(1) + 5 && Double.isFinite(zeros.logProb(1)));
    }

    @Test
    void eachColumnHasItsKnownCells() {
        Rows rows = Rows.withGaps(new double[][] {{0, 1}, {1, 2}, {1, Double.NaN}, {1, 4}});
        Marginals m = Marginals.of(rows, List.of(Column.category("a", List.of("x", "y")), Column.real("b")));
        double a = Marginal.Frequencies.of(new double[] {0, 1, 1, 1}, 2).logProb(1);
        double b = Marginal.Window.of(new double[] {1, 2, 4}, 0).logProb(2);
        assertEquals(a, m.columns().getFirst().logProb(1), 1e-12);
        assertEquals(b, m.columns().getLast().logProb(2), 1e-12);
    }

    private static double[][] column(double[] values) {
        return Arrays.stream(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
    }
}

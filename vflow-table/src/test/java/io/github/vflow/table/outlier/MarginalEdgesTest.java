package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.score.Oddness;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Distributions of columns and limits of scores as numbers, by their definitions. */
final class MarginalEdgesTest {
    private static final double ERROR = 1e-12;

    private static Marginal of(Column column, double... known) {
        Rows rows = Rows.withGaps(
                Arrays.stream(known).mapToObj(x -> new double[] {x}).toArray(double[][]::new));
        return Marginals.of(rows, List.of(column)).columns().getFirst();
    }

    /** The place i = p·(n − 1), rounded down, of ascending numbers. */
    private static double quantile(double[] ascending, double p) {
        return ascending[(int) (p * (ascending.length - 1))];
    }

    private static double deviation(double[] numbers) {
        double mean = Arrays.stream(numbers).average().orElseThrow();
        return Math.sqrt(
                Arrays.stream(numbers).map(x -> Math.pow(x - mean, 2)).average().orElseThrow());
    }

    /** A twentieth of a Cauchy density, and the rows in the window of Silverman's width. */
    @Test
    void aWindowHasTheDensityOfItsDefinition() {
        for (double[] known : List.of(
                new double[] {1, 2, 2.5, 4, 5, 6, 7.5, 9}, // the deviation is narrower
                new double[] {1, 4.9, 5, 5, 5, 5, 5.1, 40})) { // the quartiles are
            double quartiles = (quantile(known, 0.75) - quantile(known, 0.25)) / 1.349;
            double s = Math.min(quartiles, deviation(known));
            double h = 0.9 * s * Math.pow(known.length, -0.2);
            double median = quantile(known, 0.5);
            Marginal window = Marginal.Window.of(known, 0);
            assertEquals(median, window.typical());
            for (double x : new double[] {1, 3, 5, 6.2, 40, -7}) {
                double within =
                        Arrays.stream(known).filter(v -> Math.abs(v - x) <= h).count();
                double t = (x - median) / s;
                double expected = 0.95 * within / (2 * h * known.length) + 0.05 / (Math.PI * s * (1 + t * t));
                assertEquals(Math.log(expected), window.logProb(x), 1e-9, "at " + x);
            }
        }
    }

    @Test
    void aWindowIsAtLeastAsWideAsAStep() {
        double[] equal = {4, 4, 4, 4};
        double h = 0.9 * Math.pow(4, -0.2);
        assertEquals(
                Math.log(0.95 / (2 * h) + 0.05 / Math.PI),
                Marginal.Window.of(equal, 1).logProb(4),
                ERROR,
                "a scale of 1");
        double[] many = new double[10_000];
        assertEquals(
                Math.log(0.95 + 0.05 / Math.PI), Marginal.Window.of(many, 1).logProb(0), ERROR, "a half-width of ½");
        assertTrue(Double.isFinite(Marginal.Window.of(new double[0], 0).logProb(3)));
        assertEquals(0, Marginal.Window.of(new double[0], 0).typical());
    }

    /** Thirty other numbers about 50; an atom counts as the mean log-density of a normal distribution of their scale. */
    @Test
    void atomsHaveSharesAndOthersADensity() {
        double[] others =
                IntStream.range(0, 30).mapToDouble(i -> 50 + i * i % 17).toArray();
        double[] known = DoubleStream.concat(
                        DoubleStream.concat(
                                Arrays.stream(others),
                                DoubleStream.generate(() -> 0).limit(60)),
                        DoubleStream.of(99, 99, 99))
                .toArray();
        Marginal m = of(Column.real("x").withAtoms(List.of(0.0, 99.0)), known);
        Marginal.Window window = Marginal.Window.of(others, 0);
        double all = 93 + 3;
        double level = -0.5 * Math.log(2 * Math.PI * Math.E) - Math.log(window.scale());
        assertEquals(level, Marginals.atomLevel(window.scale()), ERROR);
        assertEquals(Math.log(61 / all) + level, m.logProb(0), ERROR);
        assertEquals(m.logProb(0), m.logProb(-0.0), 0);
        assertEquals(Math.log(4 / all) + level, m.logProb(99), ERROR);
        assertEquals(Math.log(31 / all) + window.logProb(55), m.logProb(55), ERROR);
        assertEquals(0, m.typical(), "most rows have it");
        double[] fewer = DoubleStream.concat(
                        Arrays.stream(others), DoubleStream.generate(() -> 0).limit(20))
                .toArray();
        assertEquals(
                window.typical(),
                of(Column.real("x").withAtoms(List.of(0.0)), fewer).typical(),
                "most rows have another number");
    }

    /** Twenty others say too little, so the window is of all numbers. */
    @Test
    void fewOthersHaveNoDensityOfTheirOwn() {
        for (int n : new int[] {20, 21}) {
            double[] known = DoubleStream.concat(
                            IntStream.range(0, n).mapToDouble(i -> 50 + i),
                            DoubleStream.generate(() -> -0.0).limit(10))
                    .toArray();
            Marginal.Numbers m =
                    assertInstanceOf(Marginal.Numbers.class, of(Column.real("x").withAtoms(List.of(0.0)), known));
            assertEquals(n == 21, m.density() instanceof Marginal.WithAtoms, n + " others");
        }
        Marginal.Numbers whole = assertInstanceOf(
                Marginal.Numbers.class,
                of(
                        Column.whole("n").withAtoms(List.of(0.0)),
                        IntStream.range(0, 40).mapToDouble(i -> i < 10 ? 0 : 7).toArray()));
        assertEquals(
                0.5,
                assertInstanceOf(Marginal.WithAtoms.class, whole.density())
                        .others()
                        .half(),
                0.5);
        assertEquals(
                1,
                assertInstanceOf(Marginal.WithAtoms.class, whole.density())
                        .others()
                        .scale(),
                ERROR);
    }

    @Test
    void theTypicalLabelIsTheMostFrequent() {
        assertEquals(1, Marginal.Frequencies.of(new double[] {0, 1, 2, 1}, 3).typical());
        assertEquals(2, Marginal.Frequencies.of(new double[] {2, 1, 2}, 3).typical());
        assertEquals(0, Marginal.Frequencies.of(new double[] {0, 2, 2, 0}, 3).typical(), "the first of equal ones");
        double[][] rows = {{3, 1}, {5, 1}, {4, 0}};
        Marginals both =
                Marginals.of(Rows.of(rows), List.of(Column.real("x"), Column.category("k", List.of("a", "b"))));
        assertEquals(4, both.typical(0));
        assertEquals(1, both.typical(1));
    }

    /** Turns about 0°, where 359 and 1 are neighbours. */
    @Test
    void aCircleHasTheDensityOfItsLine() {
        Column.Circular turns = new Column.Circular("t", 0, 360);
        double[] known = {350, 352, 355, 358, 1, 3, 6, 9};
        Marginal m = of(turns, known);
        Marginal line = Marginal.Window.of(
                Arrays.stream(known).map(x -> x > 180 ? x - 360 : x).sorted().toArray(), 0);
        for (double x : new double[] {0, 5, 90, -5}) {
            assertEquals(line.logProb(x), m.logProb(x < 0 ? x + 360 : x), 1e-9, "at " + x);
        }
        assertEquals(0, Math.IEEEremainder(line.typical() - m.typical(), 360), 1e-9);
        assertTrue(Double.isFinite(of(turns, Double.NaN, Double.NaN).logProb(3)), "without a known cell");
    }

    /** ln 2 nats halve an exponential law, whose median and lower sixth are exact. */
    @Test
    void theLimitFollowsFromMedianAndSixth() {
        for (int n : new int[] {601, 4_001}) {
            double[] scores = IntStream.range(0, n)
                    .mapToDouble(i -> -i * 10.0 / n)
                    .sorted()
                    .toArray();
            double median = quantile(scores, 0.5);
            double v = (median - quantile(scores, 1.0 / 6)) * Math.log(2) / Math.log(3);
            OddScores found = OddScores.of(scores, 0.5, 1e-9);
            double expected = 0.5 * Math.max(1, n / 1000.0);
            assertEquals(v, found.spread(), ERROR);
            assertEquals(median - v * Math.log(0.5 * n / expected) / Math.log(2), found.limit(), 1e-9);
        }
    }

    /** Of two scores in three that are equal, the spread is that of a lower quantile. */
    @Test
    void equalScoresHaveTheirSpreadFurtherDown() {
        double[] scores = IntStream.range(0, 1_001)
                .mapToDouble(i -> i < 150 ? -3 + i / 100.0 : 0)
                .toArray();
        OddScores found = OddScores.of(scores, 1, 1e-9);
        double tenth = quantile(scores, 0.1);
        assertTrue(tenth < 0);
        assertEquals(-tenth * Math.log(2) / Math.log(5), found.spread(), ERROR);
    }

    /** A score is odd, too, where the law expects a tenth of the scores as low. */
    @Test
    void manyLowScoresAreDiscoveries() {
        double[] scores =
                IntStream.range(0, 1_000).mapToDouble(i -> -10 * i / 1_000.0).toArray();
        OddScores plain = OddScores.of(scores, 1, 1e-9);
        double[] with = scores.clone();
        double low = plain.limit() + 0.3 * plain.spread();
        Arrays.fill(with, 980, 1_000, low);
        OddScores few = OddScores.of(with, 1, 1e-9);
        OddScores many = OddScores.of(with, 1, 0.2);
        assertTrue(!few.isOdd(low) && many.isOdd(low), few + ", " + many);
        assertEquals(0, many.common(new Oddness(many.limit(), 0, 1)).value());
    }
}

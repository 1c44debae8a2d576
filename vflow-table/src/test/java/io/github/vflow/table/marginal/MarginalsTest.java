package io.github.vflow.table.marginal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.density.ColumnMarginals;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The distributions of single columns: their sums are one, their tails are shares of the rows, and a monotone map of a column changes no tail. */
final class MarginalsTest {
    private static final long SEED = 23;
    private static final double GAP = Double.NaN;

    private static double[] normals(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, n).mapToDouble(_ -> random.nextGaussian()).toArray();
    }

    private static Marginal of(Column column, double... known) {
        return ColumnMarginals.of(Rows.withGaps(known, 1), List.of(column))
                .columns()
                .getFirst();
    }

    /** ∫ p dx, by the trapezium rule on a grid that is fine where the numbers are, and by the Pareto law beyond. */
    private static double mass(Marginal m, double low, double high) {
        int steps = 400_000;
        double step = (high - low) / steps;
        return IntStream.range(0, steps)
                .mapToDouble(i -> step * Math.exp(m.logProb(low + (i + 0.5) * step)))
                .sum();
    }

    @Property(tries = 20)
    void aDensityHasTheMassOne(@ForAll @IntRange(min = 5, max = 900) int n, @ForAll long seed) {
        Marginal m = of(Column.real("x"), normals(n, seed));
        double beyond = Math.exp(m.logTail(-20)) / 2 + Math.exp(m.logTail(20)) / 2;
        assertEquals(1, mass(m, -20, 20) + beyond, 0.01, n + " rows, seed " + seed);
    }

    @Test
    void wholeNumbersHaveProbabilitiesThatSumToOne() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] counts = IntStream.range(0, 500)
                .mapToDouble(_ -> Math.rint(20 + 5 * random.nextGaussian()))
                .toArray();
        Marginal m = of(Column.whole("n"), counts);
        double sum = IntStream.rangeClosed(-20_000, 20_000)
                .mapToDouble(i -> Math.exp(m.logProb(i)))
                .sum();
        assertEquals(1, sum, 0.01);
        assertEquals(500 * Math.exp(m.logProb(20)), 40, 15);
        assertTrue(m.logTail(20) > Math.log(0.8) && m.logTail(60) < Math.log(0.01));
    }

    /** Half of the numbers are zero: an atom has its share, and the others have the rest, on both sides of it. */
    @Test
    void anAtomHasItsProbability() {
        double[] known = normals(400, SEED);
        IntStream.range(0, 200).forEach(i -> known[i] = i % 2 == 0 ? 0.0 : -0.0);
        Marginal m = of(Column.real("x").withAtoms(List.of(0.0)), known);
        assertEquals(Math.log(201 / 402.0), m.logProb(0), 1e-12);
        assertEquals(m.logProb(0), m.logProb(-0.0));
        assertEquals(200 / 402.0, mass(m, -300, 300), 0.01);
        assertEquals(0, m.logTail(0), 1e-12, "half of the rows are no further out");
        assertEquals(0, m.code(0), 1.6);
        assertEquals(Math.log(0.025), m.logTail(Arrays.stream(known).sorted().toArray()[394]), 0.3);
    }

    /** Twice the share of the rows beyond a number on its side. */
    @Test
    void aTailIsAShareOfTheRows() {
        double[] known = normals(1_000, SEED);
        double[] sorted = Arrays.stream(known).sorted().toArray();
        Marginal m = of(Column.real("x"), known);
        for (int rank : new int[] {8, 40, 200, 800, 960, 991}) {
            double share = Math.min(1, 2 * Math.min(rank + 1, 1_000 - rank) / 1_001.0);
            assertEquals(Math.log(share), m.logTail(sorted[rank]), 0.15, "rank " + rank);
            assertEquals(rank > 500, m.tail(sorted[rank]).orElseThrow().isHigh(), "rank " + rank);
        }
        assertEquals(0, m.tail(9).orElseThrow().share());
        assertEquals(0, m.tail(-9).orElseThrow().share());
        assertTrue(m.logTail(9) < m.logTail(5) && m.logTail(1e300) < m.logTail(1e30));
        assertTrue(Double.isFinite(m.logTail(-1e308)) && Double.isFinite(m.logProb(1e308)));
    }

    /** A sixteenth of Φ⁻¹ of the place: 1.96 has 2.5 % of the rows above. */
    @Test
    void aCodeIsARoundedNormalScore() {
        double[] known = normals(5_000, SEED);
        Marginal m = of(Column.real("x"), known);
        for (double z : new double[] {-2, -1, -0.3, 0, 0.7, 1.96}) {
            assertEquals(16 * z, m.code(z), 2, "seed " + SEED);
            assertEquals(z, m.value(m.code(z)), 0.1, "seed " + SEED);
        }
        assertTrue(m.code(30) > 50 && m.code(1e9) == m.code(30), "beyond all rows");
        int[] squares = m.squares((byte) 5);
        assertEquals(64, squares[13]);
        assertEquals(64, squares[-3 & 0xff]);
        double mean = Arrays.stream(known)
                .map(x -> squares[m.code(x) & 0xff])
                .average()
                .orElseThrow();
        assertEquals(mean, squares[Marginal.GAP & 0xff], 0.04 * mean, "a gap is as far as the rows in the mean");
    }

    /** Labels that differ are one apart, places of a circle by their chord, and gaps as the rows in the mean. */
    @Test
    void labelsAndPlacesOfACircleHaveDistances() {
        Marginal k = of(Column.category("k", List.of("a", "b")), 0, 0, 0, 1);
        int[] squares = k.squares(k.code(0));
        assertEquals(0, squares[k.code(0) & 0xff]);
        assertEquals(256, squares[k.code(1) & 0xff]);
        assertEquals(Math.round(256 * 2 / 6.0), squares[Marginal.GAP & 0xff]);
        assertEquals(1, k.value(k.code(1)));
        SplittableRandom random = new SplittableRandom(SEED);
        Marginal hours = of(
                new Column.Circular("hour", 0, 24),
                IntStream.range(0, 500)
                        .mapToDouble(_ -> 24 * random.nextDouble())
                        .toArray());
        int[] from = hours.squares(hours.code(23.9));
        assertEquals(
                256 * (2 - 2 * Math.cos(2 * Math.PI * 0.2 / 24)), from[hours.code(0.1) & 0xff], 2, "across the ends");
        assertEquals(256 * 4, from[hours.code(11.9) & 0xff], 2);
        assertEquals(2 * 256, from[Marginal.GAP & 0xff]);
        assertEquals(13.2, hours.value(hours.code(13.2)), 0.1);
    }

    /** The lower of the modes around a valley; elsewhere the density itself. */
    @Test
    void aMajorantHasOneMode() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] two = IntStream.range(0, 3_000)
                .mapToDouble(i -> random.nextGaussian() + (i % 3 == 0 ? -5 : 5))
                .toArray();
        Marginal m = of(Column.real("x"), two);
        assertTrue(m.logMajorant(0) > m.logProb(0) + 2, "a valley");
        assertEquals(m.logProb(-5), m.logMajorant(0), 0.5, "the lower mode");
        assertEquals(m.logProb(9), m.logMajorant(9), 1e-9);
        double before = Double.NEGATIVE_INFINITY;
        boolean falls = false;
        for (double x = -12; x < 12; x += 0.05) {
            double e = m.logMajorant(x);
            assertTrue(e >= m.logProb(x) - 1e-12, "at " + x);
            falls |= e < before - 1e-12;
            assertTrue(!falls || e <= before + 1e-12, "one mode, at " + x);
            before = e;
        }
        Marginal atom = of(
                Column.real("x").withAtoms(List.of(0.0)),
                DoubleStream.concat(
                                Arrays.stream(two),
                                DoubleStream.generate(() -> 0).limit(900))
                        .toArray());
        assertEquals(atom.logProb(0), atom.logMajorant(0));
    }

    /** An increasing map changes no place, bit by bit: not of the rows, and not between them. */
    @Property(tries = 30)
    void aMonotoneMapChangesNoPlace(
            @ForAll @IntRange(min = 20, max = 600) int n,
            @ForAll @IntRange(min = 0, max = 3) int map,
            @ForAll long seed) {
        double[] known = normals(n, seed);
        DoubleUnaryOperator by = List.<DoubleUnaryOperator>of(Math::exp, Math::cbrt, x -> x * x * x, x -> 3 - 2 * x)
                .get(map);
        Marginal plain = of(Column.real("x"), known);
        Marginal mapped = of(Column.real("x"), Arrays.stream(known).map(by).toArray());
        double[] sorted = Arrays.stream(known).sorted().toArray();
        for (int i = 1; i < n; i++) {
            for (double x : new double[] {sorted[i], 0.5 * (sorted[i] + sorted[i - 1])}) {
                double there = mapped.logTail(by.applyAsDouble(x));
                if (map < 3) {
                    assertEquals(plain.logTail(x), there, "seed " + seed);
                    assertEquals(plain.code(x), mapped.code(by.applyAsDouble(x)), "seed " + seed);
                } else {
                    assertEquals(Math.exp(plain.logTail(x)), Math.exp(there), 0.1 + 2.0 / n, "turned, seed " + seed);
                }
            }
        }
    }

    /** Of 400 numbers 399 are 1, 2, 3 or 9: 2.5 was never seen and 5 once, so both are rare, though they lie in the middle; in any units. */
    @Test
    void aNumberIsRareAmongNumbersThatRepeat() {
        double[] known = IntStream.range(0, 400)
                .mapToDouble(i -> i == 0 ? 5 : i < 10 ? 3 : new double[] {1, 2, 9}[i % 3])
                .toArray();
        double[] logs = Arrays.stream(known).map(Math::log).toArray();
        for (Column column : List.of(Column.real("x"), Column.whole("x"))) {
            Marginal m = of(column, known);
            assertEquals(Math.log(2 * 1.5 / 401), m.logTail(5), 1e-9);
            assertEquals(m.logTail(5), m.logTail(4), 1e-9, "never seen");
            assertEquals(Math.log(2 * 10.5 / 401), m.logTail(3), 1e-9, "nine times, and 5 is rarer");
            assertTrue(m.logTail(2) > Math.log(0.5));
            assertEquals(m.logTail(5), of(Column.real("x"), logs).logTail(Math.log(5)), 1e-9);
        }
        assertEquals(0, of(Column.real("x"), normals(400, SEED)).logTail(0), 0.3, "no number repeats");
    }

    @Test
    void labelsHaveTheirFrequencies() {
        Marginal m = of(Column.category("k", List.of("a", "b", "c")), 0, 0, 0, 0, 0, 1, 1);
        assertEquals(Math.log(0.6), m.logProb(0), 1e-12);
        assertEquals(Math.log(0.3), m.logProb(1), 1e-12);
        assertEquals(0, m.logTail(0), 1e-12);
        assertEquals(Math.log(0.4), m.logTail(1), 1e-12, "b and c are at most as frequent");
        assertEquals(Math.log(0.1), m.logTail(2), 1e-12);
        assertTrue(m.tail(1).isEmpty());
    }

    /** On a circle a number is far out where numbers are rare, also across its ends. */
    @Test
    void aCircleHasNoEnds() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] hours = IntStream.range(0, 800)
                .mapToDouble(_ -> (48 + random.nextGaussian()) % 24)
                .toArray();
        Marginal m = of(new Column.Circular("hour", 0, 24), hours);
        assertEquals(m.logProb(1), m.logProb(25), 1e-9);
        assertEquals(m.logProb(-1), m.logProb(23), 1e-9);
        assertTrue(m.logTail(0.2) > Math.log(0.1) && m.logTail(12) < Math.log(0.05));
        assertTrue(m.tail(12).isEmpty());
        assertEquals(1, mass(m, 0, 24), 0.01);
    }

    /** One value, two values, none: any other number is far out, and nothing is impossible. */
    @Test
    void fewNumbersHaveADistributionToo() {
        for (double[] known : new double[][] {{GAP}, {5}, {5, 5, 5, 5, 5, 5}, {5, 6}, {GAP, 0, 0, 0, 1}}) {
            for (Column column : List.of(Column.real("x"), Column.whole("x"))) {
                Marginal m = of(column, known);
                for (double x : new double[] {5, 6, 0, -1e6, 1e30}) {
                    assertTrue(Double.isFinite(m.logProb(x)) && m.logTail(x) <= 0, column + " " + x);
                }
                assertTrue(m.logTail(1e30) < -20, column + " of " + Arrays.toString(known));
            }
        }
    }

    @Test
    void aRowSumsItsKnownCells() {
        List<Column> columns = List.of(Column.real("x"), Column.category("k", List.of("a", "b")));
        Marginals all = ColumnMarginals.of(Rows.of(new double[][] {{1, 0}, {2, 0}, {3, 1}, {4, 0}}), columns);
        Marginal x = all.columns().getFirst();
        Marginal k = all.columns().getLast();
        assertEquals(x.logMajorant(2) + k.logProb(1), all.logMajorant(new double[] {2, 1}), 1e-12);
        assertEquals(k.logProb(1), all.logMajorant(new double[] {GAP, 1}), 1e-12);
        assertArrayEquals(new double[] {0, k.logTail(1)}, all.logTails(new double[] {GAP, 1}), 1e-12);
        assertEquals(List.of(k), all.select(new int[] {1}).columns());
    }

    @Test
    void aFileHasTheSameDistributions() {
        double[][] rows = new double[90][];
        SplittableRandom random = new SplittableRandom(SEED);
        Arrays.setAll(rows, i -> new double[] {
            random.nextGaussian(), i % 3, i % 2 == 0 ? 7 : random.nextInt(90), 24 * random.nextDouble()
        });
        List<Column> columns = List.of(
                Column.real("x"),
                Column.category("k", List.of("a", "b", "c")),
                Column.whole("n").withAtoms(List.of(7.0)),
                new Column.Circular("hour", 0, 24));
        Marginals all = ColumnMarginals.of(Rows.of(rows), columns);
        Marginals read = MarginalsJson.read(
                Field.root(JsonValue.parse(MarginalsJson.write(all).toString())));
        assertTrue(read.columns().get(1).isOfLabels(3) && !read.columns().get(1).isOfLabels(2));
        assertTrue(
                read.columns().get(3).isOnCircle() && !read.columns().getFirst().isOnCircle());
        for (double[] row : rows) {
            assertEquals(all.logMajorant(row), read.logMajorant(row));
            for (int j = 0; j < row.length; j++) {
                assertEquals(
                        all.columns().get(j).code(row[j]), read.columns().get(j).code(row[j]));
            }
            assertArrayEquals(all.logTails(row), read.logTails(row));
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Pieces(new double[] {1, 1}, new double[3]))
                .getMessage()
                .startsWith("Pieces: at least two knots must ascend"));
        assertEquals(
                "OnLine: each atom must have a share above zero, less than one together, but 1 atoms have 1 shares with"
                        + " the sum 1.0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new OnLine(
                                        new double[] {3},
                                        new double[] {1},
                                        new Pieces(new double[] {1, 2}, new double[] {0.2, 0.5, 0.3}),
                                        false,
                                        Repeats.of(new double[0]),
                                        Ranks.of(Sorted.of())))
                        .getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Repeats(new double[1], new double[1], 1))
                .getMessage()
                .startsWith("Repeats: each number must have a rarity in (0, 1], and so must the others"));
        assertEquals(
                "Ranks: numbers must ascend, and so must their ranks among 9 rows, but 2 numbers have the ranks [0, 4] to [5, 9]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Ranks(new double[] {1, 2}, new int[] {0, 4}, new int[] {5, 9}, 9))
                        .getMessage());
        assertFalse(all.columns().isEmpty());
    }
}

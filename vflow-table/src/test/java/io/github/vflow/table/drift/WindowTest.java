package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches beside their baseline: p-values that hold, and columns that are named. */
final class WindowTest {
    @Test
    void pValuesHoldTheirLevel() {
        int windows = 400;
        int rejected = 0;
        int[] small = new int[2];
        for (int s = 0; s < windows; s++) {
            SplittableRandom random = new SplittableRandom(s);
            Comparison.Window window = new Comparison.Window(Baseline.builder()
                    .numbers("n", random.doubles(1_000).toArray())
                    .category(
                            "c",
                            List.of("a", "b", "c"),
                            random.ints(1_000, 0, 3).asDoubleStream().toArray())
                    .build());
            for (int i = 0; i < 300; i++) {
                window.add(new double[] {random.nextDouble(), random.nextInt(3)}, 0);
            }
            Comparison c = window.compare();
            rejected += c.drifted(0.1).isEmpty() ? 0 : 1;
            for (int j = 0; j < 2; j++) {
                small[j] += c.columns().get(j).pValue() < 0.1 ? 1 : 0;
            }
        }
        // 40 are expected, with a deviation of 6
        assertTrue(small[0] > 22 && small[0] < 60, "n: " + small[0]);
        assertTrue(small[1] > 22 && small[1] < 60, "c: " + small[1]);
        assertTrue(rejected < 60, "either: " + rejected);
    }

    @Test
    void namesWhatDrifted() {
        Comparison.Window window = new Comparison.Window(Normals.baseline(2_000, 1));
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 500; i++) {
            double[] row = Normals.row(random);
            row[6] += 0.5;
            window.add(row, Normals.score(row));
        }
        Comparison c = window.compare();
        assertEquals(
                List.of("x6"),
                c.drifted(0.001).stream().map(Comparison.Column::column).toList());
        assertTrue(c.toString().startsWith("drift in 500 rows at the level 0.001: x6 (p "), c::toString);
        assertEquals(c.drifted(0.001).getFirst(), c.farthest());
        assertThrows(IllegalArgumentException.class, () -> c.drifted(0));
    }

    /** Draws have no scores of held-out rows, and a column may have no known cell in them. */
    @Test
    void drawsAreComparedByKnownCells() {
        SplittableRandom random = new SplittableRandom(3);
        Comparison.Window window = new Comparison.Window(Baseline.builder()
                .numbers("gaps", gaps(random, 600))
                .numbers("moved", random.doubles(1_000).toArray())
                .numbers("empty", gaps(random, 990))
                .category(
                        "label",
                        List.of("a", "b"),
                        IntStream.range(0, 1_000)
                                .mapToDouble(i -> i < 990 ? Double.NaN : i % 2)
                                .toArray())
                .scores(random.doubles(100).toArray())
                .build());
        for (int i = 0; i < 500; i++) {
            double known = 0.6 + 0.4 * random.nextDouble();
            window.add(
                    new double[] {
                        random.nextInt(10) == 0 ? known : Double.NaN, 0.3 + random.nextDouble(), Double.NaN, Double.NaN
                    },
                    1e9);
        }
        assertEquals(
                List.of("gaps", "moved", "empty", "label", Baseline.SCORE),
                window.compare().columns().stream()
                        .map(Comparison.Column::column)
                        .toList());
        Comparison known = window.compareKnown();
        assertEquals(
                List.of("gaps", "moved", "empty", "label"),
                known.columns().stream().map(Comparison.Column::column).toList());
        assertEquals(
                List.of("moved"),
                known.drifted(0.001).stream().map(Comparison.Column::column).toList());
        assertEquals(
                List.of(0.0, 1.0),
                List.of(
                        known.columns().get(2).statistic(),
                        known.columns().get(2).pValue()));
        assertEquals(
                List.of(0.0, 1.0),
                List.of(
                        known.columns().get(3).statistic(),
                        known.columns().get(3).pValue()));
        assertEquals("moved", known.farthest().column());
    }

    /** A thousand numbers, of which the least are missing. */
    private static double[] gaps(SplittableRandom random, int missing) {
        double[] sorted = random.doubles(1_000).sorted().toArray();
        Arrays.fill(sorted, 0, missing, Double.NaN);
        return sorted;
    }

    @Test
    void holmAdjustsStepByStep() {
        List<Comparison.Column> columns = IntStream.range(0, 3)
                .mapToObj(j -> new Comparison.Column(
                        "x" + j, 0, List.of(0.02, 0.01, 0.03).get(j), 1))
                .toList();
        assertEquals(
                List.of(0.04, 0.03, 0.04),
                Comparison.adjusted(9, columns).columns().stream()
                        .map(Comparison.Column::adjusted)
                        .toList());
    }

    /** Tenths of the baseline, whose edges are those of its cells, and missing cells; here in exact numbers. */
    @Test
    void numbersAreComparedByTenths() {
        double[] numbers = IntStream.range(0, 1_000).mapToDouble(i -> i).toArray();
        Comparison.Window window =
                new Comparison.Window(Baseline.builder().numbers("n", numbers).build());
        for (int i = 0; i < 1_000; i++) {
            window.add(new double[] {i < 100 ? Double.NaN : i}, 0);
        }
        // 100 rows moved from the first tenth to the missing ones: (100 - 0)²/(100 + 0) for both
        assertEquals(200, window.compare().columns().getFirst().statistic(), 1e-9);
        assertTrue(window.compare().columns().getFirst().pValue() < 1e-20);
        double statistic = 1_000.0 * 900 * (0.1 * 0.1 / 100 + 9 * Math.pow(0.1 - 1 / 9.0, 2) / 200);
        assertEquals(statistic, window.compareKnown().columns().getFirst().statistic(), 1e-9);
    }

    @Test
    void anEmptyWindowSaysSo() {
        IllegalStateException e = assertThrows(
                IllegalStateException.class, () -> new Comparison.Window(Normals.baseline(100, 1)).compare());
        assertEquals("Window: there must be a row to compare but there is none; add rows", e.getMessage());
    }
}

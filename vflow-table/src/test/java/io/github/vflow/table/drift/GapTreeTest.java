package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.gap.GapTree;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GapTreeTest {
    private static final int ROWS = 4_000;
    private static final int YEAR = 0;
    private static final int KIND = 1;
    private static final int WIND = 2;
    private static final int WAVES = 3;
    private static final int NOTE = 4;
    private static final int ALONE = 5;
    private static final List<String> NAMES = List.of("year", "kind", "wind", "waves", "note", "alone");
    private static final List<String> LABELS = List.of("a", "b");

    /** Wind is empty before 2004 and in a tenth of the rows after, waves where wind is and in a tenth of the others, note where kind is b in 7 of 10, and alone at random. */
    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = new double[ROWS][];
        Arrays.setAll(rows, i -> {
            int year = random.nextInt(1990, 2024);
            int kind = random.nextInt(2);
            double wind = year < 2004 || random.nextInt(10) == 0 ? Double.NaN : random.nextDouble();
            double waves = Double.isNaN(wind) || random.nextInt(10) == 0 ? Double.NaN : random.nextDouble();
            double note = kind == 1 && random.nextInt(10) < 7 ? Double.NaN : random.nextDouble();
            return new double[] {
                year, kind, wind, waves, note, random.nextInt(5) == 0 ? Double.NaN : random.nextDouble()
            };
        });
        return rows;
    }

    private static Baseline baseline(double[][] rows) {
        Baseline.Builder b = Baseline.builder();
        for (int j = 0; j < NAMES.size(); j++) {
            int at = j;
            double[] column = Arrays.stream(rows).mapToDouble(r -> r[at]).toArray();
            if (j == KIND) {
                b.category(NAMES.get(j), LABELS, column);
            } else {
                b.numbers(NAMES.get(j), column);
            }
        }
        return b.build();
    }

    /** Complete rows of the same years and kinds, with the gaps of a baseline. */
    private static double[][] withGaps(Baseline b, Set<String> given, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[ROWS][];
        Arrays.setAll(rows, i -> {
            double[] row = {random.nextInt(1990, 2024), random.nextInt(2), 0.5, 0.5, 0.5, 0.5};
            double[] before = row.clone();
            double[] seen = b.withGaps(row, given, random);
            assertArrayEquals(before, row, "not modified");
            return seen;
        });
        return rows;
    }

    private static boolean isEmpty(double[] row, int j) {
        return Double.isNaN(row[j]);
    }

    private static double share(double[][] rows, java.util.function.Predicate<double[]> is) {
        return Arrays.stream(rows).filter(is).count() / (double) rows.length;
    }

    @Test
    void probabilitiesAreThoseOfTheGapsThatAreDrawn() {
        Baseline b = baseline(rows());
        SplittableRandom random = new SplittableRandom(5);
        for (double[] row :
                List.of(new double[] {1995, 0, 0.5, 0.5, 0.5, 0.5}, new double[] {2010, 1, 0.5, 0.5, 0.5, 0.5})) {
            double[] expected = new double[row.length];
            for (int i = 0; i < ROWS; i++) {
                double[] seen = b.withGaps(row, Set.of(), random);
                Arrays.setAll(expected, j -> expected[j] + (isEmpty(seen, j) ? 1.0 / ROWS : 0));
            }
            assertArrayEquals(expected, b.gaps().probabilities(row), 0.03, "year " + row[YEAR]);
        }
    }

    @Test
    void gapsComeTogetherAndBesideTheSameValuesAsInTheRows() {
        Baseline b = baseline(rows());
        for (Baseline of : List.of(b, Baseline.ofJson(b.toJson()))) {
            double[][] seen = withGaps(of, Set.of(), 5);
            // a cell of years may hold the last year without and the first with wind
            assertEquals(0, share(seen, r -> r[YEAR] < 2003 && !isEmpty(r, WIND)), 0.002);
            assertEquals(0.1 * 19 / 34, share(seen, r -> r[YEAR] > 2004 && isEmpty(r, WIND)), 0.01);
            assertEquals(0, share(seen, r -> isEmpty(r, WIND) && !isEmpty(r, WAVES)), 0.002);
            assertEquals(
                    0.1,
                    share(seen, r -> !isEmpty(r, WIND) && isEmpty(r, WAVES)) / share(seen, r -> !isEmpty(r, WIND)),
                    0.03);
            assertEquals(0, share(seen, r -> r[KIND] == 0 && isEmpty(r, NOTE)), 0.002);
            assertEquals(0.35, share(seen, r -> r[KIND] == 1 && isEmpty(r, NOTE)), 0.03);
            assertEquals(0.2, share(seen, r -> isEmpty(r, ALONE)), 0.03);
        }
    }

    @Test
    void aColumnWhoseGapsNothingTellsHasNoParent() {
        GapTree tree = baseline(rows()).gaps();
        assertEquals(
                List.of(ALONE, NOTE, WIND, WAVES),
                tree.gaps().stream().map(GapTree.Gap::column).toList(),
                "few gaps first");
        assertEquals(
                List.of(-1, KIND, YEAR, WIND),
                tree.gaps().stream().map(GapTree.Gap::parent).toList());
        double[][] complete = Arrays.stream(rows())
                .map(r -> Arrays.stream(r).map(v -> Double.isNaN(v) ? 0 : v).toArray())
                .toArray(double[][]::new);
        assertEquals(List.of(), baseline(complete).gaps().gaps());
        assertTrue(!baseline(complete).toJson().contains("gaps"));
    }

    /** Numbers of one row or two, and labels, beside gaps at random. */
    @Test
    void chanceSeldomMakesAParent() {
        int parents = 0;
        int draws = 200;
        for (int seed = 0; seed < draws; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Baseline.Builder b = Baseline.builder();
            for (String name : List.of("x", "y", "z")) {
                b.numbers(name, random.ints(60, 0, 40).asDoubleStream().toArray());
            }
            b.category("c", LABELS, random.ints(60, 0, 2).asDoubleStream().toArray());
            b.numbers("w", random.doubles(60).map(v -> v < 0.1 ? Double.NaN : v).toArray());
            parents += (int) b.build().gaps().gaps().stream()
                    .filter(GapTree.Gap::hasParent)
                    .count();
        }
        assertTrue(parents <= 0.1 * draws, parents + " of " + draws);
    }

    @Test
    void givenCellsStayAndTellOfTheOthers() {
        Baseline b = baseline(rows());
        double[][] seen = withGaps(b, Set.of("wind"), 6);
        assertEquals(0, share(seen, r -> isEmpty(r, WIND)));
        assertEquals(0.1, share(seen, r -> isEmpty(r, WAVES)), 0.03);
        // the other columns are drawn as without
        double[][] without = withGaps(b, Set.of(), 6);
        assertEquals(
                Arrays.stream(without).map(r -> isEmpty(r, NOTE)).toList(),
                Arrays.stream(seen).map(r -> isEmpty(r, NOTE)).toList());
    }

    @Test
    void aBaselineOfBeforeEmptiesEachColumnAlone() {
        String json = baseline(rows()).toJson();
        Baseline before = Baseline.ofJson(json.substring(0, json.indexOf(",\"gaps\"")) + "}");
        double[][] seen = withGaps(before, Set.of(), 7);
        double wind = share(seen, r -> isEmpty(r, WIND));
        assertEquals(16 / 34.0, wind, 0.03);
        assertEquals(wind * (wind + 0.1 * (1 - wind)), share(seen, r -> isEmpty(r, WIND) && isEmpty(r, WAVES)), 0.03);
        assertEquals(json.indexOf("\"gaps\""), before.toJson().length());
    }

    @Test
    void gapsThatCannotBeAreRefused() {
        List<Reference> columns =
                List.of(Reference.ofNumbers("x", 1, 2, 3, 4), Reference.ofNumbers("y", 1, 2, Double.NaN, 4));
        int cells = columns.getFirst().cells();
        List<Double> shares = IntStream.range(0, cells).mapToObj(_ -> 0.5).toList();
        GapTree.of(columns, List.of(new GapTree.Gap(1, 0, shares)));
        for (GapTree.Gap gap : List.of(
                new GapTree.Gap(0, 1, shares),
                new GapTree.Gap(1, 1, shares),
                new GapTree.Gap(1, 0, shares.subList(1, cells)))) {
            String message = assertThrows(IllegalArgumentException.class, () -> GapTree.of(columns, List.of(gap)))
                    .getMessage();
            assertTrue(message.contains("must have a parent with fewer gaps and a share in [0, 1]"), message);
            assertTrue(message.endsWith("take the baseline again"), message);
        }
        String json = new Baseline(
                        columns,
                        java.util.Optional.empty(),
                        GapTree.of(columns, List.of(new GapTree.Gap(1, 0, shares))))
                .toJson();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Baseline.ofJson(json.replace("\"parent\":\"x\"", "\"parent\":\"z\"")))
                .getMessage();
        assertTrue(message.contains("gaps are of columns of the baseline, [x, y], but one is of \"z\""), message);
    }
}

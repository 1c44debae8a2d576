package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.score.Scorer.JudgedColumn;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Groups of rows with equal labels: rates that hold in each, by their own rows where these are enough and by shifted scores where they are few. */
final class GroupsTest {
    private static final double[] RANGE = {0, 0};

    /** The scores of groups, each a normal number about a centre of its group times its spread. */
    private record World(double[] centres, double[] spreads, int[] sizes) {
        double score(int group, SplittableRandom random) {
            return centres[group] + spreads[group] * random.nextGaussian();
        }

        Calibration calibration(SplittableRandom random) {
            int[] groups = IntStream.range(0, sizes.length)
                    .flatMap(g -> IntStream.generate(() -> g).limit(sizes[g]))
                    .toArray();
            double[] scores =
                    IntStream.of(groups).mapToDouble(g -> score(g, random)).toArray();
            double[][] labels =
                    IntStream.of(groups).mapToObj(g -> new double[] {g}).toArray(double[][]::new);
            return Calibration.of(scores, RANGE, RANGE)
                    .labelled(scores, new Calibration.Labels(new int[] {1}, labels))
                    .grouped(1);
        }

        /** The mean share of alarms among new rows of each group, over calibrations. */
        double[] rates(double rate, int calibrations, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] rates = new double[sizes.length];
            int rows = 200;
            for (int c = 0; c < calibrations; c++) {
                Groups groups = Groups.of(calibration(random));
                for (int g = 0; g < rates.length; g++) {
                    for (int i = 0; i < rows; i++) {
                        Groups.Group of = groups.of(new double[] {0, g});
                        boolean isAlarm = of.pValue(score(g, random) + of.shift(), false) <= rate;
                        rates[g] += isAlarm ? 1.0 / rows / calibrations : 0;
                    }
                }
            }
            return rates;
        }
    }

    /** Groups with two alarms or more among their rows have the rate, whatever their law. */
    @Test
    void theRateHoldsInEachLargeGroup() {
        World world = new World(new double[] {0, -8, 3}, new double[] {1, 6, 0.1}, new int[] {40, 60, 300});
        assertEquals(0.05, Arrays.stream(world.rates(0.05, 300, 5)).max().orElseThrow(), 0.006, "seed 5");
        assertEquals(0.05, Arrays.stream(world.rates(0.05, 300, 6)).min().orElseThrow(), 0.006, "seed 6");
    }

    /** Twenty groups with twelve rows each and other centres: each has about the rate. Without groups the lowest would have most alarms. */
    @Test
    void smallGroupsShareTheirRows() {
        double[] centres = IntStream.range(0, 20).mapToDouble(g -> 0.2 * g).toArray();
        double[] ones = new double[20];
        Arrays.fill(ones, 1);
        int[] sizes = new int[20];
        Arrays.fill(sizes, 12);
        double[] rates = new World(centres, ones, sizes).rates(0.05, 100, 7);
        assertEquals(0.05, Arrays.stream(rates).average().orElseThrow(), 0.01, "seed 7");
        assertTrue(Arrays.stream(rates).max().orElseThrow() < 0.1, Arrays.toString(rates));
        assertTrue(Arrays.stream(rates).min().orElseThrow() > 0.02, Arrays.toString(rates));
    }

    /** A group of one row, one without rows, and scores that are −∞. */
    @Test
    void aGroupWithoutRowsComparesWithAll() {
        double[] scores = {1, 2, 3, 4, Double.NEGATIVE_INFINITY};
        double[][] labels = {{0}, {0}, {0}, {Double.NaN}, {2}};
        Calibration calibration = Calibration.of(scores, RANGE, RANGE)
                .labelled(scores, new Calibration.Labels(new int[] {1}, labels))
                .grouped(1);
        Groups groups = Groups.of(calibration);
        assertEquals(0, groups.of(new double[] {0, 9}).shift(), "no row has this label");
        assertEquals(0, groups.of(new double[] {0, 2}).shift(), "its median is −∞");
        assertTrue(groups.of(new double[] {0, Double.NaN}).shift() <= 0, "a gap is a group");
        assertEquals(0, groups.of(new double[] {0, 0}).shift(), 1e-12, "its median is that of all");
        assertEquals(5, groups.of(new double[] {0, 9}).all().size());
        assertEquals(2, calibration.median());
        assertEquals(0, Groups.of(calibration.grouped()).of(new double[] {0, 0}).shift());
    }

    /** A p-value orders rows of a group by their scores, is the group's own above twice its resolution, and that of all rows below. */
    @Property(tries = 50)
    void aPValueIsOfTheGroupAsFarAsItsRowsTell(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        World world = new World(new double[] {0, -8}, new double[] {1, 6}, new int[] {1 + random.nextInt(60), 400});
        Groups.Group group = Groups.of(world.calibration(random)).of(new double[] {0, 0});
        double least = 2.0 / (group.own().size() + 1);
        double before = 0;
        for (double score : random.doubles(200, -12, 4).sorted().toArray()) {
            double p = group.pValue(score, false);
            double own = group.own().pValue(score);
            assertTrue(p >= before, "seed " + seed);
            assertEquals(own > least ? own : Math.min(least, group.all().pValue(score)), p, "seed " + seed);
            assertEquals(own <= least, p <= least, "seed " + seed);
            before = p;
        }
    }

    /** Two rows of a group, each moved by the other, as a new row would be: 0 by the median 1, and 1 by the median 0. */
    @Test
    void aCalibrationRowHasNoPartInItsOwnMedian() {
        double[] scores = {0, 1, 10, 12};
        double[][] labels = {{0}, {0}, {1}, {1}};
        Calibration calibration = Calibration.of(scores, RANGE, RANGE)
                .labelled(scores, new Calibration.Labels(new int[] {1}, labels))
                .grouped(1);
        double[] moved = Groups.of(calibration).of(new double[] {0, 9}).all().scores();
        Arrays.sort(moved);
        // groups so far apart move by nearly all of their distance
        assertEquals(10 + calibration.median() - 12, moved[0], 0.2);
        assertEquals(12 + calibration.median() - 10, moved[3], 0.2);
    }

    /** Groups of one law are not moved by much, groups far apart by their whole distance. */
    @Test
    void groupsMoveAsFarAsTheyDiffer() {
        int[] sizes = new int[20];
        Arrays.fill(sizes, 12);
        double[] ones = new double[20];
        Arrays.fill(ones, 1);
        double[] same = new double[20];
        double[] apart = IntStream.range(0, 20).mapToDouble(g -> 5.0 * g).toArray();
        double least = 0;
        for (boolean isApart : List.of(false, true)) {
            double[] centres = isApart ? apart : same;
            Calibration c = new World(centres, ones, sizes).calibration(new SplittableRandom(3));
            Groups groups = Groups.of(c);
            double[] shifts = IntStream.range(0, 20)
                    .mapToDouble(g -> groups.of(new double[] {0, g}).shift())
                    .toArray();
            least = shifts[19];
            assertTrue(isApart || Arrays.stream(shifts).map(Math::abs).max().orElseThrow() < 0.2, "seed 3");
        }
        assertEquals(-5 * 9.5, least, 4, "seed 3");
    }

    /** Labels stay with their scores in any order. */
    @Property(tries = 20)
    void labelsAreThoseOfTheScores(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = random.doubles(50).toArray();
        double[][] labels = Arrays.stream(scores)
                .mapToObj(s -> new double[] {Math.rint(10 * s), s})
                .toArray(double[][]::new);
        Calibration c =
                Calibration.of(scores, RANGE, RANGE).labelled(scores, new Calibration.Labels(new int[] {0, 1}, labels));
        for (int i = 0; i < c.size(); i++) {
            assertEquals(c.scores()[i], c.labels().labels()[i][1], "seed " + seed);
        }
        assertEquals(
                c,
                Calibration.of(scores, RANGE, RANGE)
                        .labelled(scores, new Calibration.Labels(new int[] {0, 1}, labels)));
        assertFalse(c.equals(c.grouped(1)) || c.equals(Calibration.of(scores, RANGE, RANGE)));
        assertEquals(c.median() + 2, c.shifted(2).median(), 1e-12);
    }

    @Test
    void labelsThatDoNotFitAreNamed() {
        Calibration plain = Calibration.of(new double[] {1, 2}, RANGE, RANGE);
        assertEquals(
                "Calibration: labels must be of the rows that calibrate, which are 2, but there are 2 scores and 1 rows of"
                        + " labels; give both of the same rows",
                message(() ->
                        plain.labelled(new double[] {2, 1}, new Calibration.Labels(new int[] {0}, new double[1][1]))));
        assertEquals(
                "Calibration: rows are grouped by columns of labels, which are [], but not by [1]; name some of them, or"
                        + " calibrate again by rows with labels",
                message(() -> plain.grouped(1)));
        assertEquals(
                "Calibration: each row must have 1 labels, one for each column of them, but one has another number; give all"
                        + " columns of each row",
                message(() -> new Calibration.Labels(new int[] {0}, new double[1][2])));
        assertEquals(
                "alarm: rows are compared by columns of labels, which are [], but not by \"x\"; calibrate again by rows"
                        + " with labels",
                message(() -> Groups.grouped(plain, List.of(JudgedColumn.ofReals("x")), List.of("x"))));
        Calibration labelled =
                plain.labelled(new double[] {1, 2}, new Calibration.Labels(new int[] {1}, new double[2][1]));
        assertEquals(
                "alarm: rows are compared by columns of labels, which are [k], but not by \"x\"; name one of them",
                message(() -> Groups.grouped(
                        labelled,
                        List.of(JudgedColumn.ofReals("x"), new JudgedColumn("k", List.of("a"), false)),
                        List.of("k", "x"))));
    }

    private static String message(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}

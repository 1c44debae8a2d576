package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Friedman's test of the places of a season, against its formula without ties. */
final class CyclesTest {
    private static final double ROUNDING = 1e-12;

    /** Some rows for each place of each cycle. */
    private static double pValue(int[][] counts) {
        List<Long> cycles = new ArrayList<>();
        List<Integer> at = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            for (int p = 0; p < counts[c].length; p++) {
                for (int i = 0; i < counts[c][p]; i++) {
                    cycles.add((long) c);
                    at.add(p);
                }
            }
        }
        return Cycles.pValueOfCounts(
                counts[0].length,
                cycles.stream().mapToLong(Long::longValue).toArray(),
                at.stream().mapToInt(Integer::intValue).toArray(),
                at.stream().mapToDouble(_ -> 1).toArray());
    }

    /** χ² = 12/(n·k·(k + 1))·Σ R² − 3·n·(k + 1), with k − 1 = 2 degrees of freedom: p = e^(−χ²/2). The first and the last cycle do not count. */
    @Test
    void countsOfThreePlaces() {
        int[][] counts = {{9, 1, 1}, {1, 2, 3}, {2, 1, 3}, {1, 2, 3}, {1, 3, 2}, {1, 1, 9}};
        double[] ranks = {1 + 2 + 1 + 1, 2 + 1 + 2 + 3, 3 + 3 + 3 + 2};
        double squares = ranks[0] * ranks[0] + ranks[1] * ranks[1] + ranks[2] * ranks[2];
        double statistic = 12.0 / (4 * 3 * 4) * squares - 3 * 4 * 4;
        assertEquals(Math.exp(-statistic / 2), pValue(counts), ROUNDING);
        assertEquals(1, pValue(new int[][] {{1, 2}, {2, 2}, {3, 3}, {1, 2}}), "equal counts");
        assertEquals(1, pValue(new int[][] {{1, 2}, {2, 1}}), "no whole cycle");
    }

    /** With ties, by the variance of the ranks: two cycles (1½, 1½, 3) and (1, 2½, 2½). */
    @Test
    void equalCountsShareTheirRanks() {
        double[] away = {2.5 - 4, 4 - 4, 5.5 - 4};
        double sum = away[0] * away[0] + away[2] * away[2];
        double spread = (1.5 * 1.5 * 2 + 9) + (1 + 2.5 * 2.5 * 2) - 4 * 3 * 4 / 2.0;
        assertEquals(
                Math.exp(-2 * sum / spread / 2),
                pValue(new int[][] {{1, 1, 1}, {2, 2, 5}, {1, 4, 4}, {1, 1, 1}}),
                ROUNDING);
    }

    private static double ofMeans(int places, int cycles, IntBinaryOperator number) {
        int n = places * cycles;
        long[] cycle = new long[n];
        int[] at = new int[n];
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
            cycle[i] = i / places;
            at[i] = i % places;
            numbers[i] = number.applyAsInt(i / places, i % places);
        }
        return Cycles.pValueOfMeans(places, cycle, at, numbers);
    }

    /** A straight line is no season, whatever its slope; a wave beside it is one. */
    @Test
    void aTrendIsNoSeason() {
        for (int places : new int[] {2, 3, 7, 12}) {
            int all = places;
            assertEquals(1, ofMeans(places, 20, (c, p) -> 5 * (c * all + p)), () -> all + " places");
            assertTrue(ofMeans(places, 40, (c, p) -> 5 * (c * all + p) + (p == 0 ? 3 : 0)) < 1e-6);
        }
        Random random = new Random(1);
        double[] noise = random.doubles(1_000).toArray();
        double p = ofMeans(7, 100, (c, at) -> (int) (1e6 * noise[c * 7 + at]));
        assertTrue(p > 1e-3, () -> "noise has no season: " + p);
    }

    /** All cycles with neighbours have the same order: n = 18, χ² = n·(k − 1) = 36 of k = 3 places. */
    @Test
    void cyclesWithNeighboursCount() {
        assertEquals(Math.exp(-18), ofMeans(3, 20, (_, p) -> p * p), 1e-20);
        // a cycle without a number at one place is no neighbour, and has none
        long[] cycle = new long[60];
        int[] at = new int[60];
        double[] numbers = new double[60];
        for (int i = 0; i < 60; i++) {
            cycle[i] = i / 3;
            at[i] = i % 3;
            numbers[i] = i == 31 ? Double.NaN : (i % 3) * (i % 3);
        }
        assertEquals(Math.exp(-15), Cycles.pValueOfMeans(3, cycle, at, numbers), 1e-18);
    }

    /** Means of a place do not depend on the number of its rows. */
    @Test
    void placesMayHaveDifferentNumbersOfRows() {
        List<Long> cycles = new ArrayList<>();
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            for (int k = 0; k <= i % 3; k++) {
                cycles.add((long) (i / 3));
                at.add(i % 3);
            }
        }
        int n = cycles.size();
        long[] cycle = cycles.stream().mapToLong(Long::longValue).toArray();
        int[] place = at.stream().mapToInt(Integer::intValue).toArray();
        double[] numbers = new double[n];
        Arrays.fill(numbers, 5);
        assertEquals(1, Cycles.pValueOfMeans(3, cycle, place, numbers), "equal numbers");
        Arrays.setAll(numbers, i -> place[i] * place[i]);
        assertEquals(Math.exp(-18), Cycles.pValueOfMeans(3, cycle, place, numbers), 1e-20);
    }

    /** Three years whose months have means that repeat. */
    @Test
    void meansThatRepeatInTwoYearsShow() {
        Random random = new Random(2);
        double[] errors = random.doubles(36, -1, 1).toArray();
        double p = repeats(36, t -> 10 * Math.cos(2 * Math.PI * t / 12) + errors[t]);
        assertTrue(p > 0 && p < 1e-3, "p " + p);
        assertEquals(1, repeats(36, t -> 5.0 * t), "a line");
        assertEquals(1, repeats(35, t -> 10 * Math.cos(2 * Math.PI * t / 12)), "one year of whole neighbours");
        assertTrue(repeats(48, t -> t * t * t) > 1e-3, "a cubic trend");
    }

    private static double repeats(int months, IntToDoubleFunction number) {
        return Cycles.pValueOfRepeats(
                12,
                IntStream.range(0, months).mapToLong(t -> t).toArray(),
                IntStream.range(0, months).mapToDouble(number).toArray());
    }
}

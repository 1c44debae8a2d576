package io.github.vflow.table.inference.relation;

import io.github.vflow.table.drift.statistic.Gamma;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Tests whether the places of a season, such as days of the week, differ, by their ranks within each cycle, such as a week (Friedman, 1937). So
 * neither a trend over cycles nor their differences count.
 */
final class Cycles {
    private Cycles() {}

    /**
     * The probability of such counts of rows, or of counts that differ more, if places do not matter. The first and the last cycle are cut
     * off, since they may begin late or end early.
     */
    static double pValueOfCounts(int places, long[] cycles, int[] at) {
        TreeMap<Long, double[]> counts = new TreeMap<>();
        for (int i = 0; i < cycles.length; i++) {
            counts.computeIfAbsent(cycles[i], _ -> new double[places])[at[i]]++;
        }
        counts.pollFirstEntry();
        counts.pollLastEntry();
        return pValue(places, counts.values());
    }

    /**
     * The probability of such means of numbers, by the cycles that have a number at each place, as their neighbours do. A trend is no season, so each
     * mean is seen beside the mean of the cycle around it.
     */
    static double pValueOfMeans(int places, long[] cycles, int[] at, double[] numbers) {
        NavigableMap<Long, Means> means = new TreeMap<>();
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                means.computeIfAbsent(cycles[i], _ -> new Means(new double[places], new int[places]))
                        .add(at[i], numbers[i]);
            }
        }
        means.values().removeIf(m -> Arrays.stream(m.counts).anyMatch(n -> n == 0));
        List<double[]> apart = new ArrayList<>();
        means.forEach((c, m) -> {
            Means before = means.get(c - 1);
            Means after = means.get(c + 1);
            if (before != null && after != null) {
                apart.add(apart(before.of(), m.of(), after.of()));
            }
        });
        return pValue(places, apart);
    }

    /** Each mean minus the mean of the cycle that has it in its middle. */
    private static double[] apart(double[] before, double[] now, double[] after) {
        int places = now.length;
        double[] all = new double[3 * places];
        System.arraycopy(before, 0, all, 0, places);
        System.arraycopy(now, 0, all, places, places);
        System.arraycopy(after, 0, all, 2 * places, places);
        int half = places / 2;
        double[] apart = new double[places];
        for (int p = 0; p < places; p++) {
            double around = 0;
            for (int k = -half; k <= half; k++) {
                // both ends of an even number of places have half a weight
                double weight = places % 2 == 0 && Math.abs(k) == half ? 0.5 : 1;
                around += weight * all[places + p + k];
            }
            // in float, so that what a straight line leaves is equal
            apart[p] = (float) (all[places + p] - around / places);
        }
        return apart;
    }

    /** The means of the numbers of a cycle at its places. */
    private record Means(double[] sums, int[] counts) {
        void add(int place, double number) {
            sums[place] += number;
            counts[place]++;
        }

        double[] of() {
            double[] means = new double[sums.length];
            Arrays.setAll(means, p -> sums[p] / counts[p]);
            return means;
        }
    }

    private static double pValue(int places, Collection<double[]> cycles) {
        double[] ranks = new double[places];
        double squares = 0;
        for (double[] cycle : cycles) {
            double[] mine = ranks(cycle);
            for (int p = 0; p < places; p++) {
                ranks[p] += mine[p];
                squares += mine[p] * mine[p];
            }
        }
        double middle = cycles.size() * (places + 1) / 2.0;
        double spread = squares - middle * places * (places + 1) / 2.0;
        if (spread <= 1e-9 * squares) {
            return 1;
        }
        double sum = Arrays.stream(ranks).map(r -> (r - middle) * (r - middle)).sum();
        double statistic = (places - 1) * sum / spread;
        return Gamma.upper((places - 1) / 2.0, statistic / 2);
    }

    /** The ranks of numbers from 1 on; equal numbers have the mean of their ranks. */
    private static double[] ranks(double[] numbers) {
        double[] ranks = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            double below = 0;
            double equal = 0;
            for (double other : numbers) {
                below += other < numbers[i] ? 1 : 0;
                equal += other == numbers[i] ? 1 : 0;
            }
            ranks[i] = below + (equal + 1) / 2;
        }
        return ranks;
    }
}

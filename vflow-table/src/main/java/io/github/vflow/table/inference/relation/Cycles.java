package io.github.vflow.table.inference.relation;

import io.github.vflow.table.drift.statistic.Gamma;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tests whether the places of a season, such as days of the week, differ: by their ranks within each cycle, such as a week (Friedman, 1937), so
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

    /** The probability of such means of numbers, by the cycles that have a number at each place. */
    static double pValueOfMeans(int places, long[] cycles, int[] at, double[] numbers) {
        Map<Long, Means> means = new HashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                means.computeIfAbsent(cycles[i], _ -> new Means(new double[places], new int[places]))
                        .add(at[i], numbers[i]);
            }
        }
        return pValue(
                places,
                means.values().stream()
                        .filter(m -> Arrays.stream(m.counts).allMatch(n -> n > 0))
                        .map(Means::of)
                        .toList());
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

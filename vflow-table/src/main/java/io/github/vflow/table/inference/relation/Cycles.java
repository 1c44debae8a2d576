package io.github.vflow.table.inference.relation;

import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.drift.statistic.Gamma;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Tests whether the places of a season, such as days of the week, differ, by their ranks within each cycle, such as a week (Friedman, 1937). So
 * neither a trend over cycles nor their differences count.
 */
final class Cycles {
    private Cycles() {}

    /**
     * The probability of such counts of rows, or of counts that differ more, if places do not matter. The first and the last cycle are cut
     * off, since they may begin late or end early.
     *
     * @param parts of a count that each row is, such as one, or one of the days of its month
     */
    static double pValueOfCounts(int places, long[] cycles, int[] at, double[] parts) {
        TreeMap<Long, double[]> counts = new TreeMap<>();
        for (int i = 0; i < cycles.length; i++) {
            counts.computeIfAbsent(cycles[i], _ -> new double[places])[at[i]] += parts[i];
        }
        counts.pollFirstEntry();
        counts.pollLastEntry();
        // in float, so that thirty parts of one in thirty are one
        counts.values().forEach(c -> Arrays.setAll(c, p -> (float) c[p]));
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

    /**
     * The probability of means that repeat in a few cycles as these do, or better, by the ratio of their variance between places and within. Each
     * mean is seen beside the mean of the cycle around it, so that a few cycles need not have whole neighbours; a straight line is taken off.
     * Means of neighbours depend on one another, so the ratio counts as one of {@value RelationDefaults#FREE_MEANS} independent places.
     *
     * @param at the places counted through all cycles
     */
    static double pValueOfRepeats(int places, long[] at, double[] numbers) {
        NavigableMap<Long, Means> means = new TreeMap<>();
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                means.computeIfAbsent(at[i], _ -> new Means(new double[1], new int[1]))
                        .add(0, numbers[i]);
            }
        }
        if (means.isEmpty() || means.lastKey() - means.firstKey() + 1 != means.size()) {
            return 1;
        }
        double[] all = means.values().stream().mapToDouble(m -> m.of()[0]).toArray();
        int half = places / 2;
        int whole = (all.length - 2 * half) / places;
        if (whole < 2) {
            return 1;
        }
        double[] apart = new double[whole * places];
        Arrays.setAll(apart, t -> all[half + t] - around(all, half + t, places) / places);
        return pValueOfRatio(places, whole, withoutLine(apart));
    }

    /** The numbers minus the line of least squares through them. */
    private static double[] withoutLine(double[] y) {
        double middle = (y.length - 1) / 2.0;
        double mean = Arrays.stream(y).average().orElseThrow();
        double slope = IntStream.range(0, y.length)
                        .mapToDouble(t -> (t - middle) * y[t])
                        .sum()
                / IntStream.range(0, y.length)
                        .mapToDouble(t -> (t - middle) * (t - middle))
                        .sum();
        return IntStream.range(0, y.length)
                .mapToDouble(t -> y[t] - mean - slope * (t - middle))
                .toArray();
    }

    /** The tail of an F distribution of 4 and 4(n − 1) degrees of freedom: xᵇ·(1 + b·(1 − x)) with b = 2(n − 1). */
    private static double pValueOfRatio(int places, int cycles, double[] y) {
        double between = 0;
        double within = 0;
        for (int p = 0; p < places; p++) {
            double mean = 0;
            for (int c = 0; c < cycles; c++) {
                mean += y[c * places + p] / cycles;
            }
            between += cycles * mean * mean;
            for (int c = 0; c < cycles; c++) {
                within += (y[c * places + p] - mean) * (y[c * places + p] - mean);
            }
        }
        if (between <= 1e-9 * Arrays.stream(y).map(Math::abs).max().orElseThrow()) {
            return 1;
        }
        double b = RelationDefaults.FREE_MEANS / 2.0 * (cycles - 1);
        double x = within / (within + between);
        return Math.pow(x, b) * (1 + b * (1 - x));
    }

    /** The sum of a cycle around a mean; both ends of an even number of places have half a weight. */
    private static double around(double[] all, int at, int places) {
        int half = places / 2;
        double sum = 0;
        for (int k = -half; k <= half; k++) {
            double weight = places % 2 == 0 && Math.abs(k) == half ? 0.5 : 1;
            sum += weight * all[at + k];
        }
        return sum;
    }

    /** Each mean minus the mean of the cycle that has it in its middle. */
    private static double[] apart(double[] before, double[] now, double[] after) {
        int places = now.length;
        double[] all = new double[3 * places];
        System.arraycopy(before, 0, all, 0, places);
        System.arraycopy(now, 0, all, places, places);
        System.arraycopy(after, 0, all, 2 * places, places);
        double[] apart = new double[places];
        // in float, so that what a straight line leaves is equal
        Arrays.setAll(apart, p -> (float) (all[places + p] - around(all, places + p, places) / places));
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

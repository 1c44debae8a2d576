package io.github.vflow.flow.train.stacking;

import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.distribution.TiltSpec;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The bins of a column by which a tilt compares distributions: each number if they repeat, and what lies between them and beyond; else parts of about
 * as many rows.
 *
 * @param feature of the model
 * @param edges ascending; a number is in bin k if k edges are not above it
 * @param counts of the training rows in each bin
 */
record TiltColumn(int feature, double[] edges, double[] counts) {
    /**
     * The bins of a column.
     *
     * @param isWhole whether a model draws x + u for the number x, with u in [0, 1)
     * @param numbers of the training rows
     */
    static TiltColumn of(int feature, boolean isWhole, double[] numbers) {
        // −0.0 and 0.0 are one number
        double[] distinct =
                Arrays.stream(numbers).map(x -> x + 0.0).distinct().sorted().toArray();
        boolean doRepeat = distinct.length <= MixtureDefaults.MOST_TILT_VALUES
                && distinct.length * MixtureDefaults.ROWS_OF_TILT_VALUE <= numbers.length;
        double width = isWhole ? 1 : 0;
        double[] edges = doRepeat ? around(distinct, width) : quantiles(numbers, distinct, width);
        double[] counts = new double[edges.length + 1];
        Arrays.stream(numbers).forEach(x -> counts[bin(edges, x)]++);
        return new TiltColumn(feature, edges, counts);
    }

    /**
     * A bin for each number, half the least distance wide on either side, and others between them and beyond. Numbers that float32 may not tell apart
     * share a bin, since the program of a tilt compares float32.
     */
    private static double[] around(double[] distinct, double width) {
        double told = MixtureDefaults.TOLD_BY_FLOAT * (distinct[distinct.length - 1] - distinct[0]);
        int[] first = IntStream.range(0, distinct.length)
                .filter(k -> k == 0 || distinct[k] - distinct[k - 1] > told)
                .toArray();
        double least = IntStream.range(1, first.length)
                .mapToDouble(i -> distinct[first[i]] - distinct[first[i] - 1])
                .min()
                .orElse(1);
        double half = width > 0 ? 0 : least / 2;
        TreeSet<Double> edges = new TreeSet<>();
        for (int i = 0; i < first.length; i++) {
            int last = (i + 1 < first.length ? first[i + 1] : distinct.length) - 1;
            double low = distinct[first[i]] - half;
            double high = distinct[last] + Math.max(width, half);
            // the bin before may end here, but for rounding
            if (edges.isEmpty() || low - edges.last() > least / 2) {
                edges.add(low);
            }
            edges.add(high);
        }
        return edges.stream().mapToDouble(e -> e).toArray();
    }

    private static double[] quantiles(double[] numbers, double[] distinct, double width) {
        double[] sorted = Arrays.stream(numbers).sorted().toArray();
        int bins = Math.clamp(sorted.length / MixtureDefaults.ROWS_OF_TILT_BIN, 2, MixtureDefaults.MOST_TILT_BINS);
        TreeSet<Double> edges = new TreeSet<>();
        for (int k = 1; k < bins; k++) {
            double at = sorted[(int) ((long) k * sorted.length / bins)] + 0.0;
            int next = Arrays.binarySearch(distinct, at);
            edges.add(next == 0 ? at : (distinct[next - 1] + width + at) / 2);
        }
        if (sorted[0] >= 0) {
            edges.add(0.0);
        }
        return edges.stream().mapToDouble(e -> e).toArray();
    }

    int bins() {
        return counts.length;
    }

    int bin(double x) {
        return bin(edges, x);
    }

    private static int bin(double[] edges, double x) {
        int k = Arrays.binarySearch(edges, x + 0.0);
        return k >= 0 ? k + 1 : -k - 1;
    }

    /**
     * The shares of the bins that the tilt is to give: of the training rows, as many as n rows and the draws tell, and of made-up rows. Where no
     * training row is negative, no made-up row is, since samples are not.
     *
     * @param drawn the shares of the draws
     * @param draws their number, by the probabilities that they are known
     * @param prior made-up rows for each bin
     */
    double[] target(double[] drawn, double draws, double prior) {
        double n = Arrays.stream(counts).sum();
        double rows = n * draws / (n + draws);
        double[] target = new double[counts.length];
        double made = prior * counts.length;
        for (int k = 0; k < target.length; k++) {
            boolean isNegative = k == 0 && edges[0] == 0 && counts[0] == 0;
            target[k] = rows * counts[k] / n + (isNegative ? 0 : made * drawn[k]);
        }
        double sum = Arrays.stream(target).sum();
        for (int k = 0; k < target.length; k++) {
            target[k] /= sum;
        }
        return target;
    }

    TiltSpec.OfColumn with(double[] heights) {
        return new TiltSpec.OfColumn(
                feature,
                Arrays.stream(edges).boxed().toList(),
                Arrays.stream(heights).boxed().toList());
    }
}

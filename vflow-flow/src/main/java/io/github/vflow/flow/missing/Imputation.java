package io.github.vflow.flow.missing;

import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The distribution of a row's missing cells given its known cells: S draws and their normalised importance weights.
 *
 * @param values complete rows [S][d], in the units of the data
 * @param weights of the rows [S], which sum to one
 * @param effectiveSampleSize the number of equally weighted draws that carry as much, 1 / Σ w²; zero if the known cells are too unlikely for
 *     float32, so that the weights mean nothing
 */
public record Imputation(double[][] values, double[] weights, double effectiveSampleSize) {
    /** A density below stands for one that float32 cannot represent. */
    private static final double LEAST = -1e29;

    /** Draws that all have the same weight. */
    public static Imputation equal(double[][] values) {
        return of(values, new double[values.length]);
    }

    /**
     * Normalises weights e^{logWeight}; NaN and +∞ count as zero. If no weight is left, all rows count the same, and none is effective.
     *
     * @param values [S][d]
     * @param logWeights [S]
     */
    public static Imputation of(double[][] values, double[] logWeights) {
        double[] logs = Arrays.stream(logWeights)
                .map(ImportanceEstimate::logWeight)
                .map(w -> w > LEAST ? w : Double.NEGATIVE_INFINITY)
                .toArray();
        double max = Arrays.stream(logs).max().orElseThrow();
        double[] weights = Arrays.stream(logs)
                .map(w -> max == Double.NEGATIVE_INFINITY ? 1 : Math.exp(w - max))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        double squares = Arrays.stream(weights).map(w -> w * w).sum();
        return new Imputation(
                values,
                Arrays.stream(weights).map(w -> w / sum).toArray(),
                max == Double.NEGATIVE_INFINITY ? 0 : sum * sum / squares);
    }

    /** The same weights of other values, such as rounded ones. */
    public Imputation with(double[][] rows) {
        return new Imputation(rows, weights, effectiveSampleSize);
    }

    /** The draws that meet a condition; all, with none effective, if no draw that meets it has a weight. */
    public Imputation where(Predicate<double[]> condition) {
        double[] logs = IntStream.range(0, weights.length)
                .mapToDouble(s -> condition.test(values[s]) ? Math.log(weights[s]) : Double.NEGATIVE_INFINITY)
                .toArray();
        return Arrays.stream(logs).allMatch(w -> w > Double.NEGATIVE_INFINITY) ? this : of(values, logs);
    }

    /** Whether there are at least {@value GapDefaults#FEWEST_EFFECTIVE} effective draws; with fewer, means and quantiles say nothing. */
    public boolean isKnown() {
        return effectiveSampleSize >= GapDefaults.FEWEST_EFFECTIVE;
    }

    /** The same distribution on the line of a circular cell, at the turns that are nearest to the mean direction. */
    public Imputation around(int column, double period) {
        double turn = 2 * Math.PI / period;
        double east = 0;
        double north = 0;
        for (int s = 0; s < weights.length; s++) {
            east += weights[s] * Math.cos(turn * values[s][column]);
            north += weights[s] * Math.sin(turn * values[s][column]);
        }
        double mean = Math.atan2(north, east) / turn;
        return with(Arrays.stream(values)
                .map(row -> {
                    double[] moved = row.clone();
                    moved[column] -= period * Math.rint((row[column] - mean) / period);
                    return moved;
                })
                .toArray(double[][]::new));
    }

    /** The distribution of one cell alone [S][1]. */
    public Imputation column(int j) {
        return with(Arrays.stream(values).map(row -> new double[] {row[j]}).toArray(double[][]::new));
    }

    /** The weight of all draws in which a cell has a value. */
    public double probability(int column, double value) {
        return IntStream.range(0, weights.length)
                .filter(s -> values[s][column] == value)
                .mapToDouble(s -> weights[s])
                .sum();
    }

    /** The mean of each cell [d]; of a known cell, its value. */
    public double[] mean() {
        double[] mean = new double[values[0].length];
        // a sum of equal values times weights is rounded
        Arrays.setAll(
                mean,
                j -> isKnown(j)
                        ? values[0][j]
                        : IntStream.range(0, weights.length)
                                .mapToDouble(s -> weights[s] * values[s][j])
                                .reduce(0, Double::sum));
        return mean;
    }

    private boolean isKnown(int column) {
        return Arrays.stream(values).allMatch(row -> row[column] == values[0][column]);
    }

    /**
     * A quantile of each cell on its own [d].
     *
     * @param level in [0, 1]
     * @throws IllegalArgumentException if it is not
     */
    public double[] quantile(double level) {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("Imputation.quantile: level must be in [0, 1] but is " + level);
        }
        double[] quantiles = new double[values[0].length];
        Arrays.setAll(quantiles, j -> {
            int[] order = IntStream.range(0, weights.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(s -> values[s][j]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double sum = 0;
            for (int s : order) {
                sum += weights[s];
                if (sum >= level) {
                    return values[s][j];
                }
            }
            return values[order[order.length - 1]][j];
        });
        return quantiles;
    }

    /** The value of a cell with the most weight, such as the most probable category. */
    public double mode(int column) {
        return IntStream.range(0, weights.length)
                .boxed()
                .collect(Collectors.groupingBy(s -> values[s][column], Collectors.summingDouble(s -> weights[s])))
                .entrySet()
                .stream()
                .max(Map.Entry.<Double, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    /**
     * Draws n complete rows [n][d] in proportion to their weights, systematically: a row of weight w comes ⌊n·w⌋ or ⌈n·w⌉ times.
     *
     * @throws IllegalArgumentException if n is below one
     */
    public double[][] draws(int n, long seed) {
        if (n < 1) {
            throw new IllegalArgumentException("Imputation.draws: n must be at least 1 but is " + n);
        }
        return Arrays.stream(choices(n, seed)).mapToObj(s -> values[s].clone()).toArray(double[][]::new);
    }

    /** The numbers of the rows of {@link #draws} [n]. */
    public int[] choices(int n, long seed) {
        RandomGenerator random = Purpose.IMPUTATION_CHOICE.stream(seed).generator(0);
        double at = random.nextDouble() / n;
        int[] drawn = new int[n];
        double sum = 0;
        int s = -1;
        for (int i = 0; i < n; i++, at += 1.0 / n) {
            while (s < 0 || (sum < at && s < weights.length - 1)) {
                sum += weights[++s];
            }
            drawn[i] = s;
        }
        shuffle(drawn, random);
        return drawn;
    }

    private static void shuffle(int[] rows, RandomGenerator random) {
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }

    /** The number of draws, how many count, and the mean of each cell. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d draws, %.1f effective, mean %s",
                weights.length,
                effectiveSampleSize,
                Arrays.toString(mean()));
    }
}

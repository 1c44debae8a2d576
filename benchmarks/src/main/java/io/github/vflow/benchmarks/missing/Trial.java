package io.github.vflow.benchmarks.missing;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * One comparison: a random half of a table to learn from, rows of the other half to be judged by, and gaps in both. The cells are
 * standardised by the mean and standard deviation of the training rows before any cell is removed, so that the units are the same at all
 * rates.
 *
 * @param table its name
 * @param rate the probability that a cell is removed
 * @param seed of the halves and the gaps
 * @param train [n][d], with gaps
 * @param truth [m][d], complete
 * @param test the same rows with gaps
 */
record Trial(String table, double rate, long seed, double[][] train, double[][] truth, double[][] test) {
    /**
     * How trials are made.
     *
     * @param trainRows the most rows to learn from
     * @param testRows the most rows to be judged by
     * @param noise the standard deviation of normal noise on every standardised cell; zero for none
     */
    record Setup(int trainRows, int testRows, double noise) {
        Setup {
            if (trainRows < 2 || testRows < 2 || !(noise >= 0 && Double.isFinite(noise))) {
                throw new IllegalArgumentException(
                        "Setup: expected at least 2 rows in each part and a noise of at least 0 but got " + trainRows
                                + ", " + testRows + " and " + noise);
            }
        }
    }

    static Trial of(NumericTable table, double rate, long seed, Setup setup) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("Trial: the rate of removed cells must be in [0, 1) but is " + rate);
        }
        if (table.rows().length < 4) {
            throw new IllegalArgumentException(
                    "Trial: expected at least 4 rows to halve but " + table.name() + " has " + table.rows().length);
        }
        double[][] mixed = shuffled(table.rows(), seed);
        int half = mixed.length / 2;
        double[][] learn = Arrays.copyOf(mixed, Math.min(half, setup.trainRows));
        double[][] judge = Arrays.copyOfRange(mixed, half, Math.min(mixed.length, half + setup.testRows));
        double[] means = Cells.means(learn);
        double[] stds = Arrays.stream(Cells.variances(learn)).map(Math::sqrt).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        RandomGenerator noise = random.split();
        double[][] train = standardized(learn, means, stds, setup.noise, noise);
        double[][] truth = standardized(judge, means, stds, setup.noise, noise);
        return new Trial(table.name(), rate, seed, withGaps(train, rate, random), truth, withGaps(truth, rate, random));
    }

    /** The rows in random order; the array is not modified. */
    static double[][] shuffled(double[][] rows, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        double[][] mixed = rows.clone();
        for (int i = mixed.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double[] row = mixed[i];
            mixed[i] = mixed[j];
            mixed[j] = row;
        }
        return mixed;
    }

    private static double[][] standardized(
            double[][] rows, double[] means, double[] stds, double noise, RandomGenerator random) {
        return Arrays.stream(rows)
                .map(row -> IntStream.range(0, row.length)
                        .mapToDouble(
                                j -> (row[j] - means[j]) / stds[j] + (noise == 0 ? 0 : noise * random.nextGaussian()))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[][] withGaps(double[][] rows, double rate, RandomGenerator random) {
        return Arrays.stream(rows).map(row -> withGaps(row, rate, random)).toArray(double[][]::new);
    }

    /** Draws again until a cell is known. */
    private static double[] withGaps(double[] row, double rate, RandomGenerator random) {
        double[] gappy;
        do {
            gappy = Arrays.stream(row)
                    .map(x -> random.nextDouble() < rate ? Double.NaN : x)
                    .toArray();
        } while (Cells.known(gappy).isEmpty());
        return gappy;
    }
}

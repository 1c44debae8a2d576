package io.github.vflow.benchmarks.tables;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A way to make a row odd. */
enum OddKind {
    /** Each cell anywhere in the range of its column. */
    GLOBAL,
    /** Noise of 0.8 standard deviations on each cell. */
    LOCAL,
    /** One cell of another row. */
    SWAP,
    /** Each cell with probability ½ that of one other row. */
    HALF,
    /** One cell a thousand times itself, as of a wrong unit. */
    UNITS;

    private static final double THOUSAND = 1_000;

    /**
     * A row made odd.
     *
     * @param rows the table
     * @param row of it
     */
    double[] odd(double[][] rows, double[] row, RandomGenerator random) {
        double[] made = row.clone();
        switch (this) {
            case GLOBAL ->
                Arrays.setAll(made, j -> {
                    double low = column(rows, j).min().orElseThrow();
                    double high = column(rows, j).max().orElseThrow();
                    return low + (high - low) * random.nextDouble();
                });
            case LOCAL -> Arrays.setAll(made, j -> row[j] + 0.8 * deviation(rows, j) * random.nextGaussian());
            case SWAP -> {
                int j = random.nextInt(row.length);
                made[j] = rows[random.nextInt(rows.length)][j];
            }
            case HALF -> {
                double[] other = rows[random.nextInt(rows.length)];
                Arrays.setAll(made, j -> random.nextBoolean() ? other[j] : row[j]);
            }
            case UNITS -> {
                int[] some =
                        IntStream.range(0, row.length).filter(j -> row[j] != 0).toArray();
                // a row of zeros has no cell whose unit matters
                if (some.length > 0) {
                    made[some[random.nextInt(some.length)]] *= THOUSAND;
                }
            }
        }
        return made;
    }

    static DoubleStream column(double[][] rows, int j) {
        return Arrays.stream(rows).mapToDouble(row -> row[j]);
    }

    static double deviation(double[][] rows, int j) {
        double mean = column(rows, j).average().orElseThrow();
        return Math.sqrt(
                column(rows, j).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    }
}

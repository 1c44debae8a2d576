package io.github.vflow.benchmarks.tables.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Training and test rows in standard units: each column minus its mean, divided by its standard deviation, both of the training rows.
 * Columns that are constant in the training rows are left out. No array is copied.
 *
 * @param train [n][d]
 * @param test [m][d]
 * @param anomaly [m], which test rows are anomalies
 * @param trainInUnits the training rows with the numbers and all columns of the file
 * @param testInUnits the test rows, the same
 */
public record Split(
        double[][] train, double[][] test, boolean[] anomaly, double[][] trainInUnits, double[][] testInUnits) {
    static Split of(LabelledTable table, int[] train, int[] test) {
        double[][] learn = rows(table, train);
        int[] kept = IntStream.range(0, learn[0].length)
                .filter(j -> Arrays.stream(learn).anyMatch(row -> row[j] != learn[0][j]))
                .toArray();
        if (kept.length == 0) {
            throw new IllegalArgumentException(table.name() + ": every column is constant in the " + train.length
                    + " training rows; there is no density");
        }
        double[] means = new double[kept.length];
        double[] deviations = new double[kept.length];
        for (int k = 0; k < kept.length; k++) {
            int j = kept[k];
            double mean =
                    Arrays.stream(learn).mapToDouble(row -> row[j]).average().orElseThrow();
            means[k] = mean;
            deviations[k] = Math.sqrt(Arrays.stream(learn)
                    .mapToDouble(row -> (row[j] - mean) * (row[j] - mean))
                    .average()
                    .orElseThrow());
        }
        boolean[] anomaly = new boolean[test.length];
        for (int i = 0; i < test.length; i++) {
            anomaly[i] = table.anomaly()[test[i]];
        }
        double[][] tested = rows(table, test);
        return new Split(
                standard(learn, kept, means, deviations),
                standard(tested, kept, means, deviations),
                anomaly,
                learn,
                tested);
    }

    private static double[][] rows(LabelledTable table, int[] indices) {
        return Arrays.stream(indices).mapToObj(i -> table.rows()[i]).toArray(double[][]::new);
    }

    private static double[][] standard(double[][] rows, int[] kept, double[] means, double[] deviations) {
        return Arrays.stream(rows)
                .map(row -> IntStream.range(0, kept.length)
                        .mapToDouble(k -> (row[kept[k]] - means[k]) / deviations[k])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** d, the number of columns that are left. */
    public int columns() {
        return train[0].length;
    }

    /** The number of anomalies among the test rows. */
    public int anomalies() {
        return LabelledTable.count(anomaly);
    }

    /** The numbers of the normal test rows. */
    public double[] ofNormal(double[] numbers) {
        return IntStream.range(0, anomaly.length)
                .filter(i -> !anomaly[i])
                .mapToDouble(i -> numbers[i])
                .toArray();
    }
}

package io.github.vflow.benchmarks.tables.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * A table of OddBench or OvRBench, whose owners split it: training rows are normal, test rows have labels. No array is copied.
 *
 * @param name of the file, without its end
 * @param train [n][d] normal rows
 * @param test [m][d]
 * @param anomaly [m]
 * @param published the AUROC of an isolation forest, as the collection states it
 */
public record FixedSplit(String name, double[][] train, double[][] test, boolean[] anomaly, double published) {
    /**
     * Reads {@code .npz} with train [n, d], test [m, d], test_labels [m] and ifor_auc.
     *
     * @throws IOException if an array is absent, or no array of numbers
     * @throws IllegalArgumentException if a label is neither 0 nor 1, or the arrays do not fit together
     */
    public static FixedSplit read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            double[][] train = NpyArray.of(file, zip, "train").toRows();
            double[][] test = NpyArray.of(file, zip, "test").toRows();
            boolean[] anomaly = LabelledTable.labels(
                    file, NpyArray.of(file, zip, "test_labels").values());
            if (test.length != anomaly.length || train[0].length != test[0].length) {
                throw new IllegalArgumentException(file + ": expected a label for each test row and the same columns in"
                        + " both parts but got " + anomaly.length + " labels of " + test.length + " rows and "
                        + train[0].length + " and " + test[0].length + " columns; fetch the file again");
            }
            double published = NpyArray.of(file, zip, "ifor_auc").values()[0];
            return new FixedSplit(LabelledTable.nameOf(file), train, test, anomaly, published);
        }
    }

    /** The rows of both parts, of which those of training are normal. */
    LabelledTable joined() {
        double[][] rows = Stream.of(train, test).flatMap(Arrays::stream).toArray(double[][]::new);
        LabelledTable.requireFinite(name, rows);
        boolean[] labels = new boolean[rows.length];
        System.arraycopy(anomaly, 0, labels, train.length, anomaly.length);
        return new LabelledTable(name, rows, labels, train.length);
    }
}

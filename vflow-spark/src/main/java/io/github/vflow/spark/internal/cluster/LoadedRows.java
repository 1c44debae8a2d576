package io.github.vflow.spark.internal.cluster;

/**
 * The rows of a worker.
 *
 * @param numbers [count, width], row-major
 * @param width of a row
 */
public record LoadedRows(double[] numbers, int width) {
    /** No rows. */
    public static LoadedRows none() {
        return new LoadedRows(new double[0], 1);
    }

    int count() {
        return numbers.length / width;
    }

    void copy(int row, double[] into, int at) {
        System.arraycopy(numbers, row * width, into, at, width);
    }
}

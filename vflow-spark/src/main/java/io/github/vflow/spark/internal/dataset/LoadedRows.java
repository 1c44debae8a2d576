package io.github.vflow.spark.internal.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The rows of a partition as numbers.
 *
 * @param numbers [count, width], row-major
 * @param width of a row
 * @param fault why a row is not as those of the sample; empty if all are
 */
record LoadedRows(double[] numbers, int width, String fault) implements Serializable {
    int count() {
        return numbers.length / width;
    }

    /**
     * Those of some rows that this partition has, in their order.
     *
     * @param asked numbers of rows in the whole Dataset
     * @param first the number of the first row of this partition
     * @param end one more than the number of the last one
     */
    double[] picked(long[] asked, long first, long end) {
        if (count() != end - first) {
            throw new IllegalStateException("VFlow: a partition must have " + (end - first) + " rows but has " + count()
                    + "; the Dataset must have the same rows each time it is read, so save or cache it before");
        }
        double[] found = new double[asked.length * width];
        int used = 0;
        for (long number : asked) {
            if (number >= first && number < end) {
                System.arraycopy(numbers, Math.toIntExact(number - first) * width, found, used, width);
                used += width;
            }
        }
        return Arrays.copyOf(found, used);
    }
}

package io.github.vflow.table.training;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.Arrays;

/**
 * Noise for numbers that have a probability each. A number moves by places of its list, and the shares of the numbers stay those of the training
 * rows: from place i to place j it moves with
 *
 * <pre>q(j − i) · min(1, n_j / n_i)</pre>
 *
 * where q is normal and n counts rows (Metropolis et al., 1953). A move beyond an end does not take place. Thread-safe.
 */
final class ListedNoise {
    private final double[] values;
    private final int[] counts;
    private final double scale;

    /**
     * Noise of a column.
     *
     * @param of the numbers
     * @param known the numbers of the training rows; those beside the list have no part in it
     * @param deviations the standard deviation of the noise, in standard deviations of the places
     */
    ListedNoise(ColumnSpec.Listed of, double[] known, double deviations) {
        values = of.values().stream().mapToDouble(Double::doubleValue).toArray();
        counts = new int[values.length];
        double[] places = Arrays.stream(known)
                .mapToInt(this::place)
                .filter(i -> i >= 0)
                .asDoubleStream()
                .toArray();
        for (double place : places) {
            counts[(int) place]++;
        }
        scale = places.length == 0 ? 0 : deviations * Rows.of(places, 1).columnStds()[0];
    }

    private int place(double x) {
        // 0.0 and −0.0 are one number
        return Arrays.binarySearch(values, x + 0.0);
    }

    /**
     * A number with noise; a number beside the list, and a missing one, stay as they are.
     *
     * @param normal a standard normal number
     * @param uniform a number of [0, 1)
     */
    double moved(double x, double normal, double uniform) {
        int from = place(x);
        if (from < 0) {
            return x;
        }
        int to = (int) Math.rint(from + scale * normal);
        return to >= 0 && to < values.length && uniform * counts[from] < counts[to] ? values[to] : x;
    }
}

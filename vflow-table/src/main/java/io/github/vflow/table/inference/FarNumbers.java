package io.github.vflow.table.inference;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.KindDefaults;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the numbers of a column that are far from its middle half; atoms of a column are never far. */
public final class FarNumbers {
    private FarNumbers() {}

    /**
     * The rows whose number is more than some interquartile ranges from the median; none of a column whose middle half is one number.
     *
     * @param atoms the numbers that have a probability of their own
     * @param ranges the number of interquartile ranges
     */
    public static int[] rows(Rows rows, int column, List<Double> atoms, double ranges) {
        Sorted known = Sorted.of(Arrays.stream(rows.known(column))
                .filter(x -> !atoms.contains(x + 0.0))
                .toArray());
        if (known.size() < KindDefaults.FEWEST_FOR_FAR) {
            return new int[0];
        }
        double median = known.lower(0.5);
        double range = known.lower(0.75) - known.lower(0.25);
        return IntStream.range(0, rows.size())
                .filter(i -> range > 0 && isFar(rows.get(i, column), atoms, median, ranges * range))
                .toArray();
    }

    /**
     * Whether a number is so far from the next one that it is a code, and no end of a distribution.
     *
     * @param range the interquartile range of the column
     */
    public static boolean isBeyond(double number, double next, double range) {
        return Math.abs(number - next) > KindDefaults.RANGES_OF_CODE * range;
    }

    private static boolean isFar(double number, List<Double> atoms, double median, double most) {
        return Math.abs(number - median) > most && !atoms.contains(number + 0.0);
    }
}

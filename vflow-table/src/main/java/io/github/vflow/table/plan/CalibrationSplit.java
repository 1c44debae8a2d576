package io.github.vflow.table.plan;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The rows of a table that are kept for calibration: they neither train nor choose anything. The split depends on the table and the seed alone.
 *
 * @param rest the numbers of the other rows, ascending
 * @param calibration the numbers of the rows that are kept, ascending
 */
public record CalibrationSplit(int[] rest, int[] calibration) {
    /**
     * A random choice of rows. A column that varies in the table varies in the rest, too.
     *
     * @param rows n, the table
     * @param kept how many are for calibration, in [0, n]
     * @throws IllegalArgumentException if the table has fewer rows
     */
    public static CalibrationSplit of(Rows rows, int kept, long seed) {
        int n = rows.size();
        if (kept < 0 || kept > n) {
            throw new IllegalArgumentException("CalibrationSplit: between 0 and all " + n
                    + " rows can be for calibration but got " + kept + "; give a smaller part");
        }
        int[] order = IntStream.range(0, n).toArray();
        RandomGenerator random = Purpose.CALIBRATION_SPLIT.stream(seed).generator(0);
        // the last ones are kept
        for (int i = n - 1; i >= n - kept; i--) {
            int j = random.nextInt(i + 1);
            int row = order[i];
            order[i] = order[j];
            order[j] = row;
        }
        rows.keepVaried(order, n - kept);
        int[] rest = Arrays.copyOf(order, n - kept);
        int[] calibration = Arrays.copyOfRange(order, n - kept, n);
        Arrays.sort(calibration);
        Arrays.sort(rest);
        return new CalibrationSplit(rest, calibration);
    }
}

package io.github.vflow.flow.data;

import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which rows of a table are kept for calibration: they neither train nor choose anything. The split depends on the numbers of rows and the
 * seed alone.
 *
 * @param rest the numbers of the other rows, ascending
 * @param calibration the numbers of the rows that are kept, ascending
 */
public record CalibrationSplit(int[] rest, int[] calibration) {
    /**
     * A random choice of rows.
     *
     * @param rows n, of the table
     * @param kept how many are for calibration, in [0, n]
     * @throws IllegalArgumentException if there are not so many rows
     */
    public static CalibrationSplit of(int rows, int kept, long seed) {
        if (kept < 0 || kept > rows) {
            throw new IllegalArgumentException("CalibrationSplit: between 0 and all " + rows
                    + " rows can be for calibration but got " + kept + "; give a smaller part");
        }
        int[] order = IntStream.range(0, rows).toArray();
        RandomGenerator random = Purpose.CALIBRATION_SPLIT.stream(seed).generator(0);
        for (int i = 0; i < kept; i++) {
            int j = i + random.nextInt(rows - i);
            int row = order[i];
            order[i] = order[j];
            order[j] = row;
        }
        int[] calibration = Arrays.copyOf(order, kept);
        int[] rest = Arrays.copyOfRange(order, kept, rows);
        Arrays.sort(calibration);
        Arrays.sort(rest);
        return new CalibrationSplit(rest, calibration);
    }
}

package io.github.vflow.table.plan;

import io.github.vflow.table.defaults.SplitDefaults;

/** How many rows of a table are held out for validation and kept for calibration. */
public final class SplitSizes {
    private SplitSizes() {}

    /**
     * The number of rows to hold out: at least one, at most 10,000, and not all.
     *
     * @param part of the rows
     * @param rows of the table, at least two
     */
    public static int heldOut(double part, int rows) {
        return Math.clamp(Math.round(part * rows), 1, Math.min(SplitDefaults.MOST_HELD_OUT, rows - 1));
    }

    /** The number of rows to keep for calibration: a tenth of at least 1,000 rows, at most 10,000, and none of fewer rows. */
    public static int calibration(int rows) {
        return rows < SplitDefaults.FEWEST_TO_CALIBRATE
                ? 0
                : Math.min(SplitDefaults.MOST_TO_CALIBRATE, rows / SplitDefaults.ONE_OF);
    }

    /** Whether all rows of a table calibrate by the models of folds: tables of 100 to 999 rows, which keep none for it. */
    public static boolean isCrossFitted(int rows) {
        return rows >= SplitDefaults.FEWEST_TO_CROSS_FIT && rows < SplitDefaults.FEWEST_TO_CALIBRATE;
    }

    /**
     * The number of rows to keep for calibration, such that at least two are left.
     *
     * @param part of the rows, in [0, 1)
     * @param rows of the table
     */
    public static int calibration(double part, int rows) {
        return Math.clamp(Math.round(part * rows), 0, Math.max(0, rows - 2));
    }
}

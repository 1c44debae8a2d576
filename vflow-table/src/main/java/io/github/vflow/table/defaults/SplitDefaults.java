package io.github.vflow.table.defaults;

/** Which rows train, choose and calibrate. */
public final class SplitDefaults {
    /** A tenth chooses parameters and shares, and nine tenths are left to learn from. Not measured. */
    public static final double HELD_OUT = 0.1;
    /** More rows take time at every evaluation and hardly change which parameters are best. Not measured. */
    public static final int MOST_HELD_OUT = 10_000;
    /** One of ten rows calibrates, since training needs the others. Measured: docs/lab/alarms.md#cross-fitting. */
    public static final int ONE_OF = 10;
    /** With this many a rate of 5 % scatters by 0.2 points in theory, and more take time. Not measured. */
    public static final int MOST_TO_CALIBRATE = 10_000;
    /** A tenth of fewer rows supports no useful rate of false alarms, and training needs them. Measured: docs/lab/alarms.md#cross-fitting. */
    public static final int FEWEST_TO_CALIBRATE = 1_000;
    /** Fewer rows support no useful rate of false alarms, even if all of them calibrate. Not measured. */
    public static final int FEWEST_TO_CROSS_FIT = 100;
    /** Few rows must lose few to a fold: four fifths of them train. Not measured. */
    public static final int FOLDS_OF_FEW_ROWS = 5;
    /** Two thirds of many rows are enough to learn from, and each fold takes the time of a training. Not measured. */
    public static final int FOLDS_OF_MANY_ROWS = 3;
    /** Up to this number rows are few, and are in five folds. Not measured. */
    public static final int MOST_OF_FEW_ROWS = 10_000;
    /** Fewer rows do not tell normal from odd. Not measured. */
    public static final int FEWEST_TO_SEARCH = 20;
    /** A model of fewer training rows, or of no more rows than columns, may say little about new rows. Not measured. */
    public static final int FEWEST_TO_LEARN = 20;

    private SplitDefaults() {}
}

package io.github.vflow.table.defaults;

/** The views of a verdict, and the distributions of single columns that they compare with. */
public final class ViewDefaults {
    /** A sixth of the scores below the median tells the unit of a view. Not measured. */
    public static final double SPREAD_AT = 1.0 / 6;
    /** A combination that spreads less, in nats, tells of no dependence between columns. Measured: docs/lab/alarms.md#views. */
    public static final double LEAST_UNIT = 1;
    /** The unit of the view of whole rows in spreads, since it adds two views. Not measured. */
    public static final double UNIT_OF_ROW = 1.4;
    /** The unit of the view of single columns in spreads, since its scores have a longer tail. Not measured. */
    public static final double UNIT_OF_COLUMN = 2;
    /** More rows do not tell the units of views better. Not measured. */
    public static final int ROWS_OF_UNITS = 1_000;
    /** A row with gaps has the mean of the scores of this many completions. Not measured. */
    public static final int COMPLETIONS = 32;
    /** Rows with gaps are completed together, in parts that fit into the memory of a cache. Not measured. */
    public static final int COMPLETED_AT_ONCE = 64;
    /** The outermost pieces of a column's distribution have this many rows. Measured: docs/lab/alarms.md#views. */
    public static final double FIRST_PIECE = 4;
    /** Each piece further inside has this many times as many rows. Measured: docs/lab/alarms.md#views. */
    public static final double PIECE_GROWTH = 1.6;
    /** A piece has at most this share of the rows. Measured: docs/lab/alarms.md#views. */
    public static final double MOST_OF_PIECE = 0.1;
    /** A circle has no ends, so a gap must be a piece by itself. Not measured. */
    public static final double MOST_ON_CIRCLE = 0.02;
    /** A piece has at least this part of a row, so that no number is impossible. Not measured. */
    public static final double LEAST_MASS = 0.1;
    /** A column of one value has a scale of this part of it, so that any other number is far out. Not measured. */
    public static final double LEAST_SCALE = 1e-3;

    /** The most frequent numbers of a column have a rarity each, at most this number of them. Measured: docs/lab/alarms.md#views. */
    public static final int MOST_REPEATS = 128;
    /** A number is rare for its frequency where at least this share of the rows has frequent ones. Measured: docs/lab/alarms.md#views. */
    public static final double LEAST_REPEATED = 0.8;

    /** A p-value is of the rows of a group alone down to this number of them. Measured: docs/lab/alarms.md#groups. */
    public static final double ALARMS_OF_A_GROUP = 2;

    /** The rate at which shares of alarms among labels are compared: at a lower one too few rows are alarms. Not measured. */
    public static final double RATE_OF_SHARES = 0.05;
    /** A share of alarms is told of labels with at least this number of calibration rows. Not measured. */
    public static final int ROWS_OF_A_SHARE = 20;
    /** Groups are proposed where the shares of alarms differ by this number of standard deviations more than by chance. Not measured. */
    public static final double EXCESS_OF_SHARES = 4;

    private ViewDefaults() {}
}

package io.github.vflow.table.defaults;

/** The views of a verdict, and the distributions of single columns that they compare with. */
public final class ViewDefaults {
    /** Below this part of the scores of normal rows an exponential law tells p-values. Measured: docs/lab/alarms.md#views. */
    public static final double TAIL = 0.1;
    /** The law begins at the lowest score that more than this part of these rows share. Not measured. */
    public static final double ATOM_OF_TAIL = 0.25;
    /** A p-value above lies on a line between this number of ranks. Not measured. */
    public static final int POINTS_OF_LAW = 32;
    /** Where rows may be odd, a sixth of the scores below the median tells the law. Measured: docs/lab/outliers.md#flags. */
    public static final double SPREAD_AT = 1.0 / 6;
    /** Scores that are equal in nearly all rows have no law. Not measured. */
    public static final double NO_SPREAD_AT = 1e-3;
    /** A row is compared with this number of nearest rows. Measured: docs/lab/alarms.md#views. */
    public static final int NEIGHBOURS = 3;
    /** A model keeps this number of rows at most. Measured: docs/lab/alarms.md#views. */
    public static final int ROWS_OF_NEIGHBOURS = 4_000;
    /** A model keeps this number of cells at most, since each is a byte of its file. Not measured. */
    public static final int CELLS_OF_NEIGHBOURS = 500_000;
    /** A reason names this number of columns at most in which the nearest rows differ. Not measured. */
    public static final int COLUMNS_OF_NEIGHBOURS = 3;
    /** The places of a column lie this part of a normal score apart at least. Measured: docs/lab/alarms.md#views. */
    public static final double RANK_STEP = 1.0 / 16;
    /** More rows do not tell the laws of views better. Not measured. */
    public static final int ROWS_OF_LAWS = 1_000;
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

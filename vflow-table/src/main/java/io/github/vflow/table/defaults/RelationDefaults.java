package io.github.vflow.table.defaults;

/** Columns that others determine, and the seasons of dates. */
public final class RelationDefaults {
    /** Fewer rows beside the most frequent number agree by chance. Not measured. */
    public static final int FEWEST_VARIED = 3;
    /** A tenth of longer tables: fourteen of nine hundred agree until the first exception. Not measured. */
    public static final double PART_VARIED = 0.1;
    /** Thirty are enough to show an exception in a tenth. Not measured. */
    public static final int ENOUGH_VARIED = 30;
    /** A rule with fewer rows beyond its numbers holds by chance. Not measured. */
    public static final int ROWS_BEYOND = 10;
    /** The part of its range by which an affine column may leave a line through two rounded rows. Not measured. */
    public static final double ABOUT = 0.1;
    /** Pairs of more columns take too long. Not measured. */
    public static final int MOST_COLUMNS_OF_PAIRS = 3_000;
    /** Sums of more columns take too long. Not measured. */
    public static final int MOST_COLUMNS_OF_SUMS = 300;
    /** This many rows find the candidates; all rows then test them. Not measured. */
    public static final int FEWEST_ROWS_OF_SUMS = 2_000;
    /** Rows for each column of a wide table, so that no sum agrees by chance. Not measured. */
    public static final int ROWS_OF_A_COLUMN = 10;
    /** The part of the deviation that rounding may leave. Not measured. */
    public static final double LEFT = 0.02;
    /** Rounding leaves the weights of a sum this near to one. Not measured. */
    public static final double NEAR_ONE = 0.02;
    /** Rounded numbers agree by chance more easily, so each weight needs this many rows. Not measured. */
    public static final int ROWS_OF_ROUNDED = 10;
    /** Coarser last digits, in deviations, hide too much for a rule. Not measured. */
    public static final double COARSE = 0.01;
    /** The relative change of a weight that makes it a shorter number: more would be another weight. Not measured. */
    public static final double CLOSE = 1e-6;
    /** Where rounding turns, in last digits. Not measured. */
    public static final double TURN = 0.45;
    /** More such rows, as of a column that is n or n + 1, are no rounding. Not measured. */
    public static final double MOST_TURNING = 1.0 / 3;
    /** Columns of more numbers are no labels of each other. Not measured. */
    public static final int MOST_NUMBERS_FOR_LABELS = 100;
    /** The digits of a column show in a part of its rows. Not measured. */
    public static final int ROWS_FOR_DIGITS = 5_000;
    /** Amounts of money have fewer decimals than numbers that were float32. Not measured. */
    public static final int DECIMALS_OF_FLOAT = 5;
    /** The probability of a season where there is none, for each date: a false season costs little density. Not measured. */
    public static final double SEASON_LEVEL = 1e-3;
    /** Means of months that a walk moves together count as four: one walk of a thousand has a season then. Measured: docs/lab/tables.md#seasons. */
    public static final int FREE_MEANS = 4;
    /** Fewer rows for each place of a season do not show it. Not measured. */
    public static final int ROWS_OF_A_PLACE = 10;
    /** This many other columns are compared with the seasons of a date, since each lowers the level of all. Not measured. */
    public static final int MOST_COLUMNS_OF_SEASONS = 20;
    /** A smaller weight, in deviations, is a rounding error. Not measured. */
    public static final double NO_WEIGHT = 1e-7;
    /** Weights below this many standard errors, as rounded digits leave them, are none. Not measured. */
    public static final int ERRORS_OF_NO_WEIGHT = 5;
    /** A weight with more digits is no simpler than the one that was found. Not measured. */
    public static final int DIGITS_OF_WEIGHT = 7;
    /** A simpler weight moves the column by at most such a part of its last digit. Not measured. */
    public static final int PART_OF_DIGIT_BY_WEIGHT = 4;
    /** A simpler offset moves it by at most such a part. Not measured. */
    public static final int PART_OF_DIGIT_BY_OFFSET = 10;
    /** An exact relation holds to this part of its terms, as sums of doubles do. Not measured. */
    public static final double PRECISION = 1e-10;
    /** A rounded relation misses by this many last digits, since weights are rounded, too. Not measured. */
    public static final double ROOM = 1.1;

    /** Rows that could break a rule of most rows: fewer hide its exceptions. Not measured. */
    public static final int ROWS_OF_NEAR = 50;
    /** This share of them obeys, else a density says it better. Not measured. */
    public static final double SHARE_OF_NEAR = 0.9;
    /** Fewer numbers are labels. Not measured. */
    public static final int NUMBERS_OF_NEAR = 20;
    /** Sums among more columns take too long. Not measured. */
    public static final int MOST_COLUMNS_OF_NEAR_SUMS = 40;
    /** An order in fewer rows may be chance. Not measured. */
    public static final int ROWS_OF_BOUND = 300;
    /** Independent columns would break an order in this share, else it tells little. Not measured. */
    public static final double BREAKS_OF_BOUND = 0.08;
    /** An order that more rows break is none. Not measured. */
    public static final double MOST_LESS = 0.06;
    /** This quantile of the difference shows an edge. Not measured. */
    public static final double EDGE_OF_BOUND = 0.05;
    /** Its most, in medians: a uniform difference has a tenth. Not measured. */
    public static final double NEAR_BOUND = 0.12;
    /** More rows without the lesser number lose the greater one. Not measured. */
    public static final double GAPS_OF_BOUND = 0.02;
    /** Labels of fewer rows lie side by side by chance. Not measured. */
    public static final int FEWEST_OF_INTERVAL = 5;

    private RelationDefaults() {}
}

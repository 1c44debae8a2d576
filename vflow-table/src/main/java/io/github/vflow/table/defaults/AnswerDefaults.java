package io.github.vflow.table.defaults;

/** Scores, samples, filled cells and explanations of a trained model. */
public final class AnswerDefaults {
    /** A marginal density of too few effective samples takes sixteen times as many. Not measured. */
    public static final int MORE_SAMPLES = 16;
    /** A conditional probability of labels sums over at most this many values, since each takes the time of a score. Not measured. */
    public static final int MOST_LABELS_ASKED = 512;
    /** A batch of fewer rows is not worth another thread. Not measured. */
    public static final int ROWS_OF_A_THREAD = 1_000;
    /** A row with gaps takes as long as some dozens without. Not measured. */
    public static final int ROWS_WITH_GAPS_OF_A_THREAD = 32;
    /** Weighted draws for each row that is drawn given other columns, so that few of them repeat. Not measured. */
    public static final int PROPOSALS_OF_A_DRAW = 4;
    /** A few rows are drawn from this many weighted ones at least, since few of these may count. Not measured. */
    public static final int FEWEST_PROPOSALS = 1_000;
    /** Weighted draws that fill the cells of a row, so that means and medians have two digits. Not measured. */
    public static final int DRAWS_OF_A_ROW = 1_000;
    /** A row with more odd columns is odd as a whole, and each takes longer to find. Measured: docs/lab/alarms.md#time. */
    public static final int MOST_BLAMED = 5;
    /** Three columns at most get a cost by many draws. Measured: docs/lab/tables.md#real-tables. */
    public static final int EXACT_COSTS = 3;
    /** A column of a lower part of the largest rough cost is not odder. Not measured. */
    public static final double NEARLY_AS_ODD = 0.5;
    /** Later parts take few draws, since a score sums over more missing cells. Measured: docs/lab/alarms.md#time. */
    public static final int PARTS_BY_MANY_DRAWS = 2;
    /** Draws of a cell that give its expected value and an interval. Not measured. */
    public static final int MANY_DRAWS = 128;
    /** Draws of them that are scored; each takes the time of a score. Not measured. */
    public static final int MANY_SCORED = 48;
    /** Draws of a cell that tell whether its column may be odd. Measured: docs/lab/tables.md#real-tables. */
    public static final int FEW_DRAWS = 64;
    /** Draws of them that are scored. Measured: docs/lab/tables.md#real-tables. */
    public static final int FEW_SCORED = 12;
    /** Numbers of a column that tell whether it may be odd. Measured: docs/lab/alarms.md#time. */
    public static final int FEW_VALUES = 8;
    /** Numbers of fewer rows cannot stand for a column. Not measured. */
    public static final double MOST_REPEAT = 0.5;
    /** Errors of scores by the same samples cancel in a cost. Measured: docs/lab/alarms.md#time. */
    public static final int COMPARED_PART = 4;
    /** Fewer still tell which columns may be odd. Measured: docs/lab/alarms.md#time. */
    public static final int ROUGH_PART = 12;
    /** A category of this many labels is summed exactly; one of more is drawn, which takes less time. Not measured. */
    public static final int MOST_ENUMERATED = 100;
    /** An expected interval leaves 5 % out on either side, as 90 % intervals do. Not measured. */
    public static final double TAIL = 0.05;
    /** A label of a lower probability does not make the others uncertain. Not measured. */
    public static final double LIKELY = 0.01;
    /** A number that a greater share of the rows reaches is no reason. Not measured. */
    public static final double RARE = 0.01;
    /** A table of more columns gets no column to blame but on demand. Measured: docs/lab/tables.md#real-tables. */
    public static final int MOST_COLUMNS_TO_BLAME = 40;
    /** A baseline of more rows would only show drift that does not matter. Measured: docs/lab/alarms.md#drift. */
    public static final int BASELINE_ROWS = 10_000;
    /** A column tells of gaps by this many standard errors: by one, pairs of gaps that meet by chance would tell. Not measured. */
    public static final double ERRORS_OF_GAPS = 2;
    /** Values that tell of gaps have this many rows each, in the mean; tenths of a column, or its gaps, do otherwise. Not measured. */
    public static final int ROWS_OF_GAP_CELL = 10;
    /** The rate of false alarms where none is asked for: one normal row in a hundred. Measured: docs/lab/alarms.md#the-rate-of-false-alarms. */
    public static final double ALARM_RATE = 0.01;

    private AnswerDefaults() {}
}

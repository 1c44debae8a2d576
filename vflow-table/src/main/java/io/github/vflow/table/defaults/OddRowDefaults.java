package io.github.vflow.table.defaults;

/** The score that ranks the rows of a table with odd rows among them, and the rows that are flagged. */
public final class OddRowDefaults {
    /** A row is compared with more rows than odd rows lie together. Measured: docs/lab/outliers.md#views. */
    public static final int NEIGHBOURS = 30;
    /** A sixth of the scores below the median tells how the scores of normal rows fall off. Measured: docs/lab/outliers.md#flags. */
    public static final double SPREAD_AT = 1.0 / 6;
    /** Rows are odd where one normal row of the table is expected by all views together. Measured: docs/lab/outliers.md#flags. */
    public static final double EXPECTED_ROWS = 1;
    /** In a long table, rows are odd where this share of normal rows is expected by all views. Measured: docs/lab/outliers.md#flags. */
    public static final double EXPECTED_SHARE = 0.001;
    /** Rows are odd, too, where this part of the odd rows of all views is expected to be normal. Measured: docs/lab/outliers.md#flags. */
    public static final double FALSE_DISCOVERIES = 0.1;
    /**
     * Where the joint densities train without suspects, normal rows among these look odder than they are, so fewer may be expected. Measured:
     * docs/lab/outliers.md#many-odd-rows.
     */
    public static final double FALSE_DISCOVERIES_WITHOUT_SUSPECTS = 0.03;
    /** Mixtures of normal distributions of two columns take the ends of a curve for odd. Measured: docs/lab/outliers.md#many-odd-rows. */
    public static final int FEWEST_COLUMNS_OF_NORMALS = 3;
    /** Rows are suspects where this part of them is expected to be normal. Measured: docs/lab/outliers.md#many-odd-rows. */
    public static final double FALSE_DISCOVERIES_OF_SUSPECTS = 0.03;
    /** Suspects are left out of training if this share of the rows is odd beyond doubt. Measured: docs/lab/outliers.md#many-odd-rows. */
    public static final double MANY_SUSPECTS = 0.03;
    /** Rows are beyond doubt where this part of them is expected to be normal. Measured: docs/lab/outliers.md#many-odd-rows. */
    public static final double FALSE_DISCOVERIES_BEYOND_DOUBT = 0.003;
    /** More odd rows are a heavy tail of normal ones. Measured: docs/lab/outliers.md#flags. */
    public static final double MOST_ODD = 0.125;
    /** Interquartile ranges from the median: a number that is farther out is no normal one, and is kept from training. Not measured. */
    public static final double FAR_RANGES = 10;
    /** If more rows are far out in a column, it has heavy tails and keeps them. Not measured. */
    public static final double FEW_FAR = 0.01;
    /** An explanation takes some hundred scores for each column, so only this many odd rows get one. Not measured. */
    public static final double MOST_EXPLAINED = 1_000;
    /** Fewer rows of a wider table are explained, since an explanation takes a time that grows with the square of the columns. Not measured. */
    public static final double COLUMNS_OF_MOST_EXPLAINED = 10;
    /** Where scores are equal in more than a third of the rows, their spread is that further down, from this part on. Not measured. */
    public static final double SPREAD_OF_EQUAL_AT = 0.1;
    /** Scores that are equal in nearly all rows have no spread. Not measured. */
    public static final double NO_SPREAD_AT = 1e-3;

    /** The normal scores among the odd ones, and the spread that they change, settle in fewer rounds. Not measured. */
    public static final int ROUNDS_OF_EXPECTED = 4;
    /** A column belongs to an odd combination if it fits the others this much as badly as the worst. Not measured. */
    public static final double PART_OF_COMBINATION = 1.0 / 3;
    /** A combination of more columns is hard to read. Not measured. */
    public static final int MOST_OF_COMBINATION = 4;
    /** Fewer cells that are empty where another column tells so make no rule. Not measured. */
    public static final int FEWEST_OF_GAP_RULE = 10;
    /** More exceptions beside the cells of a rule, or beside a value, are a habit. Measured: docs/lab/outliers.md#gaps. */
    public static final double EXCEPTIONS_OF_GAP_RULE = 0.05;
    /** More exceptions are no odd rows, but another kind of normal ones. Measured: docs/lab/outliers.md#gaps. */
    public static final double MOST_EXCEPTIONS = 0.002;

    private OddRowDefaults() {}
}

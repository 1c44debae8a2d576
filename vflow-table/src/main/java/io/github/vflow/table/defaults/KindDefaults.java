package io.github.vflow.table.defaults;

/** The kinds of columns that are inferred: numbers, whole numbers, atoms, labels, columns that are left out. */
public final class KindDefaults {
    /** Whole numbers that are farther apart are real: their steps are too small for noise that rounds. Not measured. */
    public static final double MOST_APART = 1_000;
    /** At most eight whole numbers have a probability each, as in a list: a year is 1999 or 2008. Measured: docs/lab/tables.md#real-tables. */
    public static final int FEW_WHOLE = 8;
    /** Numbers on a grid, such as 6, 12 and 18 months, have a probability each if there are at most twenty. Measured: docs/lab/tables.md#real-tables. */
    public static final int MOST_ON_GRID = 20;
    /** A grid leaves two of three numbers out; with fewer gaps neighbours tell of one another. Not measured. */
    public static final int STEP_OF_GRID = 3;
    /** Each number of the range has a place in the code of a column, so a wider range shares one smooth density. Not measured. */
    public static final int WIDEST = 128;
    /** More different numbers are too many labels for a model to learn what each tells. Not measured. */
    public static final int MOST_LISTED = 50;
    /** With fewer rows for each number its probability is a guess: three lose 0.6 nats. Measured: docs/lab/tables.md#numbers-that-repeat. */
    public static final int ROWS_OF_LISTED = 5;
    /** Whole numbers leave gaps if their range has twice as many: a density would fill them. Not measured. */
    public static final double STEP_OF_SMOOTH = 2;
    /** Squared differences of n neighbouring counts, in their variances, are n ± 2√n by chance: five times as far, numbers stand out. Not measured. */
    public static final double MOST_ROUGH = 10;
    /** A smooth law has a rare end; months have none, and their density has a month 13. Measured: docs/lab/tables.md#numbers-that-repeat. */
    public static final double SHARP_END = 0.4;
    /** With more numbers between, multiples of a step are no grid: both kinds of numbers mean something. Not measured. */
    public static final double OFF_GRID = 0.1;
    /** A rarer number decides little, whatever its density. Not measured. */
    public static final double ATOM_SHARE = 0.05;
    /** A number that repeats this many interquartile ranges below or above all others is a code, in whatever share of the rows. Not measured. */
    public static final double RANGES_OF_CODE = 0.5;
    /** A number less frequent than four times its neighbours may be the mode of a grid. Not measured. */
    public static final int ATOM_TIMES = 4;
    /** Fewer rows with other numbers tell nothing about a density. Not measured. */
    public static final int ATOM_OTHERS = 20;
    /** More atoms are not named in a line about a column. Not measured. */
    public static final int ATOMS_NAMED = 4;
    /** The neighbours on either side that tell an atom from the mode of a grid. Not measured. */
    public static final int ATOM_NEIGHBOURS = 2;
    /** Interquartile ranges from the median beyond which float32 loses the other numbers on a linear scale. Not measured. */
    public static final double RUINOUS = 1e6;
    /** Fewer numbers have no middle half. Not measured. */
    public static final int FEWEST_FOR_FAR = 4;
    /** A category with more labels has too few rows of each to learn from. Not measured. */
    public static final int MOST_LABELS = 100;
    /** A limit of counted texts keeps memory from growing with the file. Not measured. */
    public static final int KEPT_LABELS = 5_000;
    /** A label of fewer cells is rare. Not measured. */
    public static final int FEWEST_OF_LABEL = 5;
    /** A label of a smaller share of the cells is rare, too. Not measured. */
    public static final double LEAST_SHARE_OF_LABEL = 0.005;
    /** New labels that are rarer hardly add to a rate of false alarms of 1 %. Not measured. */
    public static final double NEW_LABELS = 0.001;
    /** Fewer cells say little about rare labels. Not measured. */
    public static final int FEWEST_FOR_NEW_LABELS = 100;
    /** The most labels of a text of many values; all others are one more. Not measured. */
    public static final int MOST_FREQUENT = 50;
    /** A text is left out if fewer cells have a frequent label, since the label of all others would say little. Not measured. */
    public static final double LEAST_FREQUENT = 0.2;
    /** A larger share of other numbers among dates of digits says that all are numbers. Not measured. */
    public static final double OTHERS_OF_DIGITS = 0.01;
    /** The first cells that tell whether nearly all differ. Not measured. */
    public static final int CELLS_FOR_UNIQUE = 1_000;
    /** Fewer cells do not tell. Not measured. */
    public static final int FEWEST_FOR_UNIQUE = 20;
    /** Cells are unique, as identifiers are, if this share differs: a repeated line must not hide it. Not measured. */
    public static final double UNIQUE = 0.95;
    /** Cells that all differ are ids if this share has digits and letters: fewer may be errors between numbers. Not measured. */
    public static final double MIXED_IDS = 0.05;
    /** Whole numbers in a range of fewer times their count are serial numbers: a third of them may be deleted. Not measured. */
    public static final double SERIAL = 1.5;
    /** The most different units of a column of amounts; more are no units. Not measured. */
    public static final int MOST_UNITS = 20;
    /** Fewer rows give a rough density only, so the reader says so. Not measured. */
    public static final int FEW_ROWS = 100;
    /** A column with one value in this many rows says little, so the reader says so. Not measured. */
    public static final double MOSTLY_ONE_VALUE = 0.9;
    /** Seconds and milliseconds are times if they are from 1990 on, in days since 1970: other whole numbers hardly lie there. Not measured. */
    public static final double FIRST_DAY = 7_305;
    /** They are times before 2050. Not measured. */
    public static final double LAST_DAY = 29_220;
    /** Texts whose forms are looked at, if no form of dates has all: each is tried in hundreds of forms. Not measured. */
    public static final int TEXTS_FOR_FORMS = 50;
    /** At least ten dates that all are first days of months are on a grid; fewer may be chance. Not measured. */
    public static final int DATES_FOR_GRID = 10;
    /** Digits such as 20240531 are dates from this year on: other numbers hardly have a month and a day. Not measured. */
    public static final int FIRST_YEAR_OF_DIGITS = 1900;
    /** They are dates up to this year. Not measured. */
    public static final int LAST_YEAR_OF_DIGITS = 2100;
    /** Fewer labels are a list, even if each is met once or twice. Not measured. */
    public static final int FEWEST_DISTINCT = 10;
    /** The decimal sign of another source shows in its first rows. Not measured. */
    public static final int ROWS_FOR_DECIMAL_SIGN = 1_000;

    private KindDefaults() {}
}

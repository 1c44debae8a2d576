package io.github.vflow.flow.defaults;

/** The columns of a model: which numbers float32 must tell apart, values that nobody counted, and circles. */
public final class ColumnDefaults {
    /** A column of at most twenty different numbers is a list: float32 may lose few of them. Not measured. */
    public static final int FEW_VALUES = 20;
    /** Float32 must tell three of four numbers of a list apart: two may differ by rounding errors. Not measured. */
    public static final double TOLD_OF_FEW = 0.75;
    /** With fewer numbers left a column is nearly constant. Not measured. */
    public static final int FEWEST_TOLD = 3;
    /** In other columns float32 must tell half of the numbers apart, or half of a thousand, which are enough for a density. Not measured. */
    public static final int ENOUGH_TOLD = 1_000;
    /** Made-up rows of values that nobody counted: a conditional probability keeps a hundredth of the frequencies. Not measured. */
    public static final int UNCOUNTED = 100;
    /** Each conditional probability keeps a fifth of the made-up rows: all of them break rules. Measured: docs/lab/tables.md#the-dependence-tree. */
    public static final double KEPT = 0.2;
    /** Each circle doubles the time of a score, so of more one turns. Measured: docs/lab/tables.md#what-seasons-and-circles-are-worth. */
    public static final int MOST_CIRCLES = 3;
    /** The part of a period at each side of the cut where training draws turns: wide enough for a flow without a jump. Not measured. */
    public static final double RAMP = 1 / 8.0;
    /** At least this many draws have another turn, so that a rare turn is seen. Not measured. */
    public static final double LEAST_SHARE_OF_TURNS = 1 / 16.0;
    /** A standardised column with a smaller spread in the first rows is constant in most of them, and must not be blown up. Not measured. */
    public static final double LEAST_START = 0.1;

    /** Numbers of a list share what they learn over about two places. Measured: docs/lab/tables.md#neighbours-in-lists. */
    public static final double NEIGHBOURS = 2;

    private ColumnDefaults() {}
}

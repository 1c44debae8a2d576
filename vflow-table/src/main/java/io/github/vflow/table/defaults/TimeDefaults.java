package io.github.vflow.table.defaults;

/** Members and steps for a given time. */
public final class TimeDefaults {
    /** The part of the time that measures costs. Not measured. */
    public static final double MEASURED = 0.15;
    /** The least steps measured: of fewer, all may wait for the JVM's compiler. Not measured. */
    public static final int LEAST_MEASURED = 12;
    /** The most: later ones take as long. Not measured. */
    public static final int MOST_MEASURED = 500;
    /** Steps measured of the density of missing cells. Not measured. */
    public static final int FILL_MEASURED = 12;
    /** Calibration and files take the rest. Not measured. */
    public static final double PLANNED = 0.8;
    /** The speed of a training beside another. Not measured. */
    public static final double SIDE_BY_SIDE = 0.75;
    /** The rows of a fold. Not measured. */
    public static final double FOLD = 0.8;
    /** The most for the density of missing cells. Not measured. */
    public static final double FILLED = 0.25;
    /** Fewer steps end before their best, so fewer members take more. Not measured. */
    public static final double PATIENCES = 4;
    /** Fewer are no training. Not measured. */
    public static final int FEWEST_STEPS = 20;

    private TimeDefaults() {}
}

package io.github.vflow.table.defaults;

/** A training that must take about a time: how its costs are measured, and how they choose members and steps. */
public final class TimeDefaults {
    /** The part of the time that measures: less says little of a JVM that still compiles, and more is missed. Not measured. */
    public static final double MEASURED = 0.15;
    /** The least steps that are measured, whatever they take. Not measured. */
    public static final int LEAST_MEASURED = 6;
    /** More steps take the same time each. Not measured. */
    public static final int MOST_MEASURED = 500;
    /** Steps of the density of missing cells that are measured. Not measured. */
    public static final int FILL_MEASURED = 12;
    /** The part of the time that the plan takes: shares, calibration and files take the rest. Not measured. */
    public static final double PLANNED = 0.8;
    /** Trainings side by side slow each other down to this part of their speed. Not measured. */
    public static final double SIDE_BY_SIDE = 0.75;
    /** A training of a fold has this part of the rows, and starts faster. Not measured. */
    public static final double FOLD = 0.8;
    /** The largest part of the time for the density of missing cells. Not measured. */
    public static final double FILLED = 0.25;
    /** Fewer steps than patience and a half end before their best, so fewer members take more of them. Not measured. */
    public static final double PATIENCES = 1.5;
    /** The least steps of a member, however short the time is: fewer are no training. Not measured. */
    public static final int FEWEST_STEPS = 20;

    private TimeDefaults() {}
}

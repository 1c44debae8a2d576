package io.github.vflow.table.defaults;

/** Rows that no longer look like the rows of a baseline. */
public final class DriftDefaults {
    /** A batch differs by chance in one of a thousand comparisons. Not measured. */
    public static final double LEVEL = 0.001;
    /** The rate of a monitor holds with this probability over baselines, so a baseline that misleads is rare. Measured: docs/lab/alarms.md#drift. */
    public static final double CONFIDENCE = 0.99;
    /** Neighbouring cells of a χ² test that expect fewer rows count as one, since the χ² distribution does not hold for them. Not measured. */
    public static final double FEWEST_IN_CELL = 5;

    private DriftDefaults() {}
}

package io.github.vflow.flow.defaults;

/** Scores that are estimates, and missing cells: how they are summed over, drawn and learned. */
public final class GapDefaults {
    /** Importance samples of a score: fewer err by half a nat in a row with gaps. Measured: docs/lab/tables.md#stratified-samples. */
    public static final int SAMPLES = 100;
    /** One missing cell takes one of three samples, since quantiles err less. Measured: docs/lab/tables.md#stratified-samples. */
    public static final int ONE_CELL = 3;
    /** An estimate by fewer effective draws says nothing, not even by its standard error. Not measured. */
    public static final double FEWEST_EFFECTIVE = 5;
    /** The most terms of an exact sum over missing labels and atoms, which then takes milliseconds. Measured: docs/lab/alarms.md#time. */
    public static final int MOST_TERMS = 4_096;
    /** The most terms if each takes a pass through the flow, which takes longer than the rest of a term. Not measured. */
    public static final int MOST_TERMS_OF_FLOW = 512;
    /** Fewer rows are evaluated one by one or by a small program: a large one takes the time of all its rows. Not measured. */
    public static final int FEW_ROWS = 32;
    /** Points of the noise of a row with atoms: more err less, but a score takes longer. Measured: docs/lab/tables.md#numbers-that-repeat. */
    public static final int ATOM_POINTS = 4;
    /**
     * The noise at an atom, in standard deviations: more hides linear relations between columns. Measured: docs/lab/tables.md#numbers-that-repeat.
     */
    public static final double NOISE_AT_ATOM = 0.25;
    /** An explanation draws about as many rows of each member at once. Not measured. */
    public static final int DRAWN_AT_ONCE = 32;
    /** A completion is one of many, so its probability needs few samples. Not measured. */
    public static final int SAMPLES_OF_A_COMPLETION = 16;
    /** With too few effective draws there are four times as many instead, and once more. Not measured. */
    public static final int MORE_DRAWS = 4;
    /** More draws of one row take seconds, so they are only made if they are asked for. Not measured. */
    public static final int MOST_DRAWS = 16_000;
    /** A row that meets no condition in this many draws hardly ever does. Not measured. */
    public static final int ROUNDS_OF_A_DRAW = 8;
    /** P of labels alone takes as many times the samples in a tilted model. Measured: docs/lab/tables.md#the-tilt. */
    public static final int MORE_WITHOUT_NUMBERS = 16;
    /** A tilt accepts one draw in five or more, so one row in a million meets none in 64. Not measured. */
    public static final int ROUNDS_OF_A_TILT = 64;
    /** Training draws missing labels from this many completions at once, at most. Measured: docs/lab/performance.md#training-with-gaps. */
    public static final int COMPLETIONS_OF_A_DRAW = 8;
    /** A row that comes again is drawn every other time: each time gains 0.01 nats. Measured: docs/lab/performance.md#training-with-gaps. */
    public static final int ONE_OF_DRAWS = 2;
    /** Sweeps over the blocks of a row that comes first. Not measured. */
    public static final int SWEEPS = 2;
    /** Larger tables keep no draws, since each checkpoint holds them. Not measured. */
    public static final int MOST_LABELS_KEPT = 1_000_000;
    /** Completions that a draw evaluates at once: more are waste where few rows have gaps. Not measured. */
    public static final int PAIRS_OF_A_DRAW = 64;
    /** The most chunks of such pairs that threads share. Not measured. */
    public static final int CHUNKS_OF_A_DRAW = 16;
    /** Blocks of the density of missing cells: columns in one block do not depend on one another but by their regression. Not measured. */
    public static final int FILL_BLOCKS = 4;
    /** Two hidden layers of this width learn one density for each mask of missing cells. Not measured. */
    public static final int FILL_WIDTH = 64;
    /** Logistics of each missing cell, half of them about its regression on the known cells. Not measured. */
    public static final int FILL_COMPONENTS = 6;
    /** The means of the logistics start this many standard deviations about zero, and cover a standardised column. Not measured. */
    public static final double FILL_SPREAD = 1.5;
    /** The time of the regression grows with the third power of the dimensions. Not measured. */
    public static final int FILL_MOST_OF_REGRESSION = 40;
    /** Three logistics of these means and the next scale have a variance of 1.2, and heavier tails than a normal distribution. Not measured. */
    public static final double FILL_SPREAD_OF_RESIDUALS = 0.9;
    /** The logarithm of their scale at the start. Not measured. */
    public static final double FILL_LOG_SCALE_OF_RESIDUALS = -0.8;
    /** Draws of a step: in a trial without a page, 256 at a rate of 0.002 took twice the time for no larger effective sample sizes. Not measured. */
    public static final int FILL_BATCH = 128;
    /** The rate for such a step. Not measured. */
    public static final double FILL_RATE = 8e-3;
    /** Further members start from the density of one member and take one of four steps. Measured: docs/lab/tables.md#one-density-after-another. */
    public static final int FILL_PART = 4;
    /** The rate of these steps: 0.008 was no better. Measured: docs/lab/tables.md#one-density-after-another. */
    public static final double FILL_LATER_RATE = 4e-3;
    /** A draw of the model that is this many standard deviations out teaches nothing about rows. Not measured. */
    public static final float FILL_FAR = 100;

    private GapDefaults() {}
}

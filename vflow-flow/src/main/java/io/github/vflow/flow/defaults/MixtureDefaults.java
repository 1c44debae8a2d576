package io.github.vflow.flow.defaults;

/** The broad densities beside a flow, the shares of a mixture, and the maps of columns to normal distributions. */
public final class MixtureDefaults {
    /** The share of the Student t costs 0.01 nats of a typical row and bounds the cost of a row far out. Not measured. */
    public static final double STUDENT = 0.01;
    /** Held-out rows may give the Student t less, but a row far out must keep a density. Not measured. */
    public static final double LEAST_STUDENT = 0.002;
    /** The degrees of freedom of the Student t: the least whole number with a variance. Not measured. */
    public static final int FREEDOM = 3;
    /** The most normal distributions: rows that were not fitted choose. Measured: docs/lab/tables.md#broad-components. */
    public static final int COMPONENTS = 32;
    /** Each covariance is known by two rows for each of its dimensions, and shrinking does the rest. Not measured. */
    public static final int ROWS_OF_A_DIMENSION = 2;
    /** Fewer rows are one cluster. Not measured. */
    public static final int FEWEST_ROWS = 256;
    /** More rows change the normal distributions and the choice of maps little, and take time. Not measured. */
    public static final int MOST_ROWS = 4_096;
    /** The clusters from which expectation maximisation starts need not have settled. Not measured. */
    public static final int CLUSTER_ROUNDS = 10;
    /** A fit that still gains after this many steps has taken enough time. Not measured. */
    public static final int FIT_STEPS = 40;
    /** A fit that is judged beside others needs fewer steps: they rank as after more. Not measured. */
    public static final int SEARCH_STEPS = 10;
    /** A step that gains fewer nats per row is not worth its time. Not measured. */
    public static final double FIT_GAIN = 2e-3;
    /** A fit starts with this part of the columns' variances as ridge, and rows that were not fitted choose another. Not measured. */
    public static final double FIT_RIDGE = 1e-3;
    /** The widest ridge: a wider one is wider than a cluster. Measured: docs/lab/tables.md#broad-components. */
    public static final double WIDEST_RIDGE = 1e-1;
    /** The narrowest one: a column may be a sum of others. Measured: docs/lab/tables.md#broad-components. */
    public static final double NARROWEST_RIDGE = 1e-6;
    /** Each ridge is ten times as wide as the next: between them ln p hardly changes. Not measured. */
    public static final double RIDGE_STEP = 10;
    /** The most made-up rows that shrink a covariance, in (d + 1)/2: 16 are best on noise. Measured: docs/lab/tables.md#broad-components. */
    public static final double MOST_PRIOR = 64;
    /** Four times as many made-up rows at each step: between them ln p hardly changes. Not measured. */
    public static final double PRIOR_STEP = 4;
    /** One row in five judges the number of components, and the others fit them. Not measured. */
    public static final int JUDGE = 5;
    /** The least ridge of a regression on codes, in rows. Not measured. */
    public static final double LEAST_CODE_RIDGE = 0.25;
    /** The widest: a label of fewer rows tells little. Not measured. */
    public static final double MOST_CODE_RIDGE = 256;
    /** A regression must gain this many standard errors. Measured: docs/lab/tables.md#regression-on-labels. */
    public static final double ERRORS_OF_REGRESSION = 2;
    /** The part of the mean variance that keeps the moments of any rows regular. Not measured. */
    public static final double MOMENTS_RIDGE = 1e-6;
    /** A mean over all held-out rows needs few importance samples of each. Not measured. */
    public static final int STACKING_SAMPLES = 16;
    /** Expectation maximisation of a few shares is cheap, so it has enough steps to settle. Not measured. */
    public static final int STACKING_STEPS = 200;
    /** Made-up rows of the flow, which keep its share from extremes where few rows are held out. Not measured. */
    public static final double PRIOR_OF_FLOW = 2;
    /** Made-up rows of each broad density: fewer than the flow has, since the flow is the better guess. Not measured. */
    public static final double PRIOR_OF_BROAD = 0.5;
    /** One made-up row keeps each member in the mixture. Not measured. */
    public static final double PRIOR_OF_MEMBER = 1;
    /** Each round of a robust fit leaves out this share of the rows, the least likely ones. Measured: docs/lab/outliers.md#many-odd-rows. */
    public static final double TRIMMED = 0.08;
    /** After four rounds, robust fits hold hardly an odd row. Measured: docs/lab/outliers.md#many-odd-rows. */
    public static final int TRIMMED_ROUNDS = 4;
    /** The most normal distributions of a robust fit: more follow the odd rows. Not measured. */
    public static final int TRIMMED_COMPONENTS = 16;
    /** The rows of a robust fit for each dimension of a component, so that wide tables take little time. Not measured. */
    public static final int TRIMMED_ROWS = 8;
    /** The ridge of a robust fit, in variances: about as wide as the noise of a search. Not measured. */
    public static final double TRIMMED_RIDGE = 3.5e-3;
    /** A column of at most twenty values is a list, or a sample too small to have a law. Measured: docs/lab/tables.md#maps-of-the-columns-laws. */
    public static final int MOST_VALUES_UNMAPPED = 20;
    /** The bins of a map are half a standard deviation of the normal distribution wide: narrower ones follow chance. Not measured. */
    public static final double BIN = 0.5;
    /** A tail with fewer numbers has no scale, so the map ends a bin earlier. Not measured. */
    public static final int FEWEST_IN_TAIL = 10;
    /** A narrower bin, in standard deviations of the column, is a value that repeats, and would make the map a step. Not measured. */
    public static final double NARROWEST_BIN = 0.02;
    /** A narrower bin with this many different numbers repeats none. Not measured. */
    public static final int NUMBERS_OF_BIN = 3;
    /** A bin narrower than this part of its distance from the mean has few numbers in float32. Not measured. */
    public static final double FINEST_BIN = 1e-5;
    /** The steepest slope of a map, in least ones: float32 adds slopes up. Not measured. */
    public static final double STEEPEST_SLOPE = 1e5;
    /** An end where numbers spread by less than this part of the middle is dense, and its tail as short. Not measured. */
    public static final double DENSE_END = 0.25;
    /** A tail has a scale of at least this part of the middle of the column, or of a dense end. Not measured. */
    public static final double NARROWEST_TAIL = 0.1;
    /** Draws that fit a tilt: of 4,096, ames (2,000 bins) loses 0.1 nats. Measured: docs/lab/tables.md#the-tilt. */
    public static final int TILT_DRAWS = 6_144;
    /** Draws that give its mean, to about a hundredth. Not measured. */
    public static final int MEAN_DRAWS = 6_144;
    /** The columns settle in fewer. Not measured. */
    public static final int TILT_SWEEPS = 20;
    /** The fewest made-up rows of a bin. Measured: docs/lab/tables.md#the-tilt. */
    public static final double TILT_PRIOR = 4;
    /** The most: wide tables take more. Measured: docs/lab/tables.md#the-tilt. */
    public static final double MOST_TILT_PRIOR = 64;
    /** Numbers nearer than this part of the range of a column may be one number in float32. Not measured. */
    public static final double TOLD_BY_FLOAT = 1e-6;
    /** More values have no bin each. Measured: docs/lab/tables.md#the-tilt. */
    public static final int MOST_TILT_VALUES = 100;
    /** The mean number of rows with each of them. Not measured. */
    public static final int ROWS_OF_TILT_VALUE = 4;
    /** Bins of another column. Not measured. */
    public static final int MOST_TILT_BINS = 20;
    /** Rows of a bin. Not measured. */
    public static final int ROWS_OF_TILT_BIN = 20;
    /** The height of a bin, in nats, at most. Not measured. */
    public static final double MOST_TILT = 3;
    /** The most factor of a density: a tilt accepts one draw in five. Measured: docs/lab/tables.md#the-tilt. */
    public static final double MOST_WEIGHT = 5;

    private MixtureDefaults() {}
}

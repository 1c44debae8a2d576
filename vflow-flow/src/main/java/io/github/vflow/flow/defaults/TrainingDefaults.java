package io.github.vflow.flow.defaults;

/** How long and how fast the model of a table trains, and the density of its missing cells after it. */
public final class TrainingDefaults {
    /** Patience ends the training of a table of up to 64,000 rows before; a larger table takes all steps. Not measured. */
    public static final int STEPS = 20_000;
    /** More columns make a step slower, so the steps fall with (100/columns)³. Measured: docs/lab/tables.md#real-tables. */
    public static final double WIDE = 100;
    /** A small batch leaves a small table many steps, a large one is steady. Measured: docs/lab/performance.md#a-training-of-a-small-table. */
    public static final int BATCH = 256;
    /** A rate at which an average of the parameters is soon at its best. Measured: docs/lab/performance.md#a-moving-average. */
    public static final double LEARNING_RATE = 3e-3;
    /**
     * The decay of a moving average of the parameters, which fits new rows better than the last parameters. Measured:
     * docs/lab/performance.md#a-moving-average.
     */
    public static final double EMA = 0.99;
    /** A single row far out must not decide a step. Not measured. */
    public static final double CLIP = 5;
    /** An evaluation takes four passes, so training ends after at most 32 passes in vain. Measured: docs/lab/performance.md#a-moving-average. */
    public static final int PATIENCE = 8;
    /** After an early best, one of this many parts of patience is enough. Measured: docs/lab/performance.md#members-one-from-another. */
    public static final int LEAST_PATIENCE = 2;
    /** One evaluation in vain for this many up to the best ends training. Measured: docs/lab/performance.md#members-one-from-another. */
    public static final int PART_IN_VAIN = 2;
    /** A small table is overfitted within a few dozen steps, so it is evaluated every fourth pass. Not measured. */
    public static final int PASSES = 4;
    /** An evaluation takes the time of a few steps, so at least this many lie between two. Not measured. */
    public static final int FEWEST_STEPS = 5;
    /** A large table is evaluated this often in all its steps, so that its best parameters are not missed. Not measured. */
    public static final int EVALUATIONS = 200;
    /** An evaluation takes at most as many passes as the rows trained since the last one. Measured: docs/lab/performance.md#training-with-gaps. */
    public static final int DEAR = 1;
    /** Patience makes at least this many evaluations. Not measured. */
    public static final int IN_VAIN = 4;
    /** At least one of this many is made, however dear. Measured: docs/lab/performance.md#training-with-gaps. */
    public static final int ONE_OF = 5;
    /** A step of 256 rows is too little work for more threads. Not measured. */
    public static final int MOST_THREADS = 8;
    /**
     * A step of discrete features alone takes less than an evaluation, so that one stands in place of this many. Measured:
     * docs/lab/tables.md#discrete-columns-train-on.
     */
    public static final int DISCRETE_EVALUATIONS = 3;
    /** The density of missing cells learns from draws, which never run out, so its training needs a limit. Not measured. */
    public static final long FILL_STEPS = 2_000;
    /** A small table takes as many steps as rows, but fewer than this would hardly move the density of missing cells. Not measured. */
    public static final int FEWEST_FILL_STEPS = 200;
    /** The fewest made-up rows of a value in a dependence tree: where a label determines another one, they are exceptions. Not measured. */
    public static final double LEAST_TREE_PRIOR = 0.01;
    /** The most: a column that tells less is no parent. Not measured. */
    public static final double MOST_TREE_PRIOR = 64;
    /** A column of labels starts with at most this many parents; four gain no nats. Measured: docs/lab/tables.md#the-dependence-tree. */
    public static final int MOST_TREE_PARENTS = 2;
    /** Fewer first rows miss the values of a column that is almost always zero. Not measured. */
    public static final int FEWEST_INITIAL_ROWS = 256;
    /** More first rows hardly change the start of the parameters. Not measured. */
    public static final int MOST_INITIAL_ROWS = 8_192;
    /** A shard of a large batch has this many rows, since wide products are fastest. Not measured. */
    public static final int ROWS_OF_A_SHARD = 512;
    /** The gradients of shards are added up, so there are at most this many. Not measured. */
    public static final int MOST_SHARDS = 8;
    /** The least multiplications of a shard, some 0.1 ms: threads meet at the end of each. Not measured. */
    public static final long LEAST_WORK = 4_000_000;
    /** Each shard has a gradient, so models with more parameters, 40 MB, have two shards at most. Not measured. */
    public static final int MANY_PARAMETERS = 10_000_000;

    private TrainingDefaults() {}
}

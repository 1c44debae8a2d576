package io.github.vflow.flow.train;

/**
 * When training evaluates, and when it stops early.
 *
 * @param every steps between evaluations
 * @param patience evaluations without an improvement after which training stops; zero for never
 */
public record Evaluation(long every, int patience) {
    private static final int PASSES = 4;
    private static final int FEWEST_STEPS = 5;
    private static final int EVALUATIONS = 200;

    /** More rows cost time at every evaluation and hardly change which parameters are best. */
    private static final int MOST_HELD_OUT = 10_000;

    /** A tenth of fewer rows supports no useful rate of false alarms, and training needs them. */
    private static final int FEWEST_TO_CALIBRATE = 1_000;

    /**
     * At every fourth pass over the rows, because a small table is learned by heart within a few dozen steps, but not before every fifth step,
     * and at least 200 times. Where that is more often than at every fourth pass, patience lasts as many passes all the same.
     *
     * @param rows of the training data
     * @param batch rows of a step
     * @param steps of the plan
     * @param patience in evaluations at every fourth pass; zero for never
     */
    public static Evaluation ofTable(int rows, int batch, long steps, int patience) {
        long passes = (long) PASSES * rows / batch;
        long every = Math.clamp(passes, FEWEST_STEPS, Math.max(FEWEST_STEPS, steps / EVALUATIONS));
        long evaluations = Math.max(patience, Math.ceilDiv(patience * passes, every));
        return new Evaluation(every, Math.clamp(evaluations, 0, Integer.MAX_VALUE));
    }

    /**
     * How many rows of a table to hold out: at least one, at most 10,000, and not all.
     *
     * @param part of the rows
     * @param rows at least two
     */
    public static int heldOut(double part, int rows) {
        return Math.clamp(Math.round(part * rows), 1, Math.min(MOST_HELD_OUT, rows - 1));
    }

    /**
     * How many rows of a table to keep for calibration: a tenth of at least 1,000 rows, at most 10,000, and none of fewer rows.
     *
     * @param rows of the table
     */
    public static int calibration(int rows) {
        return rows < FEWEST_TO_CALIBRATE ? 0 : Math.min(MOST_HELD_OUT, rows / 10);
    }

    /**
     * How many rows a part of a table is; two rows at least are left.
     *
     * @param part of the rows, in [0, 1)
     * @param rows of the table
     */
    public static int calibration(double part, int rows) {
        return Math.clamp(Math.round(part * rows), 0, Math.max(0, rows - 2));
    }

    /** Checks the numbers. */
    public Evaluation {
        if (every < 1 || patience < 0) {
            throw new IllegalArgumentException("Evaluation: every must be at least 1 and patience at least 0 but are "
                    + every + " and " + patience);
        }
    }
}

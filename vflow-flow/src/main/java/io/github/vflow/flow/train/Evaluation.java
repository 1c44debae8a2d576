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

    /**
     * At least every fourth pass over the rows, because a small table is learned by heart within a few dozen steps; at most 200 times.
     *
     * @param rows of the training data
     * @param batch rows of a step
     * @param steps of the plan
     */
    public static Evaluation ofTable(int rows, int batch, long steps, int patience) {
        long passes = (long) PASSES * rows / batch;
        long every = Math.clamp(passes, FEWEST_STEPS, Math.max(FEWEST_STEPS, steps / EVALUATIONS));
        return new Evaluation(every, patience);
    }

    /** Checks the numbers. */
    public Evaluation {
        if (every < 1 || patience < 0) {
            throw new IllegalArgumentException("Evaluation: every must be at least 1 and patience at least 0 but are "
                    + every + " and " + patience);
        }
    }
}

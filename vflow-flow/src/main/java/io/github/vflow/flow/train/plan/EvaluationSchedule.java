package io.github.vflow.flow.train.plan;

/**
 * When training evaluates, and when it stops early.
 *
 * @param every steps between evaluations
 * @param patience evaluations without an improvement after which training stops; zero for never
 */
public record EvaluationSchedule(long every, int patience) {
    private static final int PASSES = 4;
    private static final int FEWEST_STEPS = 5;
    private static final int EVALUATIONS = 200;

    /** Checks the numbers. */
    public EvaluationSchedule {
        if (every < 1 || patience < 0) {
            throw new IllegalArgumentException(
                    "EvaluationSchedule: every must be at least 1 and patience at least 0 but are " + every + " and "
                            + patience);
        }
    }

    /**
     * Evaluates every 4 epochs, because training fits a small table within a few dozen steps, at intervals of at least 5 steps and at most
     * steps/200. Patience counts epochs, so it does not depend on the interval.
     *
     * @param rows of the training data
     * @param batch rows of a step
     * @param steps of the plan
     * @param patience in evaluations at every fourth epoch; zero for never
     */
    public static EvaluationSchedule ofTable(int rows, int batch, long steps, int patience) {
        long passes = (long) PASSES * rows / batch;
        long every = Math.clamp(passes, FEWEST_STEPS, Math.max(FEWEST_STEPS, steps / EVALUATIONS));
        long evaluations = Math.max(patience, Math.ceilDiv(patience * passes, every));
        return new EvaluationSchedule(every, Math.clamp(evaluations, 0, Integer.MAX_VALUE));
    }
}

package io.github.vflow.flow.train;

/**
 * When training evaluates, and when it stops early.
 *
 * @param every steps between evaluations
 * @param patience evaluations without an improvement after which training stops; zero for never
 */
public record Evaluation(long every, int patience) {
    /** Checks the numbers. */
    public Evaluation {
        if (every < 1 || patience < 0) {
            throw new IllegalArgumentException("Evaluation: every must be at least 1 and patience at least 0 but are "
                    + every + " and " + patience);
        }
    }
}

package io.github.vflow.nn.optim;

/** How a learning rate falls over all steps. */
public enum Decay {
    /** Not at all. */
    CONSTANT,
    /** In a straight line to zero. */
    LINEAR,
    /** Along half a cosine to zero. */
    COSINE;

    /**
     * The schedule of a training.
     *
     * @param rate the largest rate
     * @param steps of the training
     * @param warmUp steps over which the rate rises from zero; zero for none
     */
    public Schedule schedule(double rate, long steps, long warmUp) {
        Schedule falling = switch (this) {
            case CONSTANT -> new Schedule.Constant(rate);
            case LINEAR -> new Schedule.Linear(rate, steps);
            case COSINE -> new Schedule.Cosine(rate, steps);
        };
        return warmUp == 0 ? falling : new Schedule.WarmUp(warmUp, falling);
    }
}

package io.github.vflow.flow.train;

/**
 * The progress of a training run, reported at an evaluation.
 *
 * @param step the number of steps done
 * @param steps the number of all steps
 * @param trainBound the mean bound of the training batches since the last report, in nats
 * @param validationBound the mean bound of the validation rows, in nats; NaN if there are none
 * @param bestBound the best validation bound so far; NaN if there are none
 * @param learningRate the learning rate of the last step
 * @param seconds the time since this run began
 */
public record Progress(
        long step,
        long steps,
        double trainBound,
        double validationBound,
        double bestBound,
        double learningRate,
        double seconds) {
    /** The same progress without its time, which differs from run to run. */
    public Progress withoutTime() {
        return new Progress(step, steps, trainBound, validationBound, bestBound, learningRate, 0);
    }
}

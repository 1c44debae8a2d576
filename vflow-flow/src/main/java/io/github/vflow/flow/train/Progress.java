package io.github.vflow.flow.train;

/**
 * A report during training.
 *
 * @param step steps done
 * @param steps steps in all
 * @param trainBound the mean bound of the training batches since the last report, in nats
 * @param validationBound of the validation rows; NaN if there are none
 * @param bestBound the best validation bound so far; NaN if there are none
 * @param learningRate of the last step
 * @param seconds since this run began
 */
public record Progress(
        long step,
        long steps,
        double trainBound,
        double validationBound,
        double bestBound,
        double learningRate,
        double seconds) {}

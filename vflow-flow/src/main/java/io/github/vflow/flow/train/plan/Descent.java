package io.github.vflow.flow.train.plan;

import io.github.vflow.nn.optim.Adam;
import io.github.vflow.nn.optim.Schedule;

/**
 * How a step moves the parameters.
 *
 * @param optimizer Adam and its constants
 * @param schedule the learning rate of each step
 * @param clipNorm limit of the gradient's global norm; zero for none
 * @param emaDecay decay of the moving average of the parameters; zero for none
 */
public record Descent(Adam optimizer, Schedule schedule, double clipNorm, double emaDecay) {
    /** Checks the numbers. */
    public Descent {
        if (!(clipNorm >= 0)) {
            throw new IllegalArgumentException("Descent: clipNorm must be positive, or 0 for none, but is " + clipNorm);
        }
        if (!(emaDecay >= 0 && emaDecay < 1)) {
            throw new IllegalArgumentException("Descent: emaDecay must be in [0, 1) but is " + emaDecay);
        }
    }

    /** Adam at a constant rate; no clipping, no moving average. */
    public static Descent of(double learningRate) {
        return new Descent(Adam.standard(), new Schedule.Constant(learningRate), 0, 0);
    }

    /** Whether a step clips the gradient. */
    public boolean clips() {
        return clipNorm > 0 && Double.isFinite(clipNorm);
    }

    /** Whether there is a moving average of the parameters. */
    public boolean averages() {
        return emaDecay > 0;
    }
}

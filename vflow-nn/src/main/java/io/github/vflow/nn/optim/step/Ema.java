package io.github.vflow.nn.optim.step;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;

/**
 * An exponential moving average of the parameters, e ← d·e + (1 − d)·p, traced into the training program.
 *
 * @param decay d, in [0, 1)
 */
public record Ema(double decay) {
    /** The name of the input that holds the average. */
    public static final String INPUT = "ema";

    /** Checks that the decay is in [0, 1). */
    public Ema {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("Ema: the decay must be in [0, 1) but is " + decay);
        }
    }

    /** Traces one step of the average towards parameters [n], the result of the optimizer's step. */
    public void step(Tensor parameters) {
        Trace t = parameters.trace();
        Tensor average = t.input(INPUT, parameters.shape());
        t.update(average, average.times(decay).plus(parameters.times(1 - decay)));
    }
}

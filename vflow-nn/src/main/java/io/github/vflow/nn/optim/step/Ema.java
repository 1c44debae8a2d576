package io.github.vflow.nn.optim.step;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;

/**
 * An exponential moving average of the parameters, traced into the training program. With t steps done before,
 *
 * <pre>e ← dₜ·e + (1 − dₜ)·p,  dₜ = min(d, (1 + t)/(10 + t)),</pre>
 *
 * so that the start, from which the first steps lead far away, is soon forgotten (TensorFlow 1, ExponentialMovingAverage with num_updates).
 *
 * @param decay d, in [0, 1)
 */
public record Ema(double decay) {
    /** The name of the input that holds the average. */
    public static final String INPUT = "ema";
    /** The name of the input with dₜ. */
    public static final String DECAY = "ema.decay";

    private static final double FIRST = 10;

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
        t.update(average, parameters.plus(average.minus(parameters).times(t.input(DECAY, Shape.of()))));
    }

    /**
     * Sets the input that changes from step to step.
     *
     * @param step counted from zero
     */
    public void prepare(Executable program, long step) {
        program.set(DECAY, Math.min(decay, (1 + step) / (FIRST + step)));
    }
}

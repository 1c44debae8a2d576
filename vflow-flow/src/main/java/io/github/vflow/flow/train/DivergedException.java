package io.github.vflow.flow.train;

/**
 * Thrown if training diverges: a loss or a parameter is not finite. The message names the step and the learning rate,
 * and the layer and the row if the diagnosis finds them.
 */
public final class DivergedException extends ArithmeticException {
    private final long step;

    DivergedException(String message, long step) {
        super(message);
        this.step = step;
    }

    /** The step, counted from 1. */
    public long step() {
        return step;
    }
}

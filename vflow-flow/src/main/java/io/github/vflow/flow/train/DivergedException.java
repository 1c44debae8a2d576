package io.github.vflow.flow.train;

/**
 * Training diverged: a loss or a parameter stopped being finite. The message names the step at which it happened, the learning rate, and
 * where they can be found the layer and the row.
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
